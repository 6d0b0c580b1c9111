"""Words for what road shows refuse and find. Each topic has a module; here they meet."""

from collections.abc import Mapping

from django.utils.functional import Promise

from landbridge.events.phrases import agendas, frame, people

Sentence = str | Promise

REFUSALS: Mapping[str, Sentence] = {**frame.REFUSALS, **people.REFUSALS, **agendas.REFUSALS}
FINDINGS: Mapping[str, Sentence] = {**frame.FINDINGS, **frame.READINESS, **people.FINDINGS, **agendas.FINDINGS}
