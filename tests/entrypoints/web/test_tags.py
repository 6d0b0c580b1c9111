"""The tags of our pages."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from landbridge.entrypoints.web.figures import Figure
from landbridge.entrypoints.web.stations import STATIONS, Stop, flow_step, line_at, network_strip
from landbridge.kernel.money import Money
from landbridge.kernel.names import Name

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def shown(source: str, context: Mapping[str, object] | None = None, language: str = "en") -> str:
    with translation.override(language):
        return Template(source).render(Context(dict(context or {})))


def test_an_icon_is_decoration_unless_it_has_words() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "doc" %}')
    assert '<span class="vh">a &lt;document&gt;</span>' in shown('{% icon "doc" words %}', {"words": "a <document>"})


def test_when_names_the_zone_and_the_distance() -> None:
    now = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
    text = shown('{% when at "Asia/Shanghai" now %}', {"at": MORNING, "now": now})
    assert text == (
        '<time datetime="2026-11-20T09:00:00+08:00">20 Nov 2026, 09:00</time>'
        ' <span class="soft small">Shanghai · in 2 days</span>'
    )
    chinese = shown('{% when at "Asia/Shanghai" now %}', {"at": MORNING, "now": now}, "zh-hans")
    assert "2026-11-20 09:00" in chinese
    assert "上海 · 2天后" in chinese


def test_when_takes_days_and_nothing() -> None:
    assert shown("{% when day %}", {"day": date(2026, 9, 5)}) == '<time datetime="2026-09-05">5 Sep 2026</time>'
    assert shown("{% when none %}", {"none": None}) == ""


def test_money_and_numbers() -> None:
    assert shown("{% money m compact=True %}", {"m": Money(Decimal(8_000_000), "CNY")}) == "CNY 8 M"
    assert shown("{% money m %}{{ n|number }}", {"m": None, "n": 12000}) == "12,000"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", '<span lang="en">Port &amp; Co</span> <span class="soft" lang="zh-CN">港口</span>'),
        ("zh-hans", '<span lang="zh-CN">港口</span> <span class="soft" lang="en">Port &amp; Co</span>'),
    ],
)
def test_a_name_in_both_forms(language: str, text: str) -> None:
    assert shown("{% name n both=True %}", {"n": Name("Port & Co", "港口")}, language) == text


def test_a_name_with_one_form() -> None:
    assert shown("{% name n both=True %}", {"n": Name("", "港口")}) == '<span lang="zh-CN">港口</span>'
    assert shown("{% name n %}", {"n": "plain"}) == "plain"


def test_a_badge_has_a_shape_and_a_word() -> None:
    assert shown('{% badge "signed" "good" %}').startswith('<span class="badge is-good"><svg')


def test_the_whole_line_marks_where_it_is() -> None:
    stops = [
        Stop(station, state="past" if station.number < 4 else "now" if station.number == 4 else "ahead")
        for station in STATIONS
    ]
    text = shown('{% journey stops "Journey" %}', {"stops": stops})
    assert text.count('data-state="past"') == 3
    assert text.count('aria-current="step"') == 1
    assert text.count("<li") == 10


def test_the_line_of_the_network_marks_its_narrowest_passage() -> None:
    counts = dict(zip([s.key for s in STATIONS], [612, 388, 241, 163, 104, 17, 12, 9, 5, 2], strict=True))
    stops = network_strip(counts, notes={}, urls={})
    assert [stop.flow for stop in stops] == [7, 6, 5, 4, 2, 1, 1, 1, 1, 0]
    assert [stop.station.key for stop in stops if stop.narrow] == ["intent"]
    assert [str(stop.rate) for stop in stops[:2]] == ["63 %", "62 %"]


def test_an_empty_network_has_no_rates() -> None:
    stops = network_strip({}, notes={}, urls={})
    assert {(stop.count, stop.rate, stop.flow, stop.narrow) for stop in stops} == {(0, "", 0, False)}


@pytest.mark.parametrize(("went_on", "most", "step"), [(0, 10, 0), (3, 0, 0), (612, 612, 8), (1, 612, 1)])
def test_flow_step(went_on: int, most: int, step: int) -> None:
    assert flow_step(went_on, most) == step


def test_one_row_line() -> None:
    assert [state for _station, state in line_at("met")] == ["done"] * 3 + ["here"] + ["ahead"] * 6
    assert "station 4 of 10, Met" in shown('{% line "met" %}')


def test_a_figure_opens_its_rows_and_says_when_it_has_no_target() -> None:
    figure = Figure("Signed", 17, "projects", rows_url="/rows/", rows="17 rows", curve=(1.0, 2.0, 4.0))
    text = shown("{% figure f %}", {"f": figure})
    assert '<a href="/rows/">17</a>' in text
    assert "no target set" in text
    assert figure.path == "M2.0 30.0L42.0 21.3L82.0 4.0"
    assert figure.end == ("82.0", "4.0")


@pytest.mark.parametrize(("share", "filled"), [(0.71, 71), (1.4, 100), (-1.0, 0), (None, 0)])
def test_a_target_bar_stays_in_its_frame(share: float | None, filled: int) -> None:
    assert Figure("x", 1, share=share).filled == filled


def test_a_flat_curve_is_drawn_and_a_single_point_is_not() -> None:
    assert Figure("x", 1, curve=(2.0, 2.0)).path == "M2.0 30.0L82.0 30.0"
    assert Figure("x", 1, curve=(2.0,)).end is None


def test_notice_and_empty_say_what_to_do() -> None:
    assert '<a href="/x/">Go</a>' in shown('{% notice "T" "Why." "warn" "/x/" "Go" %}')
    assert 'href="/x/">Add' in shown('{% empty "None yet" "Do this." "/x/" "Add" %}')
