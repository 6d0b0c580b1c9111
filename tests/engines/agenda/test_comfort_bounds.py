"""The least gaps and table changes: no valid agenda of any small event has fewer, and where they are forced they are told."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda import LevelName
from landbridge.engines.agenda.comfort_bounds import least_changes, least_gaps
from landbridge.engines.agenda.compiled import compiled
from tests.engines.agenda.conftest import slots, tables
from tests.engines.agenda.test_optima import every_agenda, random_event, reached


@pytest.mark.parametrize("seed", [1, 3, 4, 10, 15])
def test_no_valid_agenda_of_a_small_event_undercuts_the_bounds(seed: int) -> None:
    problem = random_event(seed)
    model = compiled(problem)
    fewest = least_gaps(model)
    lowest: dict[tuple[int, int], int] = {}
    for made in every_agenda(problem):
        total, gaps, changes = reached(made, LevelName.TOTAL, LevelName.GAPS, LevelName.TABLE_CHANGES)
        if (total, gaps) not in lowest:
            lowest[total, gaps] = least_changes(model, total=total, gaps=gaps)
        if gaps < fewest or changes < lowest[total, gaps]:
            assert agenda.check(problem, made), made


def talks(number: int, guest: agenda.Participant, *more: agenda.Slot) -> agenda.Problem:
    """One guest and as many hosts, who all want to meet; five slots or more, and tables for all."""
    people = [guest, *(agenda.Participant(id=f"h{i}", group="host") for i in range(number))]
    wishes = tuple(agenda.Wish(id=f"w{i}", a=("g",), b=(f"h{i}",), weight_a=1, weight_b=0) for i in range(number))
    return agenda.Problem(slots=(*slots(5), *more), tables=tables(number), participants=tuple(people), wishes=wishes)


@pytest.mark.parametrize(("meetings", "forced"), [(2, 0), (3, 1), (4, 1)])
def test_who_needs_both_sides_of_an_absence_waits_once(meetings: int, forced: int) -> None:
    guest = agenda.Participant(id="g", group="guest", forbidden=frozenset({"s2"}), min_meetings=meetings)
    problem = talks(meetings, guest)
    assert least_gaps(compiled(problem)) == forced
    answer = agenda.solve(problem, work=1)
    assert isinstance(answer, agenda.Agenda)
    level = answer.level(LevelName.GAPS)
    assert level == agenda.Level(LevelName.GAPS, forced, forced)
    assert level.proven


def test_hard_musts_count_as_a_minimum_does_and_soft_ones_do_not() -> None:
    musts = talks(3, agenda.Participant(id="g", group="guest", forbidden=frozenset({"s1", "s3"})))
    musts = replace(musts, wishes=tuple(replace(w, kind=agenda.WishKind.MUST) for w in musts.wishes))
    assert least_gaps(compiled(musts)) == 2
    assert least_gaps(compiled(replace(musts, musts_hard=False))) == 0


def test_a_long_session_beside_short_ones_is_no_gap() -> None:
    """The slot that ends last decides: after the long one the next follows at once."""
    early, late = slots(5)[0], slots(5)[4]
    long = agenda.Slot(id="long", start=early.start, end=late.start, day="mon")
    guest = agenda.Participant(id="g", group="guest", min_meetings=2, slots=frozenset({"s0", "long", "s4"}))
    problem = talks(2, guest, long)
    assert long.end - long.start == timedelta(hours=2)
    assert least_gaps(compiled(problem)) == 0


def round_of_four() -> agenda.Problem:
    """Four who all meet: six meetings in three slots at two tables."""
    people = tuple(agenda.Participant(id=f"p{i}", group="all") for i in range(4))
    wishes = tuple(
        agenda.Wish(id=f"w{a}{b}", a=(f"p{a}",), b=(f"p{b}",), weight_a=1, weight_b=0)
        for a, b in combinations(range(4), 2)
    )
    return agenda.Problem(slots=slots(3), tables=tables(2), participants=people, wishes=wishes)


def test_of_two_who_part_one_changes_table_unless_the_day_is_over() -> None:
    problem = round_of_four()
    assert least_changes(compiled(problem), total=6, gaps=0) == 6 - 4 + 2
    assert least_changes(compiled(problem), total=5, gaps=1) == 5 - 4 + 2 - 1
    answer = agenda.solve(problem, work=2)
    assert isinstance(answer, agenda.Agenda)
    assert answer.proven, answer.levels


def test_people_who_may_sit_together_twice_are_not_counted_on_to_part() -> None:
    """Three of the pairs may stay together from or to the meeting of three."""
    problem = round_of_four()
    three = agenda.Wish(id="three", a=("p0",), b=("p1",), others=("p2",), weight_a=1, weight_b=0)
    problem = replace(problem, wishes=(*problem.wishes, three))
    assert least_changes(compiled(problem), total=7, gaps=0) == 3 - 4 + 3
