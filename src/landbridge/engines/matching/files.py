"""Reads offers, needs and outcomes from files: JSON lines and CSV, every malformed cell named by row and column.

The formats are published as JSON Schemas in `schemas/`. Missing parts are no fault (see `inspection.gaps`); parts with
unknown names are counted, since a misspelt column would otherwise silently become a missing signal.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.inspection import faults
from landbridge.engines.matching.kinds import NeedKind, OutcomeKind, Profile, RefusalReason, Sought, Stage
from landbridge.engines.matching.parties import Ask, Need, Offer, Outcome, Ticket
from landbridge.engines.matching.rows import Row, language_code
from landbridge.kernel.refusal import Finding, InputRefused

Item = TypeVar("Item")


@dataclass(frozen=True)
class Table(Generic[Item]):
    """What a file held: the items, the line each stood in, what was malformed, and which columns nobody reads."""

    items: tuple[Item, ...]
    lines: tuple[int, ...]
    findings: tuple[Finding, ...]
    unread: Mapping[str, int]


def read_offers(file: Path) -> Table[Offer]:
    """Offers from a file of JSON lines."""
    return _read(file, "offers", _json_lines, _offer)


def read_needs(file: Path) -> Table[Need]:
    """Needs from a file of JSON lines."""
    return _read(file, "needs", _json_lines, _need)


def read_outcomes(file: Path) -> Table[Outcome]:
    """Outcomes from a CSV file with a header; a row without `kind` is an investment."""
    return _read(file, "outcomes", _csv_rows, _outcome)


def checked(
    offers: Table[Offer],
    needs: Table[Need],
    outcomes: Table[Outcome] | None = None,
    *,
    taxonomy: Taxonomy | None = None,
    asof: date | None = None,
) -> None:
    """Raise `InputRefused` with every malformed cell and every fault between rows, by the lines of the files."""
    lines = {"offers": offers.lines, "needs": needs.lines, "outcomes": outcomes.lines if outcomes else ()}
    found = [*offers.findings, *needs.findings, *(outcomes.findings if outcomes else ())]
    for fault in faults(offers.items, needs.items, outcomes.items if outcomes else (), taxonomy=taxonomy, asof=asof):
        what = fault.field.split(".")[0]
        line = lines[what][fault.row - 1] if fault.row else None
        found.append(Finding(fault.code, line, fault.field, fault.data))
    if found:
        raise InputRefused(*found)


def _read(
    file: Path, what: str, rows: Callable[[str], Iterator[tuple[int, object]]], made: Callable[[Row], Item | None]
) -> Table[Item]:
    items: list[Item] = []
    lines: list[int] = []
    findings: list[Finding] = []
    unread: Counter[str] = Counter()
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return Table((), (), (Finding("not_utf8", None, what, {"file": file.name, "byte": fault.start}),), {})
    for line, cells in rows(text):
        if not isinstance(cells, dict):
            findings.append(Finding("not_a_row", line, what, {"value": str(cells)[:80]}))
            continue
        row = Row(what, line, cells, findings)
        item = made(row)
        unread.update(row.unread)
        if item is not None:
            items.append(item)
            lines.append(line)
    return Table(tuple(items), tuple(lines), tuple(findings), dict(unread))


def _json_lines(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line, parse_float=Decimal)
            except (json.JSONDecodeError, RecursionError):
                yield number, line


def _csv_rows(text: str) -> Iterator[tuple[int, object]]:
    reader = csv.DictReader(io.StringIO(text))
    for number, cells in enumerate(reader, 2):
        whole = None not in cells and None not in cells.values()
        yield number, cells if whole else ",".join(str(cell) for cell in cells.values())


def _offer(row: Row) -> Offer:
    return Offer(
        id=row.text("id"),
        name=row.text("name"),
        title=row.text("title"),
        texts=row.texts(),
        fields=row.listed("fields", "field"),
        stage=_stage(row),
        country="".join(row.countries("country")[:1]),
        state=row.text("state"),
        region=row.text("region"),
        place=row.text("place", "city"),
        languages=tuple(language_code(code) for code in row.listed("languages")),
        ask=_ask(row.part("ask")),
        sought=row.some_of(Sought, "sought"),
        profile=row.one_of(Profile, "profile"),
        organisation=row.text("organisation"),
        group=row.text("group"),
        updated=row.day("updated"),
    )


def _need(row: Row) -> Need:
    return Need(
        id=row.text("id"),
        kind=row.one_of(NeedKind, "kind"),
        name=row.text("name"),
        title=row.text("title"),
        texts=row.texts(),
        fields=row.listed("fields", "field"),
        stages=row.some_of(Stage, "stages"),
        ticket=_ticket(row.part("ticket")),
        countries=row.countries("countries"),
        country="".join(row.countries("country")[:1]),
        state=row.text("state"),
        region=row.text("region"),
        place=row.text("place", "city"),
        languages=tuple(language_code(code) for code in row.listed("languages")),
        offered=row.some_of(Sought, "offered"),
        profile=row.one_of(Profile, "profile"),
        organisation=row.text("organisation"),
        group=row.text("group"),
        updated=row.day("updated"),
    )


def _outcome(row: Row) -> Outcome | None:
    kind = row.one_of(OutcomeKind, "kind") or OutcomeKind.INVESTED
    on = row.day("date")
    amount, currency = _money(row)
    offer_id, need_id, reason = row.text("offer_id"), row.text("need_id"), row.one_of(RefusalReason, "reason")
    if on is None:
        row.fault("missing_date", "date")
        return None
    return Outcome(
        offer_id=offer_id,
        need_id=need_id,
        kind=kind,
        on=on,
        reason=reason,
        round=row.text("round"),
        amount=amount,
        currency=currency,
    )


def _stage(row: Row) -> Stage | None:
    level, stage = row.whole("trl"), row.one_of(Stage, "stage")
    if level is not None and not 1 <= level <= 9:
        row.fault("unknown_value", "trl", value=level, known=tuple(range(1, 10)))
        return stage
    return Stage.of_trl(level) if stage is None and level is not None else stage


def _ask(row: Row | None) -> Ask | None:
    if row is None:
        return None
    amount, currency = _money(row)
    return Ask(amount=amount, currency=currency, on=row.day("date"), round=row.text("round"))


def _ticket(row: Row | None) -> Ticket | None:
    if row is None:
        return None
    return Ticket(least=row.amount("least"), most=row.amount("most"), currency=row.text("currency"))


def _money(row: Row) -> tuple[Decimal | None, str]:
    """`amount` with `currency`, or `amount_usd`."""
    dollars = row.amount("amount_usd")
    amount, currency = row.amount("amount"), row.text("currency")
    return (dollars, "USD") if amount is None and dollars is not None else (amount, currency)
