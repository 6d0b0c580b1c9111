"""One search box finds either script, pinyin, initials, parts and typing errors, inside the hubs of the context only."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from landbridge.ground import search
from landbridge.ground.hubs import hub_context
from landbridge.ground.models import SearchEntry
from landbridge.ground.search import Entry, matching, question, sort_key, words

PARK = ("Caohejing Hi-Tech Park", "漕河泾开发区")
BANK = ("Bank of Shanghai", "上海银行")
PERSON = ("", "曾庆红")
NAMES = {"park": PARK, "bank": BANK, "person": PERSON, "firm": ("3D-Print Société Générale", "")}


def fill(hub_id: UUID, names: Iterable[str] = NAMES) -> dict[UUID, str]:
    found = {uuid4(): name for name in names}
    search.index(Entry(key, hub_id, "thing", NAMES[name]) for key, name in found.items())
    return found


def found(text: str, known: dict[UUID, str], kind: str = "thing") -> set[str]:
    return {known[entry.id] for entry in matching(SearchEntry.objects.all(), kind=kind, text=text)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("漕河泾", {"park"}),
        ("漕", {"park"}),
        ("区", {"park"}),
        ("河漕", set()),
        ("caohejing", {"park"}),
        ("CAO HE JING", {"park"}),
        ("hejing", {"park"}),
        ("chj", {"park"}),
        ("shyh", {"bank"}),
        ("上海 bank", {"bank"}),
        ("上海 park", set()),
        ("zengqinghong", {"person"}),
        ("cengqinghong", {"person"}),
        ("zqh", {"person"}),
        ("societe generale", {"firm"}),
        ("Société", {"firm"}),
        ("3d", {"firm"}),
        ("hi-tech", {"park"}),
        ("caohejin park", {"park"}),
        ("caohejnig", {"park"}),
        ("nothing of this", set()),
        ("  ", set(NAMES)),
        ("'); DROP TABLE x --", set()),
        ("&|!<->:*", set(NAMES)),
    ],
)
def test_what_is_found(in_hub: UUID, text: str, expected: set[str]) -> None:
    assert found(text, fill(in_hub)) == expected


@pytest.mark.django_db
def test_another_hub_and_another_kind_are_not_found(in_hub: UUID) -> None:
    other = uuid4()
    with hub_context(other):
        fill(other)
    known = fill(in_hub)
    assert found("漕河泾", known) == {"park"}
    assert found("漕河泾", known, kind="other") == set()
    with hub_context(), connection.cursor() as cursor:
        cursor.execute("SELECT landbridge_find('thing', '''漕河'''::tsquery, 'x')")
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_a_renamed_thing_is_found_by_its_new_name_only_and_a_forgotten_one_not_at_all(in_hub: UUID) -> None:
    (key,) = fill(in_hub, ["park"])
    search.index([Entry(key, in_hub, "thing", ("Zizhu", "紫竹"))])
    assert (found("漕河泾", {key: "it"}), found("zizhu", {key: "it"})) == (set(), {"it"})
    search.forget([key])
    assert SearchEntry.objects.count() == 0


@pytest.mark.django_db
def test_searching_is_one_query_whether_it_finds_or_not(
    in_hub: UUID, queries: Callable[[], AbstractContextManager[CaptureQueriesContext]]
) -> None:
    known = fill(in_hub)
    for text in ("漕河泾", "nothing of this"):
        with queries() as asked:
            found(text, known)
        assert len(asked) == 1


@pytest.mark.django_db
@given(st.text(max_size=30))
def test_any_text_can_be_indexed_and_asked(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [words([text]), question(text)])
        (match,) = cursor.fetchone() or (None,)
    assert match is bool(question(text))


def test_sorting_is_by_pinyin_else_by_the_latin_form() -> None:
    assert sort_key(latin="Caohejing", chinese="漕河泾") == "cao he jing"
    assert sort_key(latin="Škoda Auto", chinese="") == "skoda auto"
    assert sort_key(latin="", chinese="3M中国") == "3m zhong guo"
