"""Fields of technology as people write them: the house's tags in both languages, industry codes, and words of one's own."""

import re
from typing import Final

from landbridge.kernel.codes import SCHEMES
from landbridge.kernel.names import folded
from landbridge.matchmaking.needs import LONGEST_FIELD
from landbridge.network.imports.schema import CellRefused

TAGS: Final[dict[str, tuple[str, ...]]] = {
    "ai": ("artificial intelligence", "machine learning", "人工智能", "机器学习"),
    "autonomous-driving": ("self-driving", "自动驾驶", "无人驾驶"),
    "battery-management": ("batteries management", "bms", "电池管理"),
    "big-data": ("data analytics", "大数据", "数据分析"),
    "biomedicine": ("biomedical", "biotech", "生物医药", "生物技术"),
    "computer-vision": ("machine vision", "计算机视觉", "机器视觉"),
    "drones": ("uav", "unmanned aircraft", "无人机"),
    "energy": ("new energy", "能源", "新能源"),
    "fintech": ("financial technology", "金融科技"),
    "food-safety": ("食品安全",),
    "health": ("healthcare", "digital health", "健康", "医疗", "医疗健康"),
    "iot": ("internet of things", "物联网"),
    "logistics": ("supply chain", "物流", "供应链"),
    "manufacturing": ("制造", "制造业"),
    "materials": ("new materials", "材料", "新材料"),
    "mobility": ("出行", "交通出行"),
    "retail": ("零售",),
    "robotics": ("robots", "机器人"),
    "security": ("安防", "安全"),
    "semiconductors": ("chips", "半导体", "芯片", "集成电路"),
    "smart-finance": ("智慧金融", "智能金融"),
    "smart-health": ("智慧健康", "智慧医疗"),
    "smart-manufacturing": ("智能制造",),
}
"""Each tag with the other words people write for it."""
_BY_WORD: Final = {folded(word.replace("-", " ")): tag for tag, words in TAGS.items() for word in (tag, *words)}
_CODE = re.compile(r"(gb/?t(?: ?4754)?|nace)?[\s:：]*([A-Va-v]?\d{2}(?:\.?\d{1,2})?|[A-Va-v](?=$))", re.IGNORECASE)


def field(text: str) -> str:
    """A field as it is kept: the tag a word stands for, `gbt:C3841` or `nace:C26.11` for a code, else the word itself.

    A bare code with its letter is read as GB/T 4754 unless its dot says NACE. A code that no industry has is refused.
    """
    match = _CODE.fullmatch(text.strip())
    if match and (match.group(1) or len(match.group(2)) > 2):
        return _code(match.group(1) or "", match.group(2))
    word = folded(text.replace("_", " ").replace("-", " "))
    tag = _BY_WORD.get(word) or word.replace(" ", "-")
    if not 0 < len(tag) <= LONGEST_FIELD:
        raise CellRefused("field_too_long", expected=str(LONGEST_FIELD))
    return tag


def _code(named: str, digits: str) -> str:
    nace = named.lower() == "nace" or (not named and "." in digits)
    prefix, scheme = ("nace:", SCHEMES["nace_2_1"]) if nace else ("gbt:", SCHEMES["gbt_4754"])
    tidy = scheme.tidy(digits)
    if scheme.fault(tidy) is not None:
        raise CellRefused("code_malformed", expected=scheme.example)
    return prefix + tidy
