import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.kernel.names import Name, folded, has_han, stripped


@pytest.mark.parametrize(("latin", "chinese"), [("", ""), ("  ", "　")])
def test_a_name_needs_a_form(latin: str, chinese: str) -> None:
    with pytest.raises(ValueError, match=r"^a name needs a Chinese or a Latin form$"):
        Name(latin=latin, chinese=chinese)


def test_space_around_a_form_is_dropped_and_one_form_is_enough() -> None:
    name = Name(latin=" Caohejing ", chinese="　漕河泾 ")
    assert (name.latin, name.chinese) == ("Caohejing", "漕河泾")
    assert Name(latin="Acme").both("en") == "Acme"
    assert Name(chinese="漕河泾").both("en") == "漕河泾"


@pytest.mark.parametrize(
    ("name", "language", "shown", "both"),
    [
        (Name(latin="Caohejing", chinese="漕河泾"), "en", "Caohejing", "Caohejing 漕河泾"),
        (Name(latin="Caohejing", chinese="漕河泾"), "zh-hans", "漕河泾", "漕河泾 Caohejing"),
        (Name(latin=" Caohejing "), "zh-hans", "Caohejing", "Caohejing"),
        (Name(chinese="漕河泾", latin=" "), "en", "漕河泾", "漕河泾"),
        (Name(latin="TCL", chinese="TCL"), "zh", "TCL", "TCL"),
    ],
)
def test_a_reader_sees_their_form_first(name: Name, language: str, shown: str, both: str) -> None:
    assert (name.shown(language), name.both(language)) == (shown, both)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("上海漕河泾开发区科技创业中心有限公司", "上海漕河泾开发区科技创业中心"),
        ("中芯国际集成电路制造股份有限公司", "中芯国际集成电路制造"),
        ("华夏基金（有限合伙）", "华夏基金"),
        ("某某（集团）股份有限公司", "某某"),
        ("某某集團有限公司", "某某"),
        ("Acme GmbH", "acme"),
        ("ACME G.m.b.H.", "acme"),
        ("Acme GmbH & Co. KG", "acme"),
        ("Shanghai Acme Technology Co., Ltd.", "shanghai acme technology"),
        ("Acme Inc.", "acme"),
        ("Société Générale S.A.", "societe generale"),
        ("Kontron Pte. Ltd.", "kontron"),
        ("ＡＣＭＥ　ＬＬＣ", "acme"),
        ("Škoda Auto a.s.", "skoda auto"),
        ("Company Limited", "company"),
        ("有限公司", "有限公司"),
        ("...", ""),
    ],
)
def test_legal_forms_are_stripped(name: str, expected: str) -> None:
    assert stripped(name) == expected


@given(st.text())
def test_folding_and_stripping_twice_change_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert stripped(stripped(text)) == stripped(text)


@given(st.text(alphabet="abc漕河泾é. ", min_size=1), st.sampled_from(["有限公司", " GmbH", " Co., Ltd.", " Inc"]))
def test_a_name_equals_itself_with_a_legal_form(name: str, form: str) -> None:
    if folded(name):
        assert stripped(name + form) == stripped(name)


def test_han_characters_are_seen() -> None:
    assert has_han("abc漕")
    assert has_han("\U00020001")
    assert not has_han("abc é")
