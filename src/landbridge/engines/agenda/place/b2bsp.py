"""Reader of the published instances (`.dzn`): 1-based numbers, sets with a dummy, one table of requests."""

import re

from landbridge.engines.agenda.place.problem import PlaceProblem
from landbridge.kernel.refusal import Finding, InputRefused

_NUMBERS = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
_MOST_CHARACTERS = 20_000_000


def problem_from_dzn(text: str, *, fairness: int | None = None) -> PlaceProblem:
    """The instance in `text`; `InputRefused` names what is missing or out of range."""
    if len(text) > _MOST_CHARACTERS:
        raise InputRefused(Finding("too_large", data={"characters": len(text), "at_most": _MOST_CHARACTERS}))
    fields = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", re.sub(r"%[^\n]*", "", text)))
    findings = [Finding("missing_field", field=name) for name in (*_NUMBERS, "requested") if name not in fields]
    if findings:
        raise InputRefused(*findings)
    numbers = {name: _number(fields[name], name, findings) for name in _NUMBERS}
    requested = _integers(fields["requested"])
    count, people, slots = numbers["nMeetings"], numbers["nBusiness"], numbers["nTotalSlots"]
    if len(requested) != 3 * count:
        findings.append(
            Finding("wrong_length", field="requested", data={"rows": len(requested) / 3, "expected": count})
        )
    forbidden = _sets(fields.get("forbidden"), people, "forbidden", findings)
    earlier = _sets(fields.get("precedences"), count, "precedences", findings)
    fixed = _integers(fields["fixed"]) if "fixed" in fields else [0] * count
    if len(fixed) != count:
        findings.append(Finding("wrong_length", field="fixed", data={"rows": len(fixed), "expected": count}))
    if findings:
        raise InputRefused(*findings)
    rows = [(requested[3 * m], requested[3 * m + 1], requested[3 * m + 2]) for m in range(count)]
    findings += _row_faults(rows, fixed, people, slots)
    if findings:
        raise InputRefused(*findings)
    morning = numbers["nMorningSlots"]
    sessions = {1: range(morning), 2: range(morning, slots), 3: range(slots)}
    allowed: list[frozenset[int]] = []
    for (a, b, session), slot in zip(rows, fixed, strict=True):
        closed = {s - 1 for s in forbidden[a - 1] | forbidden[b - 1]}
        allowed.append(frozenset([slot - 1]) if slot else frozenset(sessions[session]) - closed)
    return PlaceProblem(
        participants=people,
        slots=slots,
        tables=numbers["nTables"],
        meetings=tuple((a - 1, b - 1) for a, b, _ in rows),
        allowed=tuple(allowed),
        earlier=tuple(frozenset(m - 1 for m in before) for before in earlier),
        fairness=fairness,
    )


def _integers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", text)]


def _number(text: str, name: str, findings: list[Finding]) -> int:
    if re.fullmatch(r"-?\d+", text.strip()):
        return int(text)
    findings.append(Finding("not_a_whole_number", field=name, data={"value": text.strip()[:40]}))
    return 0


def _sets(text: str | None, count: int, name: str, findings: list[Finding]) -> list[set[int]]:
    """A list of sets, the dummy 0 left out; empty sets where the field is absent."""
    if text is None:
        return [set() for _ in range(count)]
    found = [set(_integers(inside)) - {0} for inside in re.findall(r"\{([^}]*)\}", text)]
    if len(found) != count:
        findings.append(Finding("wrong_length", field=name, data={"rows": len(found), "expected": count}))
    return found


def _row_faults(rows: list[tuple[int, int, int]], fixed: list[int], people: int, slots: int) -> list[Finding]:
    found: list[Finding] = []
    for row, ((a, b, session), slot) in enumerate(zip(rows, fixed, strict=True), 1):
        found += [Finding("unknown_participant", row, "requested", {"id": p}) for p in (a, b) if not 1 <= p <= people]
        if session not in {1, 2, 3}:
            found.append(Finding("unknown_session", row, "requested", {"session": session}))
        if not 0 <= slot <= slots:
            found.append(Finding("unknown_slot", row, "fixed", {"slot": slot}))
    return found
