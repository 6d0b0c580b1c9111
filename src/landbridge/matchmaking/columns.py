"""The columns of a file that say what an organisation looks for and gives, for rooms whose files carry needs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.kernel.names import folded, has_han
from landbridge.kernel.refusal import Finding
from landbridge.matchmaking import needs, tags
from landbridge.matchmaking.needs import NeedGiven
from landbridge.network.imports import amounts, cells
from landbridge.network.imports.schema import CellRefused, Column, Values
from landbridge.projects.states import Seeking

SEEKS: Final[dict[str, tuple[str, ...]]] = {
    Seeking.MONEY: ("money", "investment", "funding", "capital", "loan", "资金", "融资", "投资", "贷款"),
    Seeking.PARTNER: ("partner", "a partner", "partners", "cooperation", "合作伙伴", "合作"),
    Seeking.CUSTOMER: ("customer", "a customer", "customers", "orders", "客户", "市场", "订单", "采购"),
    Seeking.LICENCE: ("licence", "a licence", "license", "licensing", "许可", "授权", "技术许可"),
    Seeking.SITE: ("site", "a site", "space", "premises", "场地", "落地", "空间"),
}
PROFILES: Final[dict[str, tuple[str, ...]]] = dict(
    zip(
        EEN_PROFILE_TYPES,
        (
            ("technology offer", "技术供给", "技术提供"),
            ("technology request", "技术需求"),
            ("business offer", "商务供给", "商业供给", "商业提供"),
            ("business request", "商务需求", "商业需求"),
            (
                "research and development request",
                "r&d request",
                "research request",
                "研发合作需求",
                "研发需求",
                "研发合作",
            ),
        ),
        strict=True,
    )
)
STAGES: Final[dict[str, tuple[int, int]]] = {
    "research": (1, 3), "idea": (1, 3), "研究": (1, 3), "研发": (1, 3), "概念": (1, 3), "种子": (1, 3), "seed": (1, 3),
    "prototype": (4, 5), "原型": (4, 5), "样机": (4, 5), "小试": (4, 5), "天使": (4, 5), "angel": (4, 5),
    "pilot": (6, 7), "中试": (6, 7), "试点": (6, 7), "示范": (6, 7),
    "market": (8, 8), "上市": (8, 8), "市场": (8, 8), "量产": (8, 8),
    "growth": (9, 9), "成长": (9, 9), "成长期": (9, 9), "扩张": (9, 9),
}  # fmt: skip
"""Words for how ripe a technology is, as technology readiness levels."""
_EXPECTED_STAGE: Final = "TRL 5–8; prototype, pilot; 原型、中试"
_LEVELS = re.compile(r"(?:trl)?\s*(\d)(?:\s*(?:-|–|—|~|至|到|to)\s*(?:trl)?\s*(\d))?", re.IGNORECASE)


def levels(text: str) -> tuple[int, int]:
    """The readiness levels from least to most that numbers or words name."""
    found: list[int] = []
    for part in cells.parts(text):
        match = _LEVELS.fullmatch(part)
        word = STAGES.get(folded(part))
        if match:
            found += [int(level) for level in match.groups() if level]
        elif word:
            found += word
        else:
            raise CellRefused("stage_unknown", expected=_EXPECTED_STAGE)
    if not found or not all(1 <= level <= 9 for level in found):
        raise CellRefused("stage_unknown", expected=_EXPECTED_STAGE)
    return min(found), max(found)


TICKET: Final = ("ticket", "ticket_min", "ticket_max", "ticket_currency")
"""Columns that say one thing together."""
TEXT_LIMIT: Final = 6_000
NEED_COLUMNS: Final = (
    Column("need", ("looks for", "need", "needs", "seeks", "need text", "request", "需求", "需求描述", "寻找", "关注"), limit=TEXT_LIMIT, example="Wants batteries of a bus fleet to last longer"),
    Column("need_latin", ("need in english", "looks for in english", "english text", "text latin", "英文需求", "英文描述"), limit=TEXT_LIMIT, example="Wants batteries of a bus fleet to last longer"),
    Column("need_chinese", ("need in chinese", "looks for in chinese", "chinese text", "text chinese", "中文需求", "中文描述"), limit=TEXT_LIMIT, example="希望公交车电池更耐用"),
    Column("fields", ("fields", "field", "sector", "sectors", "technology", "technologies", "industries", "领域", "行业", "技术领域", "关注领域", "投资领域"), cells.several(tags.field), empty=(), limit=600, example="AI, 电池管理, C3841, NACE 26.11"),
    Column("stages", ("stages", "stage", "maturity", "trl", "readiness", "阶段", "成熟度", "项目阶段", "投资阶段", "技术成熟度"), levels, empty=(None, None), example="TRL 5–8; prototype, pilot; 原型、中试"),
    Column("offers", ("offers", "gives", "can offer", "provides", "提供", "可提供", "能提供"), cells.several(cells.choice(SEEKS)), empty=(), example="money, customer; 资金、客户", options=SEEKS),
    Column("ticket", ("ticket", "ticket size", "ticket range", "investment range", "investment", "投资额", "投资金额", "单笔投资", "投资规模", "投资区间"), amounts.span, empty=None, example="CNY 5m – 20m; 500–2000万元; up to USD 2m"),
    Column("ticket_min", ("ticket min", "ticket from", "minimum ticket", "least amount", "投资下限", "最低投资额", "最低金额"), amounts.amount, empty=None, example="5,000,000; 500万"),
    Column("ticket_max", ("ticket max", "ticket to", "maximum ticket", "most amount", "投资上限", "最高投资额", "最高金额"), amounts.amount, empty=None, example="20,000,000; 2000万"),
    Column("ticket_currency", ("ticket currency", "currency", "币种", "货币"), amounts.currency, example="CNY; 人民币"),
    Column("looks_in", ("looks in", "countries", "geographies", "target countries", "target markets", "目标国家", "关注国家", "目标国家和地区", "意向国家", "目标地区"), cells.several(cells.country), empty=(), limit=600, example="DE, Ireland, 美国"),
    Column("languages", ("languages", "working languages", "languages spoken", "工作语言", "洽谈语言", "语种"), cells.several(cells.language), empty=(), example="en, Chinese, 德语"),
    Column("profile", ("profile", "profile type", "een profile", "een type", "合作类型", "供需类型", "een 类型"), cells.choice(PROFILES), example="TR; technology request; 技术需求", options=PROFILES),
)  # fmt: skip
FIELD_OF: Final = {
    "text_latin": "need_latin", "text_chinese": "need_chinese", "trl_min": "stages", "trl_max": "stages", "countries": "looks_in",
}  # fmt: skip
"""Which column a fault of a need is told at, where the names differ."""


def need_of(values: Values) -> NeedGiven | None:
    """What a row says its organisation looks for, or None if it says nothing of it."""
    either, latin, chinese = (values[key] for key in ("need", "need_latin", "need_chinese"))
    least, most, money = _ticket(values)
    given = NeedGiven(
        text_latin=latin or ("" if has_han(either) else either),
        text_chinese=chinese or (either if has_han(either) else ""),
        fields=values["fields"],
        trl_min=values["stages"][0],
        trl_max=values["stages"][1],
        offers=values["offers"],
        ticket_min=least,
        ticket_max=most,
        ticket_currency=money,
        countries=values["looks_in"],
        languages=values["languages"],
        profile=values["profile"],
    )
    return None if given == NeedGiven() else given


def said_of(values: Values) -> dict[str, Any]:
    """The cells of a row that say something of the need, for comparing rows about one organisation."""
    return {column.key: values[column.key] for column in NEED_COLUMNS if values[column.key] != column.empty}


def need_findings(values: Values) -> Iterator[Finding]:
    """What is wrong with the need of a row, told at the columns of the file."""
    currencies = {found for found in (_beside(values, key) for key in _AMOUNTS) if found} | {values["ticket_currency"]}
    if len(currencies - {""}) > 1:
        yield Finding("currencies_differ", field="ticket_currency", data={"given": sorted(currencies - {""})})
    given = need_of(values)
    for fault in needs.faults(given) if given else ():
        field = FIELD_OF.get(fault.field, fault.field)
        at = "ticket" if field in {"ticket_min", "ticket_max"} and values["ticket"] is not None else field
        yield replace(fault, field=at)


_AMOUNTS: Final = ("ticket", "ticket_min", "ticket_max")


def _beside(values: Values, key: str) -> str:
    return str(values[key].currency) if values[key] is not None else ""


def _ticket(values: Values) -> tuple[Decimal | None, Decimal | None, str]:
    """Both ends and their currency. A currency without any amount says nothing."""
    span, least, most = (values[key] for key in _AMOUNTS)
    ends = (
        least.value if least else (span.least if span else None),
        most.value if most else (span.most if span else None),
    )
    if ends == (None, None):
        return None, None, ""
    written = next((found for found in (_beside(values, key) for key in _AMOUNTS) if found), "")
    return *ends, values["ticket_currency"] or written
