"""Background work of matchmaking: texts are encoded and lists are made here, so that no page waits for them."""

import logging
import smtplib
import time
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from landbridge.ground import installation
from landbridge.ground.hubs import forget_context, hub_context
from landbridge.ground.jobs import JsonDict, Run, enqueue, job
from landbridge.kernel.actor import SystemActor
from landbridge.matchmaking import crowding, leads, lists, rules, vectors
from landbridge.matchmaking.actions import board, searches, shortlists
from landbridge.matchmaking.ranker import fitted
from landbridge.network.models import Hub
from landbridge.projects.rules import access_project

logger = logging.getLogger(__name__)
SEARCH_JOB: Final = "matchmaking.look_again"
READING_SECONDS: Final = 45
"""How long one turn of reading the book of troubles lasts: a minute later the next begins, while the other of the worker's
two places stays free."""
FAULTS: Final = (smtplib.SMTPException, OSError)
"""What sending may raise that says nothing against the program."""


@job(shortlists.JOB)
def make_shortlist(run: Run, *, of: str, identifier: str) -> JsonDict:
    """Make the list of one project or need. A cancelled run leaves the former list, and the vectors it has made."""
    actor, at = SystemActor(run.requested_by), installation.clock().now()
    key = UUID(identifier)
    need = rules.access_need(actor, key) if of == "need" else None
    subject = need or access_project(actor, key)

    def told(done: int, total: int) -> None:
        run.stop_if_cancelled()
        run.report(0.05 + 0.85 * done / max(total, 1), done=done, of=total)

    field = lists.field_of(run.hub_id, asof=at.date())
    found = vectors.encoder_of(run.hub_id, told)
    encoder, kept = found or (None, None)
    make = lists.for_need if need else lists.for_project
    candidates = len(field.offers if need else field.needs)
    attention = crowding.attention_for(subject, candidates=candidates, at=at)
    made = make(field, key, encoder=encoder, attention=attention)
    if kept is not None:
        kept.save(at=at)
    run.stop_if_cancelled()
    shortlists.save_shortlist(actor=actor, subject=subject, made=made, at=at)
    return {of: identifier, "lines": len(made.lines), "considered": made.considered}


@job(SEARCH_JOB)
def look_again(run: Run) -> JsonDict:
    """Let every search that is due look, and tell its owner; each letter is a transaction of its own."""
    actor, clock = SystemActor(run.requested_by), installation.clock()
    at = clock.now()
    due = searches.waiting(run.hub_id, at)
    if not due:
        return {"searches": 0, "told": 0}
    field = lists.field_of(run.hub_id, asof=at.date())
    found = vectors.encoder_of(run.hub_id, lambda _done, _total: run.stop_if_cancelled())
    encoder, kept = found or (None, None)
    ranker = fitted(field, encoder)
    told = 0
    for number, search in enumerate(due):
        run.stop_if_cancelled()
        run.report(number / len(due), done=number, of=len(due))
        made = lists.for_need(field, search.need_id, encoder=encoder, ranker=ranker)
        searches.keep_finds(actor=actor, search_id=search.pk, made=made, at=at)
        try:
            told += bool(searches.tell_owner(actor=actor, search_id=search.pk, at=at))
        except FAULTS as fault:
            logger.warning("the owner of search %s was not told: %s", search.pk, type(fault).__name__)
    if kept is not None:
        kept.save(at=at)
    return {"searches": len(due), "told": told}


@job(board.TELL_JOB)
def tell_of_lead(run: Run, *, lead_id: str) -> JsonDict:  # noqa: ARG001 -- a job's signature
    """Tell the hub's managers by mail that somebody asked; who and what stands on the page, not in the mail."""
    told = leads.tell_managers(lead_id=UUID(lead_id), at=installation.clock().now())
    return {"told": told}


@app.periodic(cron="20 6 * * *")
@app.task(name="matchmaking.look_daily", queueing_lock="matchmaking.look_daily")
def look_daily(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate's signature
    """Ask once a day, hub by hub, for the searches that are due."""
    forget_context()
    at = installation.clock().now()
    for hub_id in list(Hub.objects.values_list("pk", flat=True)):
        with hub_context(hub_id):
            if searches.waiting(hub_id, at):
                enqueue(SEARCH_JOB, actor=SystemActor(), hub_id=hub_id, at=at)


@app.periodic(cron="* * * * *")
@app.task(name="matchmaking.read_troubles", queueing_lock="matchmaking.read_troubles", lock="matchmaking.read_troubles")
def read_troubles(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate's signature
    """Read on in the book of troubles until it is read: forty minutes of one processor in all, once an installation."""
    begun = time.monotonic()
    missing = vectors.read_on(until=lambda: time.monotonic() - begun > READING_SECONDS)
    if missing:
        logger.info("the book of troubles: %d parts are still to be read", missing)
