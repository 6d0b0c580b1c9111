"""`landbridge codes load FILE`: the table of GB/T 4754, which no package carries."""

import argparse
import sys
from pathlib import Path

from landbridge.entrypoints.cli.house import may_migrate, open_house
from landbridge.entrypoints.cli.migrate import migrate
from landbridge.kernel.refusal import InputRefused

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("deed", choices=["load"], help="load: replace the installation's table by the file's")
    parser.add_argument("file", metavar="FILE", type=Path, help="CSV in UTF-8 with the columns code and name")
    parser.add_argument("--source", default="", help="where the table comes from (the file's name)")


def run(options: argparse.Namespace) -> int:
    """Load the table, whole or not at all."""
    try:
        text = options.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{options.file} cannot be read as UTF-8 text: {error}", file=sys.stderr)
        return 2
    with open_house():
        if may_migrate():
            migrate(verbosity=0)
        from landbridge.kernel.actor import SystemActor  # slow: models
        from landbridge.kernel.clock import SystemClock
        from landbridge.network import industries
        from landbridge.network.actions.codes import load_industries

        (scheme,) = industries.LOADABLE
        try:
            names = industries.read_table(text, scheme)
        except InputRefused as refused:
            _tell(refused)
            return 2
        source = options.source or options.file.name
        count = load_industries(actor=SystemActor(), scheme=scheme, names=names, source=source, at=SystemClock().now())
    print(f"GB/T 4754: {count} codes loaded from {source}.")
    return 0


def _tell(refused: InputRefused) -> None:
    from landbridge.network.phrases import FINDINGS

    for finding in refused.findings[:SHOWN]:
        print(f"row {finding.row}, column {finding.field}: {FINDINGS[finding.code] % finding.data}", file=sys.stderr)
    if len(refused.findings) > SHOWN:
        print(f"and {len(refused.findings) - SHOWN} more", file=sys.stderr)
    print("Nothing was loaded.", file=sys.stderr)
