"""`landbridge manage`: Django's own commands, with the database running."""

import argparse
import os

from landbridge.ground.postgres import running


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="COMMAND ...", help="as for manage.py")


def run(options: argparse.Namespace) -> int:
    """Hand the arguments to Django."""
    from django.core.management import execute_from_command_line  # slow: loads Django's management

    with running(os.environ):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.entrypoints.settings")
        execute_from_command_line(["landbridge manage", *options.arguments])
    return 0
