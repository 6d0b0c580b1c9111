"""Refusals and findings: what the software says no to, as typed data that knows no language.

A refusal carries a code and the data its sentence needs. `phrases.py` of the room turns it into words that say
what was refused, why, and what to do next.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, not an error of the program
    """An action was asked for and refused; nothing was changed.

    Subclass it once per reason. `code` is stable and goes to API clients and tests; `data` fills the sentence.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **data: object) -> None:
        super().__init__(self.code)
        self.data: Mapping[str, object] = MappingProxyType(data)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.data.items())
        return f"{self.code}({details})"


class Missing(Refusal):
    """There is no such thing for this actor: absent and forbidden give the same answer."""

    code = "missing"


class NotAllowed(Refusal):
    """The actor can see the thing and may not do this to it. `data["role"]` names a role that may."""

    code = "not_allowed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in what was given: where it is, what was found, what was expected.

    `row` counts as the giver counts (the first data row of a table is 2 in a file with a header); `field` is the
    column or path. A list of findings travels inside `InputRefused`, so that all faults are named at once.
    """

    code: str
    row: int | None = None
    field: str = ""
    data: Mapping[str, object] = dataclasses.field(default_factory=dict)


class InputRefused(Refusal):
    """What was given cannot be taken; `findings` lists every fault, not just the first."""

    code = "input_refused"

    def __init__(self, *findings: Finding, **data: object) -> None:
        super().__init__(**data)
        self.findings = findings

    def __str__(self) -> str:
        return f"{self.code}({'; '.join(f'{f.code} {f.field} {dict(f.data)}' for f in self.findings)})"
