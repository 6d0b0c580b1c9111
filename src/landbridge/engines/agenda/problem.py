"""The whole planning problem: valid once it exists."""

from dataclasses import dataclass

from landbridge.engines.agenda.parts import Given
from landbridge.engines.agenda.validation import faults_of
from landbridge.kernel.refusal import InputRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Given):
    """What was given (see `Given` for the fields), found sound: else `InputRefused` names every fault at once."""

    def __post_init__(self) -> None:
        findings = faults_of(self)
        if findings:
            raise InputRefused(*findings)
