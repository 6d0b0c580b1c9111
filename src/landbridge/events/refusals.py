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


class AlreadyPlanning(Refusal):
    """An agenda of this event is being made. `data`: `job_id`."""

    code = "already_planning"


class InputChanged(Refusal):
    """People, wishes or the frame changed while the agenda was made, so that it no longer holds. `data`: `faults`."""

    code = "input_changed"


class CannotBeThere(Refusal):
    """The meeting cannot be at that time and table. `data`: `breaks`, and `openings`: where the pair could meet."""

    code = "cannot_be_there"


class NeedsConsent(Refusal):
    """The change breaks something that is the organiser's to decide. `data`: `breaks`."""

    code = "needs_consent"


class NoSuchMeeting(Refusal):
    """The pair has no meeting in this version any more. `data`: `pair`."""

    code = "no_such_meeting"


class MeetAlready(Refusal):
    """The two have a meeting already. `data`: `slot`, `table`."""

    code = "meet_already"


class NothingToUndo(Refusal):
    """No change by hand is left to undo, or others were made after the one that was named."""

    code = "nothing_to_undo"


class NotPublished(Refusal):
    """No agenda of this event is published yet."""

    code = "not_published"


class CannotStand(Refusal):
    """The version cannot be published as it is. `data`: `breaks`."""

    code = "cannot_stand"


class CopiedAlready(Refusal):
    """A road show of that name begins on that day already: the same press arrived twice. `data`: `code`."""

    code = "copied_already"


class PublishedMeanwhile(Refusal):
    """Another version was published since this page was opened. `data`: `number`."""

    code = "published_meanwhile"


class DayChangeIsOver(Refusal):
    """What was recorded is over or was taken back already. `data`: `kind`."""

    code = "day_change_is_over"


class ChangedSince(Refusal):
    """Something newer is recorded about the same person, table or room, so the older word cannot come back."""

    code = "changed_since"


class WishIsMet(Refusal):
    """The two meet in this version already, so nothing has a price. `data`: `pair`."""

    code = "wish_is_met"


class NoSuchWish(Refusal):
    """Nobody asks for this meeting any more, or a side has ruled it out. `data`: `pair`."""

    code = "no_such_wish"


class NothingLeft(Refusal):
    """No slot of the road show is still to come, so there is nothing to plan again. `data`: `last` (when it began)."""

    code = "nothing_left"


class EverybodyAbsent(Refusal):
    """Nobody can be met in any slot that is still to come. `data`: `slots` (how many are left)."""

    code = "everybody_absent"


class NotBegun(Refusal):
    """The meeting has not begun: nothing came of it yet. `data`: `starts_at`."""

    code = "meeting_not_begun"


class NotOnAgenda(Refusal):
    """The meeting was dropped from the published agenda, or never stood on it: nothing can be said of it."""

    code = "meeting_not_on_agenda"


class EventWasCancelled(Refusal):
    """The road show was cancelled, so that none of its meetings was held."""

    code = "event_was_cancelled"


class AlreadyRevealed(Refusal):
    """Both sides have seen both answers: none is changed any more. `data`: `since`."""

    code = "outcome_revealed"


class TimeIsUp(Refusal):
    """The time to answer is over; the organiser may still note an answer. `data`: `closed_at`."""

    code = "answer_time_is_up"


class FollowUpEnded(Refusal):
    """Somebody has said already what became of it. `data`: `state`."""

    code = "follow_up_ended"


class OneOfAKind(Refusal):
    """The two have an open follow-up of that kind already. `data`: `kind`."""

    code = "follow_up_one_of_a_kind"


class BadgeUnknown(Refusal):
    """No badge of this hub carries that code."""

    code = "badge_unknown"


class BadgeOfAnotherEvent(Refusal):
    """The badge was made for another road show. `data`: `event` (its code)."""

    code = "badge_of_another_event"


class BadgeWasReplaced(Refusal):
    """A new badge was printed for this person: the old one ends."""

    code = "badge_replaced"


class SequenceUsed(Refusal):
    """The device gave this number to another act before. `data`: `sequence`."""

    code = "sequence_used"


class LooksKnown(Refusal):
    """Somebody like that is known: look before adding them again. `data`: `listed`, `organisations`, `people`."""

    code = "looks_known"


class NoFreePlace(Refusal):
    """None of those the party wants to meet is free together with it and a table in what is left of the event."""

    code = "no_free_place"


class BusyThen(Refusal):
    """The person has a meeting or another group session at that time. `data`: `what`, `time`."""

    code = "busy_then"


class SessionIsOff(Refusal):
    """The group session was cancelled or has begun: nobody signs up or moves any more."""

    code = "session_is_off"


class PlacedInAgenda(Refusal):
    """The party has meetings in the published agenda: that it does not come, the organiser has to hear. `data`: `meetings`."""

    code = "placed_in_agenda"
