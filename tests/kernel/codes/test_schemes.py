import itertools
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.kernel.codes import (
    CNIPA,
    EEN_PROFILE,
    EEN_PROFILE_TYPES,
    GBT_4754,
    LEI,
    NACE_2_1,
    ROR,
    SCHEMES,
    USCC,
    WIPO_ST13,
    CodeFault,
    CodeScheme,
)
from landbridge.kernel.codes.industries import gbt_4754_section, nace_section
from landbridge.kernel.codes.scheme import pattern

REAL: dict[str, list[str]] = {
    # Huawei, Tencent, Alibaba, Baidu
    "uscc": ["914403001922038216", "9144030071526726XG", "91330100799655058B", "91110000802100433B"],
    # GLEIF, Apple, Siemens
    "lei": ["506700GE1G29325QX363", "HWUPKR0MPOU8FGXBT394", "W38RGI023J3WT1HWRP32"],
    # Tsinghua, Oxford, Harvard, Shandong Institute of Advanced Technology
    "ror": ["03cve4549", "052gg0110", "03vek6s52", "02n7p8p77"],
    "country": ["CN", "DE"],
    "country_3": ["CHN", "DEU"],
    "currency": ["CNY", "EUR"],
    "gbt_4754": ["C", "A01", "011", "C2761", "T97", "9700", "I65"],
    "nace_2_1": ["V", "A01", "01.1", "C21.20", "62.10", "K62.10", "99.00"],
    # an invention of 2017, and two from before 2003
    "cnipa": ["201710601862.3", "95115608.X", "97101765.4"],
    "wipo_st3": ["CN", "EP", "WO"],
    "wipo_st13": ["102020000123456", "CN102020000123456"],
    "een_profile": ["TODE20240612003", "RDRES20210101001"],
}


@pytest.mark.parametrize("key", list(SCHEMES))
def test_real_codes_pass(key: str) -> None:
    scheme = SCHEMES[key]
    assert {code: scheme.fault(code) for code in [*REAL[key], scheme.example]} == dict.fromkeys(
        [*REAL[key], scheme.example]
    )


@pytest.mark.parametrize("key", list(SCHEMES))
@given(text=st.text())
def test_any_text_is_judged_and_a_tidy_one_stays(key: str, text: str) -> None:
    scheme = SCHEMES[key]
    assert scheme.fault(text) in {None, CodeFault.FORM, CodeFault.CHECK}
    once = scheme.tidy(text)
    if scheme.fault(once) is None:
        assert scheme.tidy(once) == once


def places(scheme: CodeScheme, code: str) -> list[int]:
    return [place for place, character in enumerate(code) if character != "."]


def confusable(scheme: CodeScheme, one: str, other: str) -> bool:
    """Whether the check digits promise to tell the two apart.

    An LEI counts a letter as two digits, so it misses some exchanges of a letter and a digit (X3 and 3X are 333).
    """
    return scheme is LEI and one.isdigit() != other.isdigit()


CHECKED = [(scheme, code) for scheme in (USCC, LEI, ROR, CNIPA) for code in REAL[scheme.key]]


@pytest.mark.parametrize(("scheme", "code"), CHECKED)
def test_no_single_wrong_character_passes(scheme: CodeScheme, code: str) -> None:
    letters = string.ascii_lowercase if scheme.lower else string.ascii_uppercase
    for place in places(scheme, code):
        for wrong in string.digits + letters:
            if wrong != code[place] and not confusable(scheme, wrong, code[place]):
                assert scheme.fault(code[:place] + wrong + code[place + 1 :]) is not None


@pytest.mark.parametrize(("scheme", "code"), CHECKED)
def test_no_swap_of_neighbours_passes(scheme: CodeScheme, code: str) -> None:
    for a, b in itertools.pairwise(places(scheme, code)):
        if code[a] != code[b] and not confusable(scheme, code[a], code[b]):
            characters = list(code)
            characters[a], characters[b] = characters[b], characters[a]
            assert scheme.fault("".join(characters)) is not None


@pytest.mark.parametrize(
    ("scheme", "typed", "tidy"),
    [
        (USCC, " 9144 0300 7152 6726 xg ", "9144030071526726XG"),
        (USCC, "９１４４０３００７１５２６７２６ＸＧ", "9144030071526726XG"),
        (ROR, "https://ror.org/03CVE4549", "03cve4549"),
        (CNIPA, "ZL 2017 1 0601862.3", "201710601862.3"),
        (EEN_PROFILE, "tode-2024-0612-003", "TODE20240612003"),
    ],
)
def test_codes_are_tidied(scheme: CodeScheme, typed: str, tidy: str) -> None:
    assert scheme.tidy(typed) == tidy
    assert scheme.fault(tidy) is None


@pytest.mark.parametrize(
    ("scheme", "code", "fault"),
    [
        (USCC, "9144030071526726XH", CodeFault.CHECK),
        (USCC, "9144030071526726X", CodeFault.FORM),
        (USCC, "9144030071526726IG", CodeFault.FORM),
        (LEI, "506700GE1G29325QX364", CodeFault.CHECK),
        (ROR, "03cve4548", CodeFault.CHECK),
        (ROR, "13cve4549", CodeFault.FORM),
        (CNIPA, "201710601862.4", CodeFault.CHECK),
        (CNIPA, "201740601862.3", CodeFault.FORM),
        (CNIPA, "2017106018623", CodeFault.FORM),
        (GBT_4754, "A13", CodeFault.CHECK),
        (GBT_4754, "00", CodeFault.CHECK),
        (GBT_4754, "98", CodeFault.CHECK),
        (GBT_4754, "U", CodeFault.FORM),
        (NACE_2_1, "34", CodeFault.CHECK),
        (NACE_2_1, "J62.10", CodeFault.CHECK),
        (NACE_2_1, "6210", CodeFault.FORM),
        (WIPO_ST13, "1020200001234567", CodeFault.FORM),
        (WIPO_ST13, "10２020000123456", CodeFault.FORM),
        (EEN_PROFILE, "TODE20241312003", CodeFault.FORM),
        (EEN_PROFILE, "XXDE20240612003", CodeFault.FORM),
    ],
)
def test_wrong_codes_are_told_apart_by_what_is_wrong(scheme: CodeScheme, code: str, fault: CodeFault) -> None:
    assert scheme.fault(code) is fault


def test_sections_follow_the_published_tables() -> None:
    assert "".join(gbt_4754_section(n) or "-" for n in (1, 5, 6, 43, 44, 97)) == "AABCDT"
    assert "".join(nace_section(n) or "-" for n in (1, 4, 5, 33, 34, 58, 62, 99)) == "A-BC-JKV"


def test_profile_types_are_those_of_the_form() -> None:
    listed = re.match(r"\((.*?)\)", EEN_PROFILE.form.pattern)
    assert listed is not None
    assert tuple(listed[1].split("|")) == EEN_PROFILE_TYPES


def test_digits_and_letters_of_a_form_are_ascii_only() -> None:
    assert pattern(r"\d[A-Z]").fullmatch("7K")
    assert not pattern(r"\d").fullmatch("\u0e57"), "Thai seven"
