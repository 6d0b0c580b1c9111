"""`landbridge match`: who should meet whom, from files to a file, without a database or settings.

Pairs go to the output file, progress and warnings to stderr. Exit 0: done; 1: a finding (nothing to rank); 2: bad input.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from landbridge.engines import matching
from landbridge.engines.matching import encoders, files, learning, troubles
from landbridge.kernel.money import Rate
from landbridge.kernel.refusal import Finding, InputRefused

DONE, FINDING, BAD_INPUT = 0, 1, 2
COLUMNS = ("offer_id", "need_id", "rank", "score", "probability", "reasons")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--offers", required=True, type=Path, metavar="offers.jsonl")
    parser.add_argument("--needs", required=True, type=Path, metavar="needs.jsonl")
    parser.add_argument(
        "--outcomes", type=Path, metavar="outcomes.csv", help="what happened so far; bars refused pairs"
    )
    parser.add_argument("--fields", type=Path, metavar="codes.csv", help="known field codes: columns code,parent")
    parser.add_argument("--rates", type=Path, metavar="rates.csv", help="columns base,quote,price,date,source")
    parser.add_argument("--asof", type=date.fromisoformat, metavar="DATE", help="the day of the question")
    parser.add_argument("--meaning", action="store_true", help="compare texts by meaning too (needs an encoder)")
    parser.add_argument(
        "--troubles",
        type=Path,
        metavar="FOLDER",
        help="with --meaning: read with the book of troubles, whose vectors are kept there (made once, forty minutes)",
    )
    parser.add_argument("--no-amounts", action="store_true", help="learn without amounts, which may tell the outcome")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--top", type=_positive, default=20, metavar="N")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="pairs.csv")
    parser.add_argument("--explain", action="store_true", help="fill the column of reasons")


def run(options: argparse.Namespace) -> int:
    """Run the command and answer its exit status."""
    try:
        return _match(options)
    except InputRefused as refusal:
        for finding in refusal.findings:
            row = f" row {finding.row}" if finding.row is not None else ""
            details = " ".join(f"{key}={value}" for key, value in finding.data.items())
            print(f"{finding.field or 'input'}{row}: {finding.code} {details}".rstrip(), file=sys.stderr)
        print(f"{len(refusal.findings)} faults; nothing was written", file=sys.stderr)
        return BAD_INPUT
    except encoders.EncoderMissing as refusal:
        print(f"--meaning needs an encoder: pip install {refusal.data['package']}", file=sys.stderr)
        return BAD_INPUT
    except OSError as fault:
        print(fault, file=sys.stderr)
        return BAD_INPUT


def _positive(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _match(options: argparse.Namespace) -> int:
    offers, needs = files.read_offers(options.offers), files.read_needs(options.needs)
    outcomes = files.read_outcomes(options.outcomes) if options.outcomes else None
    taxonomy = fields_of(options.fields) if options.fields else None
    files.checked(offers, needs, outcomes, taxonomy=taxonomy, asof=options.asof)
    for what, table in (("offers", offers), ("needs", needs)):
        for part, number in sorted(table.unread.items()):
            _tell(f"warning: {what}: the part {part!r} of {number} rows is not one we read")
    past = outcomes.items if outcomes else ()
    asked = [offer for offer in offers.items if outcomes is None or offer.ask is not None]
    if not asked or not needs.items:
        _tell("there is nothing to rank: no needs, or no offers (with --outcomes: none with an ask)")
        return FINDING
    rates = rates_of(options.rates) if options.rates else ()
    model = _learned(offers.items, needs.items, past, rates, options)
    if model is not None:
        ranking = learning.rank(model, asked, needs.items, taxonomy=taxonomy, top=options.top)
    else:
        ranking = matching.rank(
            asked,
            needs.items,
            outcomes=past,
            taxonomy=taxonomy,
            rates=rates,
            encoder=_encoder(options.troubles) if options.meaning else None,
            asof=options.asof,
            top=options.top,
        )
    for part, number in ranking.gaps.items():
        _tell(f"warning: {part} is missing in {number} rows: a missing signal")
    for barrier, number in ranking.barred.items():
        _tell(f"barred: {number} pairs by {barrier}")
    written = _write(ranking, options.output, explained=options.explain)
    _tell(f"{written} pairs from {len(asked)} offers and {len(needs.items)} needs; signals: {', '.join(ranking.live)}")
    return DONE


def _learned(
    offers: Sequence[matching.Offer],
    needs: Sequence[matching.Need],
    past: Sequence[matching.Outcome],
    rates: Sequence[Rate],
    options: argparse.Namespace,
) -> learning.Model | None:
    """A model of what happened before the day of the question, or None where the prior must do."""
    if not past:
        return None
    if options.asof is None:
        _tell("without --asof nothing is learned from the outcomes: they only bar the refused pairs")
        return None
    try:
        model = learning.fit(
            offers,
            needs,
            past,
            asof=options.asof,
            rates=rates,
            amounts=not options.no_amounts,
            seed=options.seed,
            told=lambda what, done, whole: _tell(f"{what}: {done} of {whole}"),
        )
    except learning.TooFewOutcomes as refusal:
        _tell(f"only {refusal.data['found']} answered questions, {refusal.data['needed']} needed: the prior ranks")
        return None
    _tell(f"learned from {model.card.questions} answered questions before {model.card.asof}")
    return model


def _encoder(folder: Path | None) -> matching.Encoder:
    """What reads the texts; with a folder for its vectors the book of troubles too, read to its end first."""
    encoder = matching.CachedEncoder(encoders.best_encoder(), {})
    if folder is None:
        return encoder
    shelf = troubles.Shelf(folder, troubles.the_book(), encoders.book_encoder())
    missing = shelf.missing()
    for done, number in enumerate(missing):
        _tell(f"the book of troubles: {done} of {len(missing)} parts read")
        shelf.fill(number)
    book = shelf.read()
    return troubles.WellRead(encoder, book) if book else encoder


def _write(ranking: matching.Ranking, file: Path, *, explained: bool) -> int:
    """Write the pairs beside the target and move them there, so that no half file is ever found."""
    part = file.with_name(f"{file.name}.part")
    written = 0
    with part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number, offer in enumerate(ranking.offers, 1):
            lines = [[_neutral(cell) for cell in line] for line in _lines(ranking, offer.id, explained=explained)]
            writer.writerows(lines)
            written += len(lines)
            if number % 1000 == 0:
                _tell(f"{number} of {len(ranking.offers)} offers written")
    part.replace(file)
    return written


def _lines(ranking: matching.Ranking, offer_id: str, *, explained: bool) -> Iterator[list[str]]:
    if not explained:
        pairs = zip(ranking.brief(offer_id), ranking.chances(offer_id), strict=True)
        for place, ((need_id, score), (_, chance)) in enumerate(pairs, 1):
            yield [offer_id, need_id, str(place), f"{score:.6f}", _chance(chance), ""]
        return
    for line in ranking.explained(offer_id):
        reasons = reasons_of(line.reasons, line.against)
        yield [offer_id, line.need_id, str(line.rank), f"{line.score:.6f}", _chance(line.probability), reasons]


def _chance(chance: float | None) -> str:
    return "" if chance is None else f"{chance:.6f}"


def reasons_of(reasons: Sequence[matching.Fact], against: matching.Fact | None) -> str:
    """The facts for and against in one line: code, what was seen, points of the score."""
    facts = [("for", fact) for fact in reasons]
    facts += [("against", against)] if against else []
    return "; ".join(f"{side} {fact.code} ({_seen(fact.data)}) {fact.contribution:+.3f}" for side, fact in facts)


def _seen(data: Mapping[str, object]) -> str:
    shown = ((key, value) for key, value in data.items() if value not in (None, "", ()))
    return ", ".join(
        f"{key} {'/'.join(map(str, value)) if isinstance(value, tuple) else value}" for key, value in shown
    )


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def fields_of(file: Path) -> matching.Taxonomy:
    """The field codes of a CSV file with columns `code` and `parent` (empty at the root)."""
    rows = _rows(file, "fields", ("code", "parent"))
    try:
        return matching.Taxonomy({row["code"]: row["parent"] or None for _, row in rows})
    except ValueError as fault:
        raise InputRefused(Finding("broken_tree", None, "fields", {"why": str(fault)})) from fault


def rates_of(file: Path) -> tuple[Rate, ...]:
    """The exchange rates of a CSV file with columns `base,quote,price,date,source`."""
    rates, findings = [], []
    for line, row in _rows(file, "rates", ("base", "quote", "price", "date", "source")):
        try:
            price, on = Decimal(row["price"]), date.fromisoformat(row["date"])
        except (InvalidOperation, ValueError) as fault:
            findings.append(Finding("not_a_rate", line, "rates", {"why": str(fault)}))
            continue
        if not (price.is_finite() and price > 0):
            findings.append(Finding("not_a_rate", line, "rates.price", {"price": price}))
            continue
        rates.append(Rate(row["base"], row["quote"], price, on, row["source"]))
    if findings:
        raise InputRefused(*findings)
    return tuple(rates)


def _rows(file: Path, what: str, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise InputRefused(Finding("missing_columns", 1, what, {"columns": tuple(missing)}))
        return [(line, {key: row[key] or "" for key in columns}) for line, row in enumerate(reader, 2)]


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)
