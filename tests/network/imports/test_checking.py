"""Columns are guessed, cells are parsed, every fault has its row, column and reason; any room may bring a schema."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from landbridge.kernel.plain import is_formula
from landbridge.kernel.refusal import Finding
from landbridge.network.imports import cells
from landbridge.network.imports.addresses import shared, without_address
from landbridge.network.imports.checking import Checked, checked
from landbridge.network.imports.mapping import cleaned, guessed
from landbridge.network.imports.reading import Table, open_table
from landbridge.network.imports.rejects import harmless, rejected_csv
from landbridge.network.imports.schema import CellRefused, Column, Parser, Schema
from landbridge.network.imports.tables import (
    ORGANISATIONS,
    PEOPLE,
    firm_of_person,
    organisation_draft,
    person_draft,
    titles_of,
)
from tests.network.imports.files import text

TABLES = Schema(
    key="tables",
    columns=(
        Column("table", ("table", "桌号"), cells.whole, required=True),
        Column("seats", ("seats", "座位"), cells.whole, empty=2),
        Column("label", ("label",), limit=5),
    ),
    check=lambda values: [Finding("capacity_zero", field="seats")] if values["seats"] == 0 else [],
    identity=lambda values: values["table"],
)


def test_another_room_brings_its_own_schema() -> None:
    table = open_table(text("桌号,座位,label\n1,4,a\n2,,b\nx,1,c\n3,0,d\n1,2,e\n,1,f\n4,1,toolong\n"))
    result = checked(TABLES, table, guessed(TABLES, table.header))
    assert [(good.row, good.values) for good in result.good] == [
        (2, {"table": 1, "seats": 4, "label": "a"}),
        (3, {"table": 2, "seats": 2, "label": "b"}),
    ]
    assert [(f.row, f.field, f.code, f.data["column"], f.data["found"]) for f in result.findings] == [
        (4, "table", "number_malformed", "桌号", "x"),
        (5, "seats", "capacity_zero", "座位", "0"),
        (6, "", "row_repeats", "", ""),
        (7, "table", "cell_empty", "桌号", ""),
        (8, "label", "too_long", "label", "toolong"),
    ]
    assert (result.bad_rows, result.findings[2].data["first"]) == ((4, 5, 6, 7, 8), 2)


def test_what_a_schema_misses() -> None:
    assert TABLES.missing([]) == ("table",)
    assert (PEOPLE.missing(["email"]), PEOPLE.missing(["name_chinese"])) == (("name",), ())
    assert PEOPLE.column("email").key == "email"
    with pytest.raises(KeyError):
        PEOPLE.column("shoe_size")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("姓名", "单位", "职务", "手机", "邮箱"), {"name": 0, "organisation": 1, "title": 2, "phone": 3, "email": 4}),
        (
            ("Full Name*", "Company", "Job title", "E-Mail", "Country"),
            {"name": 0, "organisation": 1, "title": 2, "email": 3, "country": 4},
        ),
        (("姓名 Name", "公司/Company", "电话（手机）"), {"name": 0, "organisation": 1, "phone": 2}),
        (("中文姓名", "英文名", "Compnay", "shoe size", ""), {"name_chinese": 0, "name_latin": 1, "organisation": 2}),
        (("Name", "Name"), {"name": 0}),
        (("name_latin", "name_chinese"), {"name_latin": 0, "name_chinese": 1}),
    ],
)
def test_columns_are_guessed_in_both_languages(header: tuple[str, ...], expected: dict[str, int]) -> None:
    assert guessed(PEOPLE, header) == expected


def test_what_people_choose_is_cleaned() -> None:
    assert cleaned(PEOPLE, ("a", "b"), {"name": 1, "email": 1, "phone": 2, "shoe_size": 0, "title": 0, "note": -1}) == {
        "name": 1,
        "title": 0,
    }


def judged(schema: Schema, content: str) -> tuple[list[dict[str, object]], list[tuple[int | None, str, str]]]:
    table = open_table(text(content))
    result = checked(schema, table, guessed(schema, table.header))
    return [good.values for good in result.good], [(f.row, f.field, f.code) for f in result.findings]


def test_people_are_read_with_their_organisation() -> None:
    (first, second, third), faults = judged(
        PEOPLE,
        "姓名,英文名,公司,单位类型,职务,国家,手机,语言\n"
        "张三,Zhang San,漕河泾科技,基金,总裁,中国,+86 138 0013 8000,中文\n"
        "Ada Lovelace,,Acme GmbH,,President,Germany,,English\n"
        "李四,,,,,,,\n",
    )
    assert faults == []
    assert (person_draft(first).name_chinese, person_draft(first).name_latin, person_draft(first).country) == (
        "张三",
        "Zhang San",
        "CN",
    )
    firm = firm_of_person(first)
    assert firm is not None
    assert (firm.name_chinese, firm.kind, titles_of(first)) == ("漕河泾科技", "fund", ("", "总裁"))
    assert (person_draft(second).name_latin, person_draft(second).language, titles_of(second)) == (
        "Ada Lovelace",
        "en",
        ("President", ""),
    )
    assert firm_of_person(third) is None


def test_people_are_refused_by_row_and_column() -> None:
    good, faults = judged(
        PEOPLE,
        "Name,E-Mail,Phone,Country,Company\n"
        "A,a@example.org,123456,Germany,Acme\n"
        "B,not an address,call,Atlantis,Acme\n"
        ",c@example.org,,,\n"
        "A,A@example.org,123456,DE,Acme\n"
        f"D,,,,{'x' * 201}\n"
        "E,x,,,\n",
    )
    assert len(good) == 1
    assert faults == [
        (3, "country", "country_unknown"),
        (3, "email", "email_malformed"),
        (3, "phone", "phone_malformed"),
        (4, "name", "cell_empty"),
        (5, "", "row_repeats"),
        (6, "organisation", "too_long"),
        (7, "email", "email_malformed"),
    ]


def test_organisations_are_read_with_their_codes() -> None:
    good, faults = judged(
        ORGANISATIONS,
        "公司名称,英文名称,类型,统一社会信用代码,行业,网址\n"
        "腾讯,Tencent,企业,9144030071526726XG,I65,www.tencent.com\n"
        "某银行,,银行,9144030071526726XH,,\n"
        "某公司,,club,,Z9,\n"
        "腾讯计算机,,,9144030071526726XG,,\n",
    )
    draft = organisation_draft(good[0])
    assert (draft.name_chinese, draft.name_latin, draft.kind, draft.gbt_4754, draft.website) == (
        "腾讯",
        "Tencent",
        "company",
        "I65",
        "https://www.tencent.com",
    )
    assert faults == [
        (3, "uscc", "code_check_wrong"),
        (4, "kind", "choice_unknown"),
        (4, "gbt_4754", "code_malformed"),
        (5, "", "row_repeats"),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-05-15",
        "2026/5/15",
        "2026.5.15",
        "2026年5月15日",
        "15.05.2026",
        "20260515",
        "2026-05-15 00:00",
        "2026-05-15T00:00:00",
    ],
)
def test_days_are_read(typed: str) -> None:
    assert cells.day(typed) == date(2026, 5, 15)


def test_other_cells_are_read() -> None:
    assert (cells.number("1,250.50"), cells.whole("12"), cells.whole("1，000")) == (Decimal("1250.50"), 12, 1000)
    assert [cells.yes_or_no(word) for word in ("是", "Yes", "x", "否", "0")] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("parser", "typed", "code"),
    [
        (cells.day, "05/06/2026", "day_malformed"),
        (cells.day, "2026-02-30", "day_malformed"),
        (cells.number, "many", "number_malformed"),
        (cells.number, "NaN", "number_malformed"),
        (cells.whole, "1.5", "number_not_whole"),
        (cells.yes_or_no, "perhaps", "choice_unknown"),
        (cells.country, "Atlantis", "country_unknown"),
        (cells.code("lei"), "x", "code_malformed"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_can(parser: Parser, typed: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        parser(typed)
    assert refused.value.code == code
    assert refused.value.expected


def test_rejected_rows_go_out_as_they_came_and_come_back_in() -> None:
    table = open_table(text("name,email,phone,note\nA,bad,+49 30 123456,=HYPERLINK(1)\nB,b@example.org,,\n"))
    result = checked(PEOPLE, table, guessed(PEOPLE, table.header))
    out = rejected_csv(table, result, row_word="row", fault_word="fault", words=lambda f: f"{f.field}: {f.code}")
    assert out.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(out.decode("utf-8-sig")))) == [
        ["row", "fault", "name", "email", "phone", "note"],
        ["2", "email: email_malformed", "A", "bad", "'+49 30 123456", "'=HYPERLINK(1)"],
    ]
    again = open_table(io.BytesIO(out.replace(b",bad,", b",a@example.org,")))
    (good,) = checked(PEOPLE, again, guessed(PEOPLE, again.header)).good
    assert (good.values["phone"], good.values["note"]) == ("+49 30 123456", "=HYPERLINK(1)")


def test_the_file_of_a_table_without_rows_of_findings_is_its_header() -> None:
    table = Table(("a",), ((2, ("x",)),))
    result = checked(TABLES, Table(("table",), ((2, ("1",)),)), {"table": 0})
    assert (
        rejected_csv(table, result, row_word="row", fault_word="fault", words=str).decode("utf-8-sig")
        == "row,fault,a\r\n"
    )


@given(st.text(max_size=20))
@example("-12.5")
@example("=1+1")
@example("＝1+1")
@example("\u200b=1+1")
def test_no_cell_goes_out_as_a_formula(cell: str) -> None:
    out = harmless(cell)
    try:
        float(cell)
    except ValueError:
        assert not is_formula(out)
        assert out.removeprefix("'") == cell or out == cell
    else:
        assert out == cell


def test_a_schema_may_ask_no_more_than_its_columns() -> None:
    plain = Schema(key="plain", columns=(Column("a", ("a",)),))
    assert judged(plain, "a\n1\n1\n") == ([{"a": "1"}, {"a": "1"}], [])
    mixed = Table(("a",), ((2, ("ok",)), (3, ("x" * 201,))))
    out = rejected_csv(
        mixed, checked(plain, mixed, {"a": 0}), row_word="row", fault_word="fault", words=lambda f: f.code
    )
    assert [row[:2] for row in csv.reader(io.StringIO(out.decode("utf-8-sig")))] == [
        ["row", "fault"],
        ["3", "too_long"],
    ]


def test_a_fault_of_no_row_is_no_row_of_the_file() -> None:
    table, whole = Table(("a",), ((2, ("x",)),)), Checked((), (Finding("table_odd"),))
    assert whole.bad_rows == ()
    assert rejected_csv(table, whole, row_word="row", fault_word="fault", words=str).count(b"\n") == 1


SEATS = Schema(
    key="seats",
    columns=(
        Column("party", ("party",), limit=8),
        Column("least", ("least",), cells.whole, empty=None),
        Column("most", ("most",), cells.whole, empty=None),
        Column("colour", ("colour",)),
    ),
    one_of=(("party",),),
    joint=(("least", "most"),),
    check=lambda values: [Finding("range_half", field="most")] if values["most"] is None else [],
    identity=lambda values: (values["party"], values["colour"]),
    said=lambda values: (values["party"], {"colour": values["colour"]}),
)


def test_a_row_tells_all_its_faults_at_once_and_none_that_follows_from_another() -> None:
    _, faults = judged(
        SEATS,
        "party,least,most,colour\n"
        "A,1,2,red\n"
        "A,x,3,blue\n"  # a cell that is no number, and a contradiction
        "B,x,,red\n"  # what is said of the range follows from the cell
        "A,2,,red\n"  # half a range, and a row that repeats
        "too long a name,x,,blue\n"  # whom it names is not known, so it contradicts nobody
        ",1,2,blue\n",
    )
    assert faults == [
        (3, "least", "number_malformed"),
        (3, "colour", "row_contradicts"),
        (4, "least", "number_malformed"),
        (5, "most", "range_half"),
        (5, "", "row_repeats"),
        (6, "party", "too_long"),
        (6, "least", "number_malformed"),
        (7, "party", "cell_empty"),
    ]


def test_a_closed_list_is_told_in_both_languages() -> None:
    assert cells.offered({"money": ("funding", "money", "资金", "融资"), "TO": ("technology offer", "技术供给")}) == (
        "funding 资金",
        "TO technology offer 技术供给",
    )
    with pytest.raises(CellRefused) as refused:
        cells.choice({"money": ("money", "资金")})("love")
    assert refused.value.expected == "money 资金"


def test_an_address_of_several_people_is_told_by_row_and_left_out_where_chosen() -> None:
    table = open_table(
        text(
            "Name,Company,E-Mail\nAda,Acme,office@example.org\nBob,Acme,OFFICE@example.org\nAda,Elbe,office@example.org\nCy,Acme,\n"
        )
    )
    rows = checked(PEOPLE, table, guessed(PEOPLE, table.header)).good
    (told,) = shared(PEOPLE, rows)
    assert (told.row, told.email, told.person.name_latin, told.first, told.other.name_latin) == (
        3, "office@example.org", "Bob", 2, "Ada",
    )  # fmt: skip
    assert [row.values["email"] for row in without_address(rows, {3})] == ["office@example.org", "", ""]
    assert list(shared(TABLES, rows)) == []
