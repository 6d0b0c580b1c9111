"""`landbridge backup FILE`."""

import argparse
import os
from pathlib import Path

from landbridge.entrypoints.cli.house import say
from landbridge.ground.postgres import running, write_backup
from landbridge.kernel.clock import SystemClock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a tar file; an older one of that name is replaced")


def run(options: argparse.Namespace) -> int:
    """Write database, documents and secret to one file."""
    if not options.file.resolve().parent.is_dir():
        say(f"There is no folder {options.file.resolve().parent}.")
        return 2
    with running(os.environ):
        manifest = write_backup(os.environ, options.file, at=SystemClock().now())
    size = options.file.stat().st_size / 1e6
    print(f"{options.file}: {len(manifest.rows)} tables, {sum(manifest.rows.values())} rows, {size:.1f} MB")
    return 0
