"""Where commands meet the rest: the database runs, and Django is set up, for as long as a command needs them."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import django

from landbridge.ground.postgres import Connection, Role, is_embedded, running


@contextmanager
def open_house() -> Iterator[Mapping[Role, Connection]]:
    """The database started if needed, settings and rooms loaded; the database stopped after its last user."""
    with running(os.environ) as connections:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.entrypoints.settings")
        django.setup()
        yield connections


def may_migrate() -> bool:
    """Whether the owner's connection is known: always for our own database, by DATABASE_OWNER_URL for another."""
    return is_embedded(os.environ) or bool(os.environ.get("DATABASE_OWNER_URL"))


def say(text: str) -> None:
    """Progress, for whoever watches."""
    print(text, file=sys.stderr, flush=True)
