"""`landbridge plan`: an agenda from a file, without a database; or the check of one.

Results go to the output folder, progress to stderr. Exit 0: done; 1: a finding (no agenda, faults); 2: bad input.
"""

import argparse
import csv
import io
import json
import signal
import sys
import threading
from pathlib import Path

from landbridge.engines import agenda
from landbridge.entrypoints.cli.calendars import calendar_of
from landbridge.kernel.refusal import InputRefused

DONE, FINDING, BAD_INPUT = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Plan, or check an agenda, and answer the exit code."""
    try:
        if options.format == "b2bsp":
            return _place(options)
        if not (options.check or options.replan or options.explain is not None):
            return _plan(options)
        if not options.agenda:
            print("landbridge plan: PROBLEM.json and agenda.json are both needed here", file=sys.stderr)
            return BAD_INPUT
        if options.check:
            return _check(options)
        problem = _problem(options)
        made = agenda.agenda_from_json(Path(options.agenda).read_bytes())
        return _replan(options, problem, made) if options.replan else _explain(options.explain, problem, made)
    except InputRefused as refusal:
        for finding in refusal.findings:
            row = f" row {finding.row}" if finding.row is not None else ""
            details = " ".join(f"{key}={value!r}" for key, value in finding.data.items())
            print(f"{finding.field or 'input'}{row}: {finding.code} {details}".rstrip(), file=sys.stderr)
        return BAD_INPUT
    except (OSError, UnicodeDecodeError) as fault:
        print(fault, file=sys.stderr)
        return BAD_INPUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("problem", metavar="PROBLEM.json")
    parser.add_argument("agenda", metavar="agenda.json", nargs="?", help="the agenda to check, explain or change")
    parser.add_argument("-o", "--output", metavar="OUT_DIR", help="folder for agenda.json, agenda.csv and calendars")
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument("--budget", type=float, metavar="S", help="seconds to spend (default 30)")
    parser.add_argument("--memory", type=int, metavar="MB", help="megabytes to hold at most (not with --work)")
    limit.add_argument("--work", type=float, metavar="N", help="units of work: same answer on every machine")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument(
        "--format",
        choices=["landbridge", "plain", "b2bsp"],
        default="landbridge",
        help="plain: numbered slots and weighted pairs; b2bsp: place the meetings of a .dzn file",
    )
    parser.add_argument("--fairness", type=int, metavar="D", help="b2bsp: breaks of two people differ by at most D")
    parser.add_argument("--check", action="store_true", help="verify an agenda instead of making one")
    parser.add_argument("--replan", metavar="CHANGES.json", help="change a published agenda: three choices")
    parser.add_argument(
        "--explain", metavar="WISH", nargs="?", const="", help="why wishes are unmet; with a WISH also what it costs"
    )


def _problem(options: argparse.Namespace) -> agenda.Problem:
    read = agenda.problem_from_simple_json if options.format == "plain" else agenda.problem_from_json
    return read(Path(options.problem).read_bytes())


def _check(options: argparse.Namespace) -> int:
    problem = _problem(options)
    faults = agenda.check(problem, agenda.agenda_from_json(Path(options.agenda).read_bytes()))
    for fault in faults:
        details = " ".join(f"{key}={value!r}" for key, value in fault.data.items())
        print(f"{fault.code} {' '.join(fault.wishes)} {details}".rstrip())
    print(f"{len(faults)} faults" if faults else "valid", file=sys.stderr)
    return FINDING if faults else DONE


def _explain(wish: str, problem: agenda.Problem, made: agenda.Agenda) -> int:
    """One JSON line per unmet wish, or for the one named; then what granting it would cost."""
    if wish and wish not in {w.id for w in problem.wishes}:
        print(f"wishes: unknown_wish id={wish!r}", file=sys.stderr)
        return BAD_INPUT
    for unmet in agenda.explain(problem, made, wishes={wish} if wish else None):
        reasons = [
            {"code": r.code, "a": r.a, "b": r.b, "participants": r.participants, "slots": r.slots,
             "quota": r.quota, "outranked_by": r.outranked_by}
            for r in unmet.reasons
        ]  # fmt: skip
        found: dict[str, object] = {"wish": unmet.wish, "proven": unmet.proven, "reasons": reasons}
        if wish and not unmet.proven:
            granted = agenda.grant(problem, made, wish)
            found["granted"] = granted and {
                "price": granted.price, "least_price": granted.least_price,
                "dropped": granted.dropped, "moved": granted.moved,
            }  # fmt: skip
        print(json.dumps(found))
    return DONE


def _replan(options: argparse.Namespace, problem: agenda.Problem, made: agenda.Agenda) -> int:
    """One folder per choice, and one JSON line per choice that says what it changes."""
    if not options.output:
        print("landbridge plan: -o OUT_DIR is needed", file=sys.stderr)
        return BAD_INPUT
    changes = agenda.changes_from_json(Path(options.replan).read_bytes())
    budget = 10.0 if options.budget is None else options.budget
    event = agenda.changed(problem, changes)
    answer = agenda.replan(event, made, now=changes.now, rate=changes.rate, budget=budget, seed=options.seed)
    for choice in answer.choices:
        folder = Path(options.output) / choice.name
        _write(answer.problem, choice.agenda, folder)
        (folder / "problem.json").write_text(agenda.problem_to_json(answer.problem) + "\n", encoding="utf-8")
        total = choice.agenda.level(agenda.LevelName.TOTAL)
        told = {
            "choice": choice.name, "changes": choice.changes, "least_changes": choice.least_changes,
            "total": total and total.value, "bound": total and total.bound, "moved": choice.moved,
            "dropped": choice.dropped, "added": choice.added, "reseated": choice.reseated,
        }  # fmt: skip
        print(json.dumps(told))
    return DONE


def _place(options: argparse.Namespace) -> int:
    """One JSON line with status, breaks, bound, seconds and the slot of each meeting, 1-based."""
    from landbridge.engines.agenda.place.b2bsp import problem_from_dzn  # slow: solvers that other uses do not need
    from landbridge.engines.agenda.place.solving import place

    budget = 60.0 if options.budget is None else options.budget
    if options.work is not None:
        print("landbridge plan --format b2bsp: --budget limits it, not --work", file=sys.stderr)
        return BAD_INPUT
    text = Path(options.problem).read_text(encoding="utf-8")
    answer = place(problem_from_dzn(text, fairness=options.fairness), budget=budget, seed=options.seed)
    found = {
        "status": answer.status.value,
        "breaks": answer.breaks,
        "bound": answer.bound,
        "seconds": round(answer.seconds, 3),
        "slots": [s + 1 for s in answer.slots],
    }
    print(json.dumps(found))
    return DONE if answer.slots else FINDING


def _plan(options: argparse.Namespace) -> int:
    if not options.output:
        print("landbridge plan: -o OUT_DIR is needed", file=sys.stderr)
        return BAD_INPUT
    if options.work is not None and options.memory is not None:
        print("landbridge plan: --memory goes with --budget", file=sys.stderr)
        return BAD_INPUT
    problem = _problem(options)
    answer = _solved(options, problem)
    folder = Path(options.output)
    if isinstance(answer, agenda.Infeasible):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "agenda.json").write_text(agenda.agenda_to_json(answer) + "\n", encoding="utf-8")
        for conflict in answer.conflicts:
            parts = ", ".join(f"{kind} {name}" for kind, name in conflict.parts)
            details = " ".join(f"{key}={value!r}" for key, value in conflict.data.items())
            print(f"{conflict.code}: {parts} {details}".rstrip(), file=sys.stderr)
        _say_ways_out(answer)
        return FINDING
    _write(problem, answer, folder)
    for level in answer.levels:
        proof = "no better exists" if level.proven else f"bound {level.bound}, gap {level.gap:.2%}"
        print(f"{level.name}: {level.value} ({proof})", file=sys.stderr)
    return DONE


def _say_ways_out(answer: agenda.Infeasible) -> None:
    """Each change that alone is enough, or those that are together."""
    enough = [relaxation for relaxation in answer.relaxations if relaxation.suffices]
    for change in enough or answer.combined:
        parts = ", ".join(f"{kind} {name}" for kind, name in change.parts)
        details = " ".join(f"{key}={value!r}" for key, value in change.data.items())
        print(f"{'enough' if enough else 'together enough'}: {change.kind} {parts} {details}".rstrip(), file=sys.stderr)


def _solved(options: argparse.Namespace, problem: agenda.Problem) -> agenda.Agenda | agenda.Infeasible:
    """Counted work is done here; time and memory are kept by a process apart, which Ctrl-C ends with the best so far."""
    if options.work is not None:
        return agenda.solve(problem, work=options.work, seed=options.seed, progress=_tell)
    interrupted = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        return agenda.solve_apart(
            problem,
            budget=30.0 if options.budget is None else options.budget,
            memory=options.memory,
            seed=options.seed,
            progress=_tell,
            cancel=interrupted.is_set,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def _write(problem: agenda.Problem, result: agenda.Agenda, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agenda.json").write_text(agenda.agenda_to_json(result) + "\n", encoding="utf-8")
    (folder / "agenda.csv").write_text(table_of(problem, result), encoding="utf-8-sig", newline="")
    _write_calendars(problem, result, folder)


def _tell(news: agenda.Progress) -> None:
    levels = ", ".join(f"{level.name} {level.value}/{level.bound}" for level in news.levels)
    print(f"{news.seconds:7.1f} s  {news.phase}  {levels}".rstrip(), file=sys.stderr)


def table_of(problem: agenda.Problem, result: agenda.Agenda) -> str:
    """The agenda as CSV, in the order of time; cells that a spreadsheet would run as a formula are neutralised."""
    slots = {slot.id: slot for slot in problem.slots}
    tables = {table.id: table for table in problem.tables}
    names = {person.id: person.name or person.id for person in problem.participants}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["day", "start", "end", "place", "room", "table", "a", "b", "others", "wish"])
    for m in sorted(result.meetings, key=lambda m: (slots[m.slot].start, m.table)):
        slot = slots[m.slot]
        others = "; ".join(names[name] for name in m.others)
        cells = [slot.day, slot.start.isoformat(), slot.end.isoformat(), slot.place, tables[m.table].room, m.table]
        writer.writerow([_neutral(cell) for cell in [*cells, names[m.a], names[m.b], others, m.wish]])
    return out.getvalue()


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _write_calendars(problem: agenda.Problem, result: agenda.Agenda, folder: Path) -> None:
    calendars = folder / "calendars"
    calendars.mkdir(exist_ok=True)
    used: set[str] = set()
    for person in problem.participants:
        stem = (
            "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in person.id).lstrip(".") or "_"
        )
        name, number = stem, 2
        while name.casefold() in used:
            name, number = f"{stem}-{number}", number + 1
        used.add(name.casefold())
        (calendars / f"{name}.ics").write_bytes(calendar_of(problem, result, person.id))
