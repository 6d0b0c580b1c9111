"""Words for shortlists and wishes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

Sentence = str | Promise

CRITERIA: Final[dict[str, Sentence]] = {
    "project_attendance_against": gettext_lazy("Attendance: the project did not come, without notice, on %(days)s."),
    "partner_attendance_against": gettext_lazy("Attendance: they did not come, without notice, on %(days)s."),
}
REFUSALS: Final[dict[str, Sentence]] = {
    "nobody_to_match": gettext_lazy(
        "Projects to match: %(delegates)s; partners: %(counterparties)s. Add people on both sides first."
    ),
    "wish_for_oneself": gettext_lazy("A party cannot wish to meet itself. Choose somebody of the other side."),
    "wish_for_own_side": gettext_lazy(
        "%(target)s is on the same side: delegation and partners meet each other. Choose somebody of the other side."
    ),
    "wish_against_group_rules": gettext_lazy(
        "%(wisher)s and %(target)s cannot meet: no rule lets groups %(wisher_group)s and %(target_group)s meet. "
        "The organiser can add the rule."
    ),
    "wish_for_refused_pair": gettext_lazy(
        "A meeting with %(target)s is not possible at this road show. Ask the organiser if you think otherwise."
    ),
    "wishes_are_closed": gettext_lazy(
        "Wishes were taken until %(until)s (%(zone)s). Ask the organiser, who can move that day."
    ),
    "event_takes_no_wishes": gettext_lazy("This road show is over or was cancelled; it takes no more wishes."),
    "party_does_not_come": gettext_lazy("%(label)s does not come to this road show. Choose somebody else."),
    "wish_has_ended": gettext_lazy("This wish has ended already. Say it again if it should count."),
}
FINDINGS: Final[dict[str, Sentence]] = {
    "wish_kind_unknown": gettext_lazy("Choose “must meet”, “would like to meet” or “not”."),
    "wish_message_too_long": gettext_lazy("The message has %(length)s characters; %(most)s fit. Shorten it."),
    "wish_expires_in_the_past": gettext_lazy("This time is over already. Choose a later one."),
    "wish_person_of_another_party": gettext_lazy("This person does not come for %(target)s. Choose from the list."),
    "deadline_in_the_past": gettext_lazy("%(given)s is over already. Choose a later time."),
    "deadline_after_the_event": gettext_lazy(
        "%(given)s is after the last day of the road show, %(last_day)s. Choose an earlier time."
    ),
}
KINDS: Final[dict[str, Sentence]] = {
    "must": gettext_lazy("must meet"),
    "want": gettext_lazy("would like to meet"),
    "never": pgettext_lazy("wish", "not"),
}
INTERESTS: Final[dict[str, Sentence]] = {
    "both": gettext_lazy("both want to meet"),
    "delegate": gettext_lazy("the project asks"),
    "counterparty": gettext_lazy("the partner asks"),
    "nobody": gettext_lazy("nobody has asked"),
    "never": gettext_lazy("one side wants no meeting"),
}
BARRIERS: Final[dict[str, Sentence]] = {
    "group_rule": gettext_lazy("no rule lets their groups meet"),
    "refused": gettext_lazy("refused with a reason"),
    "conflict": gettext_lazy("conflict of interest"),
    "never": gettext_lazy("one side said “not”"),
    "profile": gettext_lazy("types of profile that do not meet, such as two offers"),
}
ORGANISATIONS: Final[dict[str, Sentence]] = {
    "company": gettext_lazy("company"),
    "fund": gettext_lazy("fund"),
    "bank": gettext_lazy("bank"),
    "university": gettext_lazy("university"),
    "public_body": gettext_lazy("public body"),
    "other": gettext_lazy("organisation"),
}
