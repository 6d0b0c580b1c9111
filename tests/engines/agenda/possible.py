"""Whether a tiny event has any agenda at all, said from the rules as `parts` words them: nothing of the engine's model.

Every meeting that could stand alone is one column; what two of them may not do at once is written down pair by pair.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import combinations, product

from ortools.sat.python import cp_model

from landbridge.engines import agenda
from landbridge.engines.agenda import Meeting, QuotaScope, WishKind


def possible(problem: agenda.Problem) -> bool:
    """Whether any agenda meets all demands; the agenda found is shown to the checker."""
    model = cp_model.CpModel()
    columns = {m: model.new_bool_var("") for m in _meetings(problem)}
    _once(problem, model, columns)
    _counts(problem, model, columns)
    demanded = {w.id for w in problem.wishes if w.kind is WishKind.MUST} | {pin.wish for pin in problem.pins}
    for name in demanded:
        model.add_bool_or([x for m, x in columns.items() if m.wish == name])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    if status == cp_model.INFEASIBLE:
        return False
    held = tuple(sorted(m for m, x in columns.items() if solver.boolean_value(x)))
    faults = agenda.check(problem, agenda.Agenda(held, ()))
    assert {fault.code for fault in faults} <= {agenda.FaultCode.LEVEL_WRONG}, faults
    return True


def _meetings(problem: agenda.Problem) -> Iterable[Meeting]:
    """Every meeting that breaks no rule of its own."""
    hired = ["", *(p.id for p in problem.participants if p.interprets)]
    for w in problem.wishes:
        for a, b, slot, table, helper in product(w.a, w.b, problem.slots, problem.tables, hired):
            m = Meeting(w.id, a, b, slot.id, table.id, w.others, helper)
            faults = agenda.check(problem, agenda.Agenda((m,), ()))
            if w.kind is not WishKind.NEVER and not any(w.id in fault.wishes for fault in faults):
                yield m


def _once(problem: agenda.Problem, model: cp_model.CpModel, columns: dict[Meeting, cp_model.IntVar]) -> None:
    """Nobody at two places, nor underway; no table, wish or pair twice; no resource beyond what there is."""
    slots = {s.id: s for s in problem.slots}
    minutes = {frozenset((way.a, way.b)): way.minutes for way in problem.travel}
    wishes = {w.id: w for w in problem.wishes}
    for one, two in combinations(columns, 2):
        first, second = sorted((slots[one.slot], slots[two.slot]), key=lambda s: s.start)
        overlap = second.start < first.end
        walk = timedelta(minutes=minutes.get(frozenset((first.place, second.place)), 0))
        apart = not overlap and (first.place == second.place or second.start - first.end >= walk)
        clash = bool({*one.people} & {*two.people}) and not apart
        if clash or one.wish == two.wish or {one.a, one.b} == {two.a, two.b} or (one.table == two.table and overlap):
            model.add_bool_or([~columns[one], ~columns[two]])
    for resource in problem.resources:
        for slot in problem.slots:
            using = [
                x
                for m, x in columns.items()
                if resource.id in wishes[m.wish].resources
                and slots[m.slot].start <= slot.start < slots[m.slot].end
            ]  # fmt: skip
            model.add(sum(using) <= resource.capacity)


def _counts(problem: agenda.Problem, model: cp_model.CpModel, columns: dict[Meeting, cp_model.IntVar]) -> None:
    """Bounds of people and quotas."""
    group = {p.id: p.group for p in problem.participants}
    day = {s.id: s.day for s in problem.slots}

    def bound(counts: Callable[[Meeting], bool], low: int, high: int | None) -> None:
        members = [x for m, x in columns.items() if counts(m)]
        model.add(sum(members) >= low)
        model.add(sum(members) <= (len(members) if high is None else high))

    for person in problem.participants:
        bound(lambda m, name=person.id: name in m.people, person.min_meetings, person.max_meetings)  # type: ignore[misc]
    for quota in problem.quotas:
        owners = {
            QuotaScope.PARTICIPANT: [{quota.of}],
            QuotaScope.PARTY: [{p.id for p in problem.participants if p.party == quota.of}],
            QuotaScope.GROUP: [{p.id for p in problem.participants if p.group == quota.of}],
            QuotaScope.EACH: [{p.id} for p in problem.participants if p.group == quota.of],
        }[quota.scope]
        for members in owners:

            def counts(m: Meeting, members: set[str] = members, quota: agenda.Quota = quota) -> bool:
                if quota.day not in {None, day[m.slot]}:
                    return False
                return any(
                    name in members
                    and (quota.with_group is None or any(group[o] == quota.with_group for o in m.people if o != name))
                    for name in m.people
                )

            bound(counts, quota.at_least, quota.at_most)
