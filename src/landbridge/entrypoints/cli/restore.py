"""`landbridge restore FILE`."""

import argparse
import os
from pathlib import Path

from landbridge.entrypoints.cli.house import say
from landbridge.ground.postgres import read_backup, running


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `landbridge backup` wrote")


def run(options: argparse.Namespace) -> int:
    """Put a backup into an empty database; a database with tables is refused and left alone."""
    if not options.file.is_file():
        say(f"There is no file {options.file}.")
        return 2
    with running(os.environ):
        manifest = read_backup(os.environ, options.file)
    print(f"restored {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, as of {manifest.made_at}")
    return 0
