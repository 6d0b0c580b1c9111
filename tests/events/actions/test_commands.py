"""One command changes an agenda as a page or a programme sends it; one that lacks something names all it lacks."""

from typing import Any

import pytest

from landbridge.events.actions.commands import NEEDS, edit_by_command
from landbridge.events.models import AgendaEdit, AgendaVersion
from landbridge.events.queries.agendas import placed_in
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused
from tests.events.after import SYSTEM
from tests.events.planned import lines_of, pair, version_with
from tests.events.stage import NOW, Stage


@pytest.fixture
def draft(show: Stage) -> AgendaVersion:
    return version_with(show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1))


def send(draft: AgendaVersion, command: str, **given: Any) -> None:
    edit_by_command(actor=SYSTEM, version_id=draft.pk, command=command, consent=True, at=NOW, **given)


def test_each_command_does_what_it_says(show: Stage, draft: AgendaVersion) -> None:
    one, other = pair(show, "P01", "K01"), pair(show, "P02", "K02")
    send(draft, "move", pair=one, slot=show.slots[3].pk, table=show.tables[1].pk)
    assert lines_of(show, draft) == [("P02", "K02", 1, 1), ("P01", "K01", 3, 1)]
    send(draft, "swap", pair=one, other=other)
    assert lines_of(show, draft) == [("P01", "K01", 1, 1), ("P02", "K02", 3, 1)]
    send(draft, "pin", pair=one)
    assert [m.pinned for m in placed_in(draft)] == [True, False]
    send(draft, "unpin", pair=one)
    assert [m.pinned for m in placed_in(draft)] == [False, False]
    send(draft, "drop", pair=other)
    assert lines_of(show, draft) == [("P01", "K01", 1, 1)]
    parties = {"first": show.parties["P02"].pk, "second": show.parties["K01"].pk}
    send(draft, "add", slot=show.slots[2].pk, **parties)
    assert [line[:3] for line in lines_of(show, draft)] == [("P01", "K01", 1), ("P02", "K01", 2)]


@pytest.mark.parametrize("command", NEEDS)
def test_a_command_names_everything_it_lacks(show: Stage, draft: AgendaVersion, command: str) -> None:
    with pytest.raises(InputRefused) as refused:
        send(draft, command)
    assert [(f.code, f.field) for f in refused.value.findings] == [("field_needed", name) for name in NEEDS[command]]
    assert AgendaEdit.objects.count() == 0


def test_an_unknown_command_is_named(draft: AgendaVersion) -> None:
    with pytest.raises(InputRefused) as refused:
        send(draft, "explode", pair=uuid7())
    assert [(f.code, f.data["command"]) for f in refused.value.findings] == [("unknown_command", "explode")]
