"""Words for what came of a meeting and what is done about it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

Sentence = str | Promise

REFUSALS: Final[dict[str, Sentence]] = {
    "meeting_not_begun": gettext_lazy(
        "This meeting begins at %(starts_at)s. Say what came of it when it has begun, not before."
    ),
    "meeting_not_on_agenda": gettext_lazy(
        "This meeting is not on the published agenda: it was dropped or moved to others. Nothing can be said of it."
    ),
    "event_was_cancelled": gettext_lazy("The road show was cancelled, so that none of its meetings was held."),
    "outcome_revealed": gettext_lazy(
        "Both sides can read both answers since %(since)s, so that none is changed any more. Ask the organiser to note what is new as a follow-up."
    ),
    "answer_time_is_up": gettext_lazy(
        "Answers were taken until %(closed_at)s. Tell the organiser, who can still note yours."
    ),
    "follow_up_ended": gettext_lazy("Somebody has said already what became of this follow-up. Look at the page again."),
    "follow_up_one_of_a_kind": gettext_lazy(
        "The two have an open follow-up of this kind already. Change that one, or end it first."
    ),
}
FINDINGS: Final[dict[str, Sentence]] = {
    "interest_needed": gettext_lazy("Say whether you want to go on."),
    "missed_needed": gettext_lazy("Say why you did not meet."),
    "step_unknown": gettext_lazy("“%(given)s” is no next step of the list. Choose one of those shown."),
    "owner_unknown": gettext_lazy("“%(given)s” cannot take this in hand. Choose one of those shown."),
    "barrier_unknown": gettext_lazy("“%(given)s” is no reason of the list. Choose one of those shown."),
    "barrier_other_says_what": gettext_lazy("Say in the note what the other reason is."),
    "note_too_long": gettext_lazy("The note has %(length)s characters; %(most)s fit. Shorten it."),
    "due_is_past": gettext_lazy("%(due)s is over. Choose a day to come."),
    "due_too_far": gettext_lazy("%(due)s is more than two years away. Choose an earlier day."),
    "title_needed": gettext_lazy("Say what it is: no meeting stands behind it."),
    "title_too_long": gettext_lazy("This has %(length)s characters; %(most)s fit. Shorten it."),
    "proof_needed": gettext_lazy("Say in a word what shows it, or choose a document."),
    "season_name_too_long": gettext_lazy("The name of the season is longer than %(most)s characters. Shorten it."),
    "excuse_needed": gettext_lazy("Say why it is excused: whoever plans the next road show reads it."),
    "reason_needed": gettext_lazy("Choose one reason."),
}
INTERESTS: Final[dict[str, Sentence]] = {
    "yes": gettext_lazy("We go on"),
    "maybe": gettext_lazy("Maybe"),
    "none": pgettext_lazy("interest", "No"),
}
FATES: Final[dict[str, Sentence]] = {
    "held": gettext_lazy("held"),
    "missed": gettext_lazy("missed"),
    "disputed": gettext_lazy("the two sides disagree"),
    "unknown": gettext_lazy("nobody has said"),
}
MISSED: Final[dict[str, Sentence]] = {
    "they_absent": gettext_lazy("The others did not come"),
    "we_absent": gettext_lazy("We could not come"),
    "no_time": gettext_lazy("The time did not suffice"),
    "other": gettext_lazy("For another reason"),
}
KINDS: Final[dict[str, Sentence]] = {
    "papers": gettext_lazy("Send papers"),
    "introduction": gettext_lazy("Introduce somebody"),
    "visit": gettext_lazy("Visit"),
    "meeting": gettext_lazy("Meet again"),
    "intent": gettext_lazy("Letter of intent"),
    "fund": gettext_lazy("Link to an industrial fund"),
    "enterprise": gettext_lazy("New enterprise established"),
}
OWNERS: Final[dict[str, Sentence]] = {
    "us": gettext_lazy("We"),
    "them": gettext_lazy("They"),
    "hub": gettext_lazy("The organiser"),
}
STATES: Final[dict[str, Sentence]] = {
    "open": pgettext_lazy("follow-up", "open"),
    "kept": pgettext_lazy("follow-up", "kept"),
    "dropped": pgettext_lazy("follow-up", "dropped"),
}
CONCERNS: Final[dict[str, Sentence]] = {
    "overdue": gettext_lazy("overdue"),
    "due_soon": gettext_lazy("due within a week"),
    "nobody": gettext_lazy("nobody has it in hand"),
    "no_day": gettext_lazy("without a day"),
    "no_answer": gettext_lazy("no answer from either side"),
    "one_answer": gettext_lazy("only one side answered"),
    "no_step": gettext_lazy("both want to go on, no next step"),
    "disputed": gettext_lazy("the two sides disagree whether they met"),
}
"""Why the hub should look at a meeting or a follow-up."""
