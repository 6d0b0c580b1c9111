"""`landbridge messages`: collect what is to be translated, compile what is."""

import argparse

from landbridge.entrypoints.cli.house import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--compile", action="store_true", help="compile the catalogues as they are")
    only.add_argument("--check", action="store_true", help="change nothing; list what is untranslated or outdated")


def run(options: argparse.Namespace) -> int:
    """Update and compile the catalogues; with --check list the faults, one a line."""
    from landbridge.entrypoints.cli import catalogues  # slow: Babel

    if options.check:
        found = catalogues.faults()
        for fault in found:
            print(f"{fault.room}: {fault.code}: {fault.text!r}")
        return int(bool(found))
    if not options.compile:
        for room in catalogues.update():
            print(f"{room}: catalogue changed")
    say(f"translations: {catalogues.compile_all()} catalogues compiled")
    return 0
