"""The two files a road show takes: its delegation, and the counterparties, one person a row.

Several rows may name the same project or organisation: then several people come for it. Headers are guessed in English
and Chinese; the group is read from its letter, else it follows from the kind of organisation.
"""

from collections.abc import Hashable, Iterator
from decimal import Decimal
from typing import Any, Final

from landbridge.kernel.codes.places import CURRENCY
from landbridge.kernel.names import folded, has_han, stripped
from landbridge.kernel.refusal import Finding
from landbridge.network.drafts import OrganisationDraft, PersonDraft, findings, tidied
from landbridge.network.imports import cells
from landbridge.network.imports.schema import CellRefused, Column, Schema, Values
from landbridge.network.imports.tables import KINDS
from landbridge.network.states import OrganisationKind
from landbridge.projects.actions import ProjectFacts
from landbridge.projects.states import Seeking

SEEKS: Final[dict[str, tuple[str, ...]]] = {
    Seeking.MONEY: ("money", "investment", "funding", "融资", "资金", "投资"),
    Seeking.PARTNER: ("partner", "partners", "合作", "合作伙伴"),
    Seeking.CUSTOMER: ("customer", "customers", "客户", "市场"),
    Seeking.LICENCE: ("licence", "license", "许可", "授权"),
    Seeking.SITE: ("site", "space", "场地", "落地"),
}
LANGUAGES: Final = {
    "en": ("english", "英文", "英语"),
    "zh": ("chinese", "中文", "汉语", "普通话"),
    "de": ("german", "德语", "德文"),
    "fr": ("french", "法语", "法文"),
    "ja": ("japanese", "日语", "日文"),
}
PERSON: Final = ("person", "person_latin", "person_chinese")
FIRM: Final = ("organisation", "organisation_latin", "organisation_chinese")
PROJECT: Final = ("project", "project_latin", "project_chinese")


def several(text: str) -> tuple[str, ...]:
    """Things parted by commas, semicolons or their Chinese forms."""
    for mark in "，、；;/":
        text = text.replace(mark, ",")
    return tuple(part.strip()[:40] for part in text.split(",") if part.strip())


def _seeks(text: str) -> tuple[str, ...]:
    read = cells.choice(SEEKS)
    return tuple(read(part) for part in several(text))


def _fields(text: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in several(text))


def _level(text: str) -> int:
    level = cells.whole(text.upper().removeprefix("TRL"))
    if not 1 <= level <= 9:
        raise CellRefused("trl_out_of_range", expected="1 – 9")
    return level


def _currency(text: str) -> str:
    tidy = CURRENCY.tidy(text)
    if CURRENCY.fault(tidy):
        raise CellRefused("currency_form", expected=CURRENCY.example)
    return tidy


def _amount(text: str) -> Decimal:
    amount = cells.number(text)
    if amount <= 0:
        raise CellRefused("ask_not_positive", expected="1,000,000")
    return amount


def _letter(text: str) -> str:
    return text.upper()


_GROUP = Column("group", ("group", "letter", "组别", "分组", "代号"), _letter, limit=2)
_PERSON = (
    Column("person", ("person", "name", "contact", "representative", "attendee", "president", "ceo", "姓名", "联系人", "代表", "参会人", "总裁", "负责人")),
    Column("person_latin", ("person english name", "name in english", "英文姓名", "拼音")),
    Column("person_chinese", ("person chinese name", "name in chinese", "中文姓名")),
    Column("email", ("email", "e-mail", "mail", "邮箱", "电子邮箱", "电子邮件")),
    Column("phone", ("phone", "telephone", "mobile", "电话", "手机", "联系电话")),
    Column("wechat", ("wechat", "微信", "微信号")),
    Column("language", ("language", "语言"), cells.choice(LANGUAGES)),
    Column("title", ("title", "position", "job title", "职务", "职位")),
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
        )
    )


def project_of(values: Values) -> ProjectFacts:
    """What a row says of its project."""
    latin, chinese = _either(values, PROJECT)
    summary = values["summary"]
    return {
        "name_latin": latin,
        "name_chinese": chinese,
        "summary_latin": "" if has_han(summary) else summary,
        "summary_chinese": summary if has_han(summary) else "",
        "country": values["country"],
        "city": values["city"],
        "fields": values["fields"] or (),
        "trl": values["trl"],
        "seeks": values["seeks"] or (),
        "ask_amount": values["ask_amount"],
        "ask_currency": values["ask_currency"],
    }


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
            yield Finding(finding.code, field="organisation", data=finding.data)


def _of_delegate(values: Values) -> Iterator[Finding]:
    yield from _of_person(values)
    if bool(values["ask_amount"]) != bool(values["ask_currency"]):
        missing = "ask_currency" if values["ask_amount"] else "ask_amount"
        yield Finding("cell_empty", field=missing)


def _one_person(values: Values) -> Hashable:
    """Rows repeat each other when they name the same person for the same party."""
    person = person_of(values)
    party = project_key(values) if "project" in values else tuple(stripped(name) for name in _either(values, FIRM))
    who: Any = (folded(person.name_latin), person.name_chinese, person.email) if person else None
    return party, who


DELEGATION = Schema(
    key="events.delegation",
    columns=(
        Column("project", ("project", "project name", "项目", "项目名称")),
        Column("project_latin", ("project english name", "project in english", "项目英文名")),
        Column("project_chinese", ("project chinese name", "project in chinese", "项目中文名")),
        _GROUP,
        Column("summary", ("summary", "description", "abstract", "简介", "项目简介", "介绍"), limit=4_000),
        Column("country", ("country", "country or region", "国家", "国家和地区", "国别"), cells.country),
        Column("city", ("city", "place", "城市"), limit=100),
        Column("fields", ("fields", "field", "sector", "technology", "领域", "行业", "技术领域"), _fields, empty=()),
        Column("trl", ("trl", "maturity", "成熟度", "技术成熟度"), _level, empty=None),
        Column("seeks", ("seeks", "looking for", "needs", "需求", "寻求"), _seeks, empty=()),
        Column("ask_amount", ("ask", "amount", "funding sought", "融资额", "融资金额"), _amount, empty=None),
        Column("ask_currency", ("currency", "币种", "货币"), _currency),
        Column("organisation", ("organisation", "organization", "company", "公司", "单位", "企业")),
        Column("organisation_latin", ("company english name", "公司英文名")),
        Column("organisation_chinese", ("company chinese name", "公司中文名")),
        *_PERSON,
        _NOTE,
    ),
    one_of=(PROJECT,),
    check=_of_delegate,
    identity=_one_person,
)  # fmt: skip

COUNTERPARTIES = Schema(
    key="events.counterparties",
    columns=(
        Column("organisation", ("organisation", "organization", "company", "company name", "institution", "公司", "单位", "企业", "机构", "公司名称", "企业名称", "机构名称")),
        Column("organisation_latin", ("company english name", "english company name", "公司英文名", "单位英文名")),
        Column("organisation_chinese", ("company chinese name", "chinese company name", "公司中文名", "单位中文名")),
        Column("kind", ("kind", "type", "类型", "机构类型"), cells.choice(KINDS), empty=OrganisationKind.COMPANY),
        _GROUP,
        Column("country", ("country", "country or region", "国家", "国家和地区", "国别"), cells.country),
        *_PERSON,
        _NOTE,
    ),
    one_of=(FIRM,),
    check=_of_person,
    identity=_one_person,
)  # fmt: skip

SHEETS: Final = {"delegation": DELEGATION, "counterparties": COUNTERPARTIES}
LETTERS: Final = {OrganisationKind.FUND: "F", OrganisationKind.BANK: "B"}
"""The group of an organisation without a letter of its own, where the road show has that group."""
