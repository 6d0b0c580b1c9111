"""`landbridge migrate`."""

import argparse
import sys

from landbridge.entrypoints.cli.house import may_migrate, open_house, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--quiet", action="store_true", help="say nothing of the steps")


def run(options: argparse.Namespace) -> int:
    """Migrate through the owner's connection, the only one that may."""
    if not may_migrate():
        say("DATABASE_URL is set and DATABASE_OWNER_URL is not: migrations are the owner's, so name its address too.")
        return 2
    with open_house():
        migrate(verbosity=0 if options.quiet else 1)
    return 0


def migrate(*, verbosity: int) -> None:
    """Apply what is missing; call it inside `open_house`."""
    from django.core.management import call_command  # slow: loads Django's management

    call_command("migrate", database="owner", interactive=False, verbosity=verbosity, stdout=sys.stderr)
