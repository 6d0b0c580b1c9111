"""What a road show says no to. The words are in `phrases`."""

from landbridge.kernel.refusal import Refusal


class EventIsOver(Refusal):
    """The road show was held or cancelled: its frame and its people no longer change. `data`: `state`."""

    code = "event_is_over"


class NotOverYet(Refusal):
    """It cannot have been held: its last day is still to come. `data`: `last_day`."""

    code = "event_not_over_yet"


class AgendaStands(Refusal):
    """An agenda has meetings on what would go. `data`: `versions` (their numbers), `published` (one of them is)."""

    code = "agenda_stands"


class LabelTaken(Refusal):
    """Another thing of this road show is called that. `data`: `label`."""

    code = "label_taken"


class StillUsed(Refusal):
    """It cannot go while others belong to it. `data`: `what`, `count`."""

    code = "still_used"


class AlreadyTakesPart(Refusal):
    """The project, or the organisation for itself, is on the list already. `data`: `label`, `state`."""

    code = "already_takes_part"


class AlreadyAttends(Refusal):
    """A person sits at the table for one party only. `data`: `label` (of the party they come for)."""

    code = "already_attends"


class WrongSide(Refusal):
    """Projects travel with the delegation; the other side are organisations. `data`: `side`, `letter`."""

    code = "wrong_side"


class CannotBeUndone(Refusal):
    """What was done since stands on it, or it was undone before. `data`: `event` (what was to be undone)."""

    code = "cannot_be_undone"
