"""Words for what road shows refuse and find. Each topic has a module; here they meet."""

from collections.abc import Mapping

from django.utils.functional import Promise

from landbridge.events.phrases import agendas

Sentence = str | Promise

REFUSALS: Mapping[str, Sentence] = {**agendas.REFUSALS}
FINDINGS: Mapping[str, Sentence] = {**agendas.FINDINGS}
