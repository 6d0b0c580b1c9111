"""Planning the rest of the day again at 1,000 participants: from the question to three saved choices.

    make bench-replan

5 % of the people are absent and half of the day is gone. Wall time and CPU of each part, database included.
"""

import random
import time
from typing import Any

from bench.scratch import machine, scratch

PROJECTS, GUESTS, SLOTS, TABLES, WISHES = 200, 800, 24, 200, 8_000
ABSENT = 0.05
TARGET = 5.0


def main() -> None:
    """Fill, publish, record, ask; print how long each part took."""
    with scratch():
        from landbridge.ground.hubs import hub_context  # noqa: PLC0415 -- Django is set up by now
        from landbridge.network.models import Hub  # noqa: PLC0415 -- as above

        hub = Hub.objects.create(name_latin="Bench", country="CN", zone="Asia/Shanghai")
        with hub_context(hub.pk):
            measure(hub.pk)


def measure(hub_id: Any) -> None:
    """The table."""
    from tests.entrypoints.web.events.big import planned  # noqa: PLC0415 -- as above
    from tests.events.stage import NOW  # noqa: PLC0415 -- as above

    from landbridge.engines import agenda  # noqa: PLC0415 -- Django is set up by now
    from landbridge.events.actions import day_changes, publishing, replanning  # noqa: PLC0415 -- as above
    from landbridge.events.states import DayChangeKind  # noqa: PLC0415 -- as above
    from landbridge.kernel.actor import SystemActor  # noqa: PLC0415 -- as above
    from landbridge.kernel.ids import uuid7  # noqa: PLC0415 -- as above

    actor, show = SystemActor(), crowd(hub_id)
    version = planned(show, seconds=10)
    publishing.publish_version(actor=actor, version_id=version.pk, over=None, at=NOW)
    noon = show.slots[SLOTS // 2].starts_at
    people = [
        show.people[name].pk for name in random.Random(1).sample(sorted(show.people), int(ABSENT * len(show.people)))
    ]
    clock = Clock()
    day_changes.record_absence(
        actor=actor, event_id=show.event.pk, attendee_ids=people, kind=DayChangeKind.ABSENT, at=noon
    )
    clock.lap(f"{len(people)} absences recorded")
    clock.begin()
    today = replanning.read(show.event, noon)
    clock.lap("read and translated")
    answer = agenda.replan(today.problem, today.old, now=noon, rate=1, budget=replanning.SECONDS)
    clock.lap("three choices found and checked")
    made = replanning.save_choices(
        actor=actor, event_id=show.event.pk, job_id=uuid7(), today=today, as_of=noon, rate=1, answer=answer, at=noon
    )
    clock.lap("saved")
    clock.total(f"to three choices, target {TARGET} s")
    for choice in answer.choices:
        total = choice.agenda.level(agenda.LevelName.TOTAL)
        print(f"  {choice.name:<16} changes {choice.changes:>4} (at least {choice.least_changes}), total {total}")
    clock.begin()
    replanning.take_choice(actor=actor, choice_id=made.choices.get(name="balanced").pk, at=noon)
    clock.lap("one taken, checked again and saved as a draft")


class Clock:
    """Wall and CPU seconds of each lap."""

    def __init__(self) -> None:
        print(machine())
        print(f"{'1,000 participants, 5 % absent, half the day gone':<50} {'wall s':>8} {'CPU s':>8}")
        self.begin()

    def begin(self) -> None:
        """Start counting from nothing."""
        self.first = self.last = (time.perf_counter(), time.process_time())

    def lap(self, words: str) -> None:
        """Print what passed since the last lap."""
        self._print(words, self.last)
        self.last = (time.perf_counter(), time.process_time())

    def total(self, words: str) -> None:
        """Print what passed since the beginning."""
        self._print(words, self.first)

    def _print(self, words: str, since: tuple[float, float]) -> None:
        wall, cpu = time.perf_counter() - since[0], time.process_time() - since[1]
        print(f"{words:<50} {wall:>8.2f} {cpu:>8.2f}", flush=True)


def crowd(hub_id: Any) -> Any:
    """200 projects and 800 guests with 8,000 wishes, popularity falling off as in real events."""
    from tests.events.stage import NOW, stage  # noqa: PLC0415 -- as above

    from landbridge.events.models import Wish  # noqa: PLC0415 -- Django is set up by now
    from landbridge.kernel.ids import uuid7  # noqa: PLC0415 -- as above

    rng, show = random.Random(7), stage(hub_id, slots=SLOTS, tables=TABLES)
    for n in range(PROJECTS):
        show.join(f"P{n + 1:03}", max_meetings=SLOTS)
    for n in range(GUESTS):
        show.join(f"{'KF'[n % 3 == 2]}{n + 1:03}", max_meetings=12)
    projects = [label for label in show.parties if label[0] == "P"]
    guests = [label for label in show.parties if label[0] != "P"]
    weights = [(rank + 1) ** -0.5 for rank in range(GUESTS)]
    pairs: set[tuple[str, str]] = set()
    while len(pairs) < WISHES:
        pairs.update(zip(rng.choices(projects, k=500), rng.choices(guests, weights, k=500), strict=True))
    rows = []
    for project, guest in sorted(pairs)[:WISHES]:
        both = rng.random() < 0.3
        for one, other in [(project, guest), (guest, project)][: 2 if both else 1]:
            rows.append(
                Wish(
                    hub_id=hub_id, event=show.event, wisher=show.parties[one], target=show.parties[other],
                    kind="must" if rng.random() < 0.02 else "want", said_by=uuid7(), said_at=NOW,
                )
            )  # fmt: skip
    Wish.objects.bulk_create(rows, batch_size=2_000)
    return show


if __name__ == "__main__":
    main()
