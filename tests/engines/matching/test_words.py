from importlib.resources import files

import pytest

from landbridge.engines.matching.glossary import concepts
from landbridge.engines.matching.words import NeedWords, WordTable, tokens


def test_english_is_stemmed_and_stripped_of_stop_words() -> None:
    assert tokens("The printers are printing, with 3 prints") == ("print", "print", "3", "print")


def test_chinese_becomes_pairs_and_lone_signs_stay() -> None:
    assert tokens("智能制造 X 网") == ("智能", "能制", "制造", "x", "网")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("drone", "无人机"),
        ("Predictive maintenance of bearings", "轴承的预测性维护"),
        ("a 3D printing service", "提供3D打印服务"),
    ],
)
def test_the_glossary_gives_both_languages_the_same_word(english: str, chinese: str) -> None:
    assert {word for word in tokens(english) if "/" in word} & {word for word in tokens(chinese) if "/" in word}


def test_a_concept_counts_once() -> None:
    assert concepts(["robot", "robot"], ["机器人"]) == ["robot/机器人"]


def test_each_line_of_the_glossary_has_both_languages_and_no_term_twice() -> None:
    lines = (files("landbridge.engines.matching") / "glossary.tsv").read_text(encoding="utf-8").splitlines()
    terms = [term for line in lines for side in line.split("\t") for term in side.split(",")]
    assert all(len(line.split("\t")) == 2 for line in lines)
    assert all(term.strip() == term and term for term in terms)
    assert len(terms) == len(set(terms))


def test_shared_words_come_with_their_cosine() -> None:
    table = WordTable([["steel", "weld", "line"], []], NeedWords([["weld", "steel"], ["music"]]))
    words, cosine = table.shared(0, 0)
    assert set(words) == {"steel", "weld"}
    assert cosine == pytest.approx(float(table.block(range(2))[0, 0]), abs=1e-6)
    assert table.shared(0, 1) == ((), 0)
    assert not table.block(range(1, 2)).any()
