"""Words for what road shows refuse and find. Each topic has a module; here they meet."""

from collections.abc import Mapping

from django.utils.functional import Promise

from landbridge.events.phrases import agendas, day_changes, desk, frame, messages, outcomes, people, trail, wishes, work

Sentence = str | Promise

REFUSALS: Mapping[str, Sentence] = {
    **frame.REFUSALS,
    **people.REFUSALS,
    **wishes.REFUSALS,
    **messages.REFUSALS,
    **agendas.REFUSALS,
    **day_changes.REFUSALS,
    **outcomes.REFUSALS,
    **desk.REFUSALS,
}
FINDINGS: Mapping[str, Sentence] = {
    **frame.FINDINGS,
    **people.FINDINGS,
    **wishes.FINDINGS,
    **messages.FINDINGS,
    **agendas.FINDINGS,
    **day_changes.FINDINGS,
    **outcomes.FINDINGS,
    **desk.FINDINGS,
}
READINESS: Mapping[str, Sentence] = frame.READINESS
JOBS: Mapping[str, Sentence] = work.JOBS
JOB_NOTES: Mapping[str, Sentence] = work.JOB_NOTES
EVENTS: Mapping[str, Sentence] = trail.EVENTS
COLUMNS: Mapping[str, Sentence] = people.COLUMNS
