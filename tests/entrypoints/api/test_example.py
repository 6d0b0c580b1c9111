"""The worked example of docs/api.md, line by line: from a token to a guest who signed up."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from landbridge.events.actions import planning
from landbridge.events.models import AgendaVersion, Ticket
from landbridge.ground.hubs import hub_context
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.network.models import Hub
from tests.entrypoints.api.programmes import Programme, programme

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
LINE = re.compile(
    r"^(?:(?P<name>\w+)=\$\()?ask (?P<method>\w+) (?P<path>\S+?)(?: '(?P<body>.*)')?(?: \| jq (?:-r )?(?P<pick>\S+?))?\)?$"
)


def lines() -> list[re.Match[str]]:
    """The example's commands, each on one line."""
    section = PAGE.read_text(encoding="utf-8").split("## From a token")[1].split("\n## ")[0]
    code = "\n".join(line[4:] for line in section.splitlines() if line.startswith("    "))
    commands = [line for line in re.sub(r"\n +", " ", code).splitlines() if re.match(r"(\w+=\$\()?ask ", line)]
    found = [LINE.match(line) for line in commands]
    assert None not in found, [line for line, one in zip(commands, found, strict=True) if one is None]
    return [one for one in found if one]


def said(text: str, known: dict[str, str]) -> str:
    """With what is known in the place of its name."""
    return re.sub(r"'?\$(\w+)'?", lambda found: known[found[1]], text)


def picked(told: Any, path: str) -> Any:
    """What jq picks by `.a[0].b`."""
    for name, place in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        told = told[name] if name else told[int(place)]
    return told


def work(hub: Hub) -> None:
    """What the worker does between two lines: the agendas that were asked for."""
    with hub_context(hub.pk), connection.cursor() as cursor:
        for run in JobRun.objects.filter(state=JobState.QUEUED, kind=planning.JOB):
            cursor.execute("SELECT args FROM procrastinate_jobs WHERE args->>'run_id' = %s", [str(run.pk)])
            given = json.loads(cursor.fetchone()[0])
            named = {name: value for name, value in given.items() if name not in {"run_id", "hub_id"}}
            execute(jobs[run.kind], run_id=run.pk, hub_id=hub.pk, arguments=named)


@pytest.mark.django_db
def test_every_line_does_what_it_says(park: Hub) -> None:
    asks: Programme = programme(park, "people", "projects", "events", "desk")
    known = {"hub": str(park.pk)}
    answers = []
    for line in lines():
        work(park)
        body = json.loads(said(line["body"], known)) if line["body"] else None
        answer = asks.ask(line["method"], said(line["path"], known), body)
        assert answer.status_code < 400, (line[0], answer.content.decode())
        told = picked(answer.json(), line["pick"] or "")
        answers.append(told)
        if line["name"]:
            known[line["name"]] = told
    assert "done" in answers
    with hub_context(park.pk):
        assert (AgendaVersion.objects.get().state, Ticket.objects.get().state) == ("published", "takes_part")
        assert AgendaVersion.objects.get().meetings.count() == 1
        assert Ticket.objects.get().attendee_id == UUID(known["who"])
