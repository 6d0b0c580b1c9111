"""The two files a road show takes: its delegation, and the counterparties, one person a row.

Several rows may name the same project or organisation: then several people come for it. Headers are guessed in English
and Chinese; the group is read from its letter, else it follows from the kind of organisation.
"""

from collections.abc import Hashable, Iterator
from typing import Any, Final

from landbridge.kernel.names import folded, has_han, stripped
from landbridge.kernel.refusal import Finding
from landbridge.matchmaking import tags
from landbridge.matchmaking.columns import NEED_COLUMNS, PROFILES, SEEKS, TICKET, levels, need_findings, said_of
from landbridge.network.drafts import OrganisationDraft, PersonDraft, findings, tidied
from landbridge.network.imports import amounts, cells
from landbridge.network.imports.schema import CellRefused, Column, Said, Schema, Values
from landbridge.network.imports.tables import KINDS
from landbridge.network.states import OrganisationKind
from landbridge.projects.actions import ProjectFacts

PERSON: Final = ("person", "person_latin", "person_chinese")
FIRM: Final = ("organisation", "organisation_latin", "organisation_chinese")
_FIRM_FIELDS: Final = {
    "place": "city", "country": "country", "website": "website", "uscc": "uscc", "gbt_4754": "gbt_4754", "nace_2_1": "nace_2_1",
}  # fmt: skip
SUMMARY: Final = ("summary", "summary_latin", "summary_chinese")
PROJECT: Final = ("project", "project_latin", "project_chinese")


def _level(text: str) -> int:
    """A readiness level by its number, or the first level of the stage a word names."""
    return levels(text)[0]


def _ask(text: str) -> amounts.Amount:
    asked = amounts.amount(text)
    if asked.value <= 0:
        raise CellRefused("ask_not_positive", expected="1,000,000")
    return asked


def _letter(text: str) -> str:
    return text.upper()


_GROUP = Column("group", ("group", "letter", "组别", "分组", "代号"), _letter, limit=2, example="P, K, F, B")
_PERSON = (
    Column("person", ("person", "name", "contact", "representative", "attendee", "president", "ceo", "姓名", "联系人", "代表", "参会人", "总裁", "负责人"), example="Li Jing; 李静"),
    Column("person_latin", ("person english name", "name in english", "英文姓名", "拼音")),
    Column("person_chinese", ("person chinese name", "name in chinese", "中文姓名")),
    Column("email", ("email", "e-mail", "mail", "邮箱", "电子邮箱", "电子邮件"), example="name@example.org"),
    Column("phone", ("phone", "telephone", "mobile", "电话", "手机", "联系电话"), example="+86 21 6485 0000"),
    Column("wechat", ("wechat", "微信", "微信号")),
    Column("language", ("language", "语言"), cells.language, example="zh; English"),
    Column("speaks", ("speaks", "spoken languages", "会说语言", "会说的语言"), cells.several(cells.language), empty=(), example="zh, English"),
    Column("title", ("title", "position", "job title", "职务", "职位"), example="CEO; 总经理"),
)  # fmt: skip
_NOTE = Column("note", ("note", "notes", "remarks", "备注"), limit=2_000)


def _either(values: Values, keys: tuple[str, str, str]) -> tuple[str, str]:
    """The Latin and the Chinese form out of three columns, of which the first may hold either."""
    any_form, latin, chinese = (values[key] for key in keys)
    if any_form and has_han(any_form):
        return latin, chinese or any_form
    return latin or any_form, chinese


def person_of(values: Values) -> PersonDraft | None:
    """The person a row names, or None."""
    latin, chinese = _either(values, PERSON)
    if not latin and not chinese:
        return None
    same = {key: values[key] for key in ("email", "phone", "wechat", "language")}
    return tidied(PersonDraft(name_latin=latin, name_chinese=chinese, **same))


def organisation_of(values: Values) -> OrganisationDraft | None:
    """The organisation a row names, or None."""
    latin, chinese = _either(values, FIRM)
    if not latin and not chinese:
        return None
    return tidied(
        OrganisationDraft(
            name_latin=latin,
            name_chinese=chinese,
            kind=values.get("kind", OrganisationKind.COMPANY),
            country=values.get("country", ""),
            place=values.get("city", ""),
            **{key: values.get(key, "") for key in ("website", "uscc", "gbt_4754", "nace_2_1")},
        )
    )


def project_of(values: Values) -> ProjectFacts:
    """What a row says of its project."""
    latin, chinese = _either(values, PROJECT)
    summary = _either(values, SUMMARY)
    return {
        "name_latin": latin,
        "name_chinese": chinese,
        "summary_latin": summary[0],
        "summary_chinese": summary[1],
        "country": values["country"],
        "city": values["city"],
        "fields": values["fields"] or (),
        "trl": values["trl"],
        "seeks": values["seeks"] or (),
        "ask_amount": values["ask_amount"].value if values["ask_amount"] else None,
        "ask_currency": _ask_currency(values),
        "languages": values["languages"],
        "profile": values["profile"],
    }


def _ask_currency(values: Values) -> str:
    asked = values["ask_amount"]
    return (values["ask_currency"] or asked.currency) if asked else ""


def project_key(values: Values) -> Hashable:
    """What says that two rows are about one project."""
    latin, chinese = _either(values, PROJECT)
    return folded(latin), folded(chinese)


def _of_person(values: Values) -> Iterator[Finding]:
    person = person_of(values)
    if person is not None:
        for finding in findings(person):
            field = "person" if finding.field.startswith("name") else finding.field
            yield Finding(finding.code, field=field, data=finding.data)
    firm = organisation_of(values)
    if firm is not None:
        for finding in findings(firm):
            yield Finding(finding.code, field=_FIRM_FIELDS.get(finding.field, "organisation"), data=finding.data)


def _of_delegate(values: Values) -> Iterator[Finding]:
    yield from _of_person(values)
    asked, currency = values["ask_amount"], values["ask_currency"]
    if asked and not _ask_currency(values):
        yield Finding("cell_empty", field="ask_currency")
    elif asked and asked.currency and currency and asked.currency != currency:
        yield Finding("currencies_differ", field="ask_currency", data={"given": sorted({asked.currency, currency})})


def _of_counterparty(values: Values) -> Iterator[Finding]:
    yield from _of_person(values)
    yield from need_findings(values)


def _of_project(values: Values) -> Said:
    """What a row says of its project."""
    said = {column.key: values[column.key] for column in _PROJECT_COLUMNS if values[column.key] != column.empty}
    return ("project", project_key(values)), said


def _of_firm(values: Values) -> Said:
    """What a row says its organisation looks for."""
    return ("firm", tuple(stripped(name) for name in _either(values, FIRM))), said_of(values)


def _one_person(values: Values) -> Hashable:
    """Rows repeat each other when they name the same person for the same party."""
    person = person_of(values)
    party = project_key(values) if "project" in values else tuple(stripped(name) for name in _either(values, FIRM))
    who: Any = (folded(person.name_latin), person.name_chinese, person.email) if person else None
    return party, who


_PROJECT_COLUMNS = (
    Column("summary", ("summary", "description", "abstract", "简介", "项目简介", "介绍"), limit=6_000, example="Reads the health of each battery cell"),
    Column("summary_latin", ("summary in english", "english summary", "英文简介"), limit=6_000),
    Column("summary_chinese", ("summary in chinese", "chinese summary", "中文简介"), limit=6_000),
    Column("country", ("country", "country or region", "国家", "国家和地区", "国别"), cells.country, example="US; 美国"),
    Column("city", ("city", "place", "城市"), limit=100, example="Boston"),
    Column("fields", ("fields", "field", "sector", "technology", "industry", "领域", "行业", "技术领域"), cells.several(tags.field), empty=(), limit=600, example="AI, 电池管理, C3841"),
    Column("trl", ("trl", "maturity", "stage", "readiness", "成熟度", "技术成熟度", "阶段", "项目阶段"), _level, empty=None, example="7; pilot; 中试"),
    Column("seeks", ("seeks", "looking for", "looks for", "needs", "需求", "寻求"), cells.several(cells.choice(SEEKS)), empty=(), example="money, partner; 资金、合作", options=SEEKS),
    Column("ask_amount", ("ask", "amount", "funding sought", "ask amount", "融资额", "融资金额"), _ask, empty=None, example="1,500,000; USD 1.5m; 1000万元"),
    Column("ask_currency", ("currency", "ask currency", "币种", "货币"), amounts.currency, example="USD; 美元"),
    Column("languages", ("languages", "working languages", "工作语言", "洽谈语言", "语种"), cells.several(cells.language), empty=(), example="en, 德语"),
    Column("profile", ("profile", "profile type", "een profile", "een type", "合作类型", "供需类型", "een 类型"), cells.choice(PROFILES), example="TO; technology offer; 技术供给", options=PROFILES),
)  # fmt: skip


DELEGATION = Schema(
    key="events.delegation",
    columns=(
        Column("project", ("project", "project name", "项目", "项目名称"), example="Cell balancing; 电芯均衡"),
        Column("project_latin", ("project english name", "project in english", "项目英文名")),
        Column("project_chinese", ("project chinese name", "project in chinese", "项目中文名")),
        _GROUP,
        *_PROJECT_COLUMNS,
        Column("organisation", ("organisation", "organization", "company", "公司", "单位", "企业"), example="Example Ltd; 示例有限公司"),
        Column("organisation_latin", ("company english name", "公司英文名")),
        Column("organisation_chinese", ("company chinese name", "公司中文名")),
        Column("contacted", ("first contact", "contacted on", "contacted", "首次接触", "首次接触日期", "接触日期"), cells.day, empty=None, example="2026-03-01"),
        *_PERSON,
        _NOTE,
    ),
    one_of=(PROJECT,),
    check=_of_delegate,
    identity=_one_person,
    said=_of_project,
    joint=(("ask_amount", "ask_currency"),),
    person=person_of,
)  # fmt: skip

COUNTERPARTIES = Schema(
    key="events.counterparties",
    columns=(
        Column("organisation", ("organisation", "organization", "company", "company name", "institution", "公司", "单位", "企业", "机构", "公司名称", "企业名称", "机构名称"), example="Example Ltd; 示例有限公司"),
        Column("organisation_latin", ("company english name", "english company name", "公司英文名", "单位英文名")),
        Column("organisation_chinese", ("company chinese name", "chinese company name", "公司中文名", "单位中文名")),
        Column("kind", ("kind", "type", "类型", "机构类型"), cells.choice(KINDS), empty=OrganisationKind.COMPANY, example="company; 基金", options=KINDS),
        _GROUP,
        Column("country", ("country", "country or region", "国家", "国家和地区", "国别"), cells.country, example="US; 美国"),
        Column("city", ("city", "place", "城市", "所在地"), limit=100, example="Boston"),
        Column("website", ("website", "web", "url", "网址", "网站", "官网"), example="https://example.org"),
        Column("uscc", ("unified social credit code", "uscc", "credit code", "统一社会信用代码", "信用代码"), cells.code("uscc"), example="9144030071526726XG"),
        Column("gbt_4754", ("industry code", "gb/t 4754", "行业代码", "国民经济行业代码"), cells.code("gbt_4754"), example="C3841"),
        Column("nace_2_1", ("nace", "nace code", "nace 2.1"), cells.code("nace_2_1"), example="C26.11"),
        *NEED_COLUMNS,
        *_PERSON,
        _NOTE,
    ),
    one_of=(FIRM,),
    check=_of_counterparty,
    identity=_one_person,
    said=_of_firm,
    joint=(TICKET,),
    person=person_of,
)  # fmt: skip

SHEETS: Final = {"delegation": DELEGATION, "counterparties": COUNTERPARTIES}
LETTERS: Final = {OrganisationKind.FUND: "F", OrganisationKind.BANK: "B"}
"""The group of an organisation without a letter of its own, where the road show has that group."""
