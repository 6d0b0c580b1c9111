"""Names in two scripts: a Chinese and a Latin form, of which either may be missing; and what two names have in common.

`stripped` removes what says how an organisation is incorporated rather than what it is called, so that 某某科技有限公司
and 某某科技, or Acme GmbH and ACME, are compared as the same.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CHINESE_FORMS = (
    "股份有限公司", "有限责任公司", "特殊普通合伙企业", "有限合伙企业", "普通合伙企业", "个人独资企业", "集团有限公司",
    "股份公司", "有限公司", "总公司", "分公司", "公司", "特殊普通合伙", "有限合伙", "普通合伙", "合伙企业", "株式会社",
    "股份有限公司", "有限責任公司", "集團有限公司", "有限合夥", "集团", "集團",
)  # fmt: skip
_LATIN_FORMS = (
    "limited liability company", "limited liability partnership", "limited partnership", "public limited company",
    "private limited", "company limited", "co limited", "co ltd", "pte ltd", "pty ltd", "pvt ltd", "sdn bhd", "s r o",
    "sp z o o", "s p a", "s r l", "s a s", "s a", "b v", "n v", "k k", "a s", "gmbh and co kg", "gmbh co kg", "incorporated",
    "corporation", "limited", "company", "holdings", "holding", "group", "gesellschaft mbh", "gmbh", "ggmbh", "mbh", "inc",
    "corp", "ltd", "llc", "llp", "plc", "co", "lp", "kg", "ohg", "ug", "ag", "se", "sa", "sas", "sarl", "srl", "spa", "bv",
    "nv", "ab", "asa", "as", "aps", "oy", "oyj", "kk", "kft", "zrt", "sro", "spzoo", "lda", "ltda", "doo", "ooo", "oao", "pao",
    "zao", "pte", "pty", "pvt", "bhd",
)  # fmt: skip
_CHINESE_END = re.compile(f"(?:{'|'.join(sorted(set(_CHINESE_FORMS), key=len, reverse=True))})$")
_LATIN_END = re.compile(f" (?:{'|'.join(sorted(set(_LATIN_FORMS), key=len, reverse=True))})$")
_CHINESE_ASIDE = re.compile(r"\((?:集团|集團|有限合伙|有限合夥|普通合伙|特殊普通合伙|控股)\)")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SPLITS_WORDS = re.compile(r"[\W_]+")
_DOTTED = re.compile(r"(?<=(?<![a-z])[a-z])\.(?=[a-z](?![a-z]))")
"""The dots of an abbreviation: s.p.a., g.m. but not the end of a word."""


@dataclass(frozen=True, slots=True)
class Name:
    """A bilingual name; at least one form is present, and space around a form is dropped."""

    latin: str = ""
    chinese: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "latin", self.latin.strip())
        object.__setattr__(self, "chinese", self.chinese.strip())
        if not self.latin and not self.chinese:
            raise ValueError("a name needs a Chinese or a Latin form")

    def shown(self, language: str) -> str:
        """The form for a reader of `language` (`zh...` or another), else the other form."""
        first, second = (self.chinese, self.latin) if language.startswith("zh") else (self.latin, self.chinese)
        return first or second

    def both(self, language: str) -> str:
        """Both forms where both exist and differ, the reader's first."""
        first = self.shown(language)
        second = self.latin if first == self.chinese else self.chinese
        return f"{first} {second}".strip() if second != first else first


def has_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return _HAN.search(text) is not None


@lru_cache(maxsize=32_768)
def folded(text: str) -> str:
    """The text for comparison: full-width narrowed, accents dropped, lower case, words of letters and digits, one space."""
    if text.isascii():
        return _SPLITS_WORDS.sub(" ", _DOTTED.sub("", text.casefold())).strip()
    plain = unicodedata.normalize("NFKC", text).casefold()
    decomposed = unicodedata.normalize("NFD", _DOTTED.sub("", plain))
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", _SPLITS_WORDS.sub(" ", bare)).strip()


@lru_cache(maxsize=32_768)
def stripped(name: str) -> str:
    """An organisation's name, folded, without its legal form at the end.

    A name that is nothing but a legal form stays as it is: an empty name would equal every other empty one.
    """
    plain = _CHINESE_ASIDE.sub("", unicodedata.normalize("NFKC", name))
    words = folded(plain)
    while True:
        shorter = _LATIN_END.sub("", _CHINESE_END.sub("", words)).strip()
        if shorter == words or not shorter:
            return words or folded(name)
        words = shorter
