"""The two tables the network itself takes: organisations, and people with where they belong."""

from collections.abc import Hashable, Iterator
from typing import Any

from landbridge.kernel.names import folded, has_han, stripped
from landbridge.kernel.refusal import Finding
from landbridge.kernel.registry import Registry
from landbridge.network.drafts import OrganisationDraft, PersonDraft, findings, tidied
from landbridge.network.imports import cells
from landbridge.network.imports.schema import Column, Schema, Values
from landbridge.network.states import OrganisationKind

NAME = ("name", "name_latin", "name_chinese")
FIRM = ("organisation", "organisation_latin", "organisation_chinese")
KINDS: dict[str, tuple[str, ...]] = {
    OrganisationKind.COMPANY: ("company", "公司", "企业", "enterprise"),
    OrganisationKind.FUND: ("fund", "基金", "投资机构", "investor", "vc"),
    OrganisationKind.BANK: ("bank", "银行"),
    OrganisationKind.UNIVERSITY: (
        "university",
        "university or institute",
        "大学",
        "大学或研究院所",
        "高校",
        "research institute",
        "研究院",
        "研究所",
    ),
    OrganisationKind.PUBLIC_BODY: ("public body", "政府机构", "政府", "government", "authority"),
    OrganisationKind.OTHER: ("other", "其他"),
}
LANGUAGES: dict[str, tuple[str, ...]] = {
    "en": ("english", "英语", "英文"),
    "zh": ("chinese", "中文", "汉语", "普通话"),
    "de": ("german", "德语", "德文"),
    "fr": ("french", "法语", "法文"),
    "ja": ("japanese", "日语", "日文"),
    "ko": ("korean", "韩语", "韩文"),
    "ru": ("russian", "俄语", "俄文"),
    "es": ("spanish", "西班牙语"),
}
_COUNTRY = Column("country", ("country", "country or region", "国家", "国家和地区", "国家/地区", "国别"), cells.country)
_PLACE = Column("place", ("city", "place", "town", "城市", "所在地", "地点"), limit=100)
_NOTE = Column("note", ("note", "notes", "remarks", "comment", "备注", "说明"), limit=2_000)


def _either(values: Values, keys: tuple[str, str, str]) -> tuple[str, str]:
    """The Latin and the Chinese form out of three columns, of which the first may hold either."""
    any_form, latin, chinese = (values[key] for key in keys)
    if any_form and has_han(any_form):
        chinese = chinese or any_form
    elif any_form:
        latin = latin or any_form
    return latin, chinese


def organisation_draft(values: Values) -> OrganisationDraft:
    """The organisation a row describes."""
    latin, chinese = _either(values, NAME)
    same: dict[str, Any] = {
        key: values[key] for key in ("kind", "country", "place", "website", "note", "uscc", "lei", "ror")
    }
    draft = OrganisationDraft(
        name_latin=latin, name_chinese=chinese, gbt_4754=values["gbt_4754"], nace_2_1=values["nace_2_1"], **same
    )
    return tidied(draft)


def person_draft(values: Values) -> PersonDraft:
    """The person a row describes."""
    latin, chinese = _either(values, NAME)
    same: dict[str, Any] = {
        key: values[key] for key in ("country", "place", "note", "email", "phone", "wechat", "language")
    }
    return tidied(PersonDraft(name_latin=latin, name_chinese=chinese, **same))


def firm_of_person(values: Values) -> OrganisationDraft | None:
    """The organisation a person's row names, or None."""
    latin, chinese = _either(values, FIRM)
    if not latin and not chinese:
        return None
    return tidied(OrganisationDraft(name_latin=latin, name_chinese=chinese, kind=values["organisation_kind"]))


def titles_of(values: Values) -> tuple[str, str]:
    """The Latin and the Chinese form of a title."""
    title = values["title"]
    return ("", title) if has_han(title) else (title, "")


def _organisation_findings(values: Values) -> Iterator[Finding]:
    return findings(organisation_draft(values))


def _person_findings(values: Values) -> Iterator[Finding]:
    """Of the person alone: what the organisation's columns may hold, their parsers say."""
    return findings(person_draft(values))


def _same_organisation(values: Values) -> Hashable:
    draft = organisation_draft(values)
    return (
        draft.uscc
        or draft.lei
        or draft.ror
        or (stripped(draft.name_latin), stripped(draft.name_chinese), draft.country)
    )


def _same_person(values: Values) -> Hashable:
    """Two rows are one person if name and address agree; without an address, if name and organisation do."""
    draft = person_draft(values)
    latin, chinese = _either(values, FIRM)
    return (
        folded(draft.name_latin),
        draft.name_chinese,
        draft.email or (stripped(latin), stripped(chinese), draft.phone),
    )


ORGANISATIONS = Schema(
    key="organisations",
    columns=(
        Column("name", ("name", "organisation", "organization", "company", "company name", "名称", "公司", "公司名称", "企业名称", "单位", "机构名称")),
        Column("name_latin", ("english name", "name in english", "name en", "英文名称", "英文名", "公司英文名")),
        Column("name_chinese", ("chinese name", "name in chinese", "name zh", "中文名称", "中文名", "公司中文名")),
        Column("kind", ("kind", "type", "类型", "机构类型", "性质"), cells.choice(KINDS), empty=OrganisationKind.COMPANY, options=KINDS),
        _COUNTRY,
        _PLACE,
        Column("website", ("website", "web", "url", "homepage", "网址", "网站", "官网")),
        Column("uscc", ("unified social credit code", "uscc", "credit code", "统一社会信用代码", "信用代码", "税号"), cells.code("uscc")),
        Column("lei", ("lei", "legal entity identifier", "全球法人识别编码"), cells.code("lei")),
        Column("ror", ("ror", "ror id"), cells.code("ror")),
        Column("gbt_4754", ("industry", "gb/t 4754", "industry code", "行业代码", "行业", "国民经济行业代码"), cells.code("gbt_4754")),
        Column("nace_2_1", ("nace", "nace code", "nace 2.1"), cells.code("nace_2_1")),
        _NOTE,
    ),
    one_of=(NAME,),
    check=_organisation_findings,
    identity=_same_organisation,
)  # fmt: skip

PEOPLE = Schema(
    key="people",
    columns=(
        Column("name", ("name", "full name", "person", "contact", "姓名", "名字", "联系人")),
        Column("name_latin", ("english name", "name in english", "latin name", "name en", "英文姓名", "英文名", "拼音")),
        Column("name_chinese", ("chinese name", "name in chinese", "name zh", "中文姓名", "中文名")),
        Column("email", ("email", "e-mail", "mail", "email address", "邮箱", "电子邮箱", "电子邮件", "邮件")),
        Column("phone", ("phone", "telephone", "tel", "mobile", "cell", "电话", "手机", "手机号", "联系电话", "联系方式")),
        Column("wechat", ("wechat", "wechat id", "weixin", "微信", "微信号")),
        Column("organisation", ("organisation", "organization", "company", "employer", "institution", "公司", "单位", "工作单位", "企业", "机构", "公司名称")),
        Column("organisation_latin", ("company english name", "company in english", "公司英文名", "单位英文名")),
        Column("organisation_chinese", ("company chinese name", "company in chinese", "公司中文名", "单位中文名")),
        Column("organisation_kind", ("organisation kind", "company type", "单位类型", "公司类型"), cells.choice(KINDS), empty=OrganisationKind.COMPANY, options=KINDS),
        Column("title", ("title", "job title", "position", "role", "function", "职务", "职位", "头衔", "岗位")),
        _COUNTRY,
        _PLACE,
        Column("language", ("language", "preferred language", "语言"), cells.choice(LANGUAGES), options=LANGUAGES),
        _NOTE,
    ),
    one_of=(NAME,),
    check=_person_findings,
    identity=_same_person,
    person=person_draft,
)  # fmt: skip

SCHEMAS: Registry[Schema] = Registry("import schemas")
"""Every kind of table that can be imported; rooms above add theirs in `AppConfig.ready`."""
for _schema in (ORGANISATIONS, PEOPLE):
    SCHEMAS.add(_schema.key, _schema)
