"""The command `landbridge`: picks one module per command and loads no other.

Results go to stdout, progress to stderr. It ends with 0 (done), 1 (a finding, or it could not be done) or 2 (bad input).
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import Protocol, cast

from landbridge.ground.postgres import PostgresError
from landbridge.kernel.refusal import InputRefused, Refusal

COMMANDS = {
    "serve": "run the site: web, worker and database",
    "demo": "load the demonstration network into an empty database",
    "start-real": "make a clean database with its first hub and account",
    "migrate": "bring the database to this version",
    "manage": "run one of Django's management commands",
    "psql": "open a prompt on the database",
    "doctor": "say what runs and what is wrong",
    "backup": "write database and documents to one file",
    "restore": "read such a file into an empty database",
    "codes": "load the table of GB/T 4754, which no package carries",
    "zones": "bring coming events back to their wall times after an update of the time zones",
    "messages": "collect the texts to translate and compile the translations",
    "plan": "plan an agenda from a file; needs no database",
    "match": "rank needs for every offer from files; needs no database",
}
PASSED_ON = frozenset({"manage", "psql"})  # what follows is another program's business


class Command(Protocol):
    """What a command's module holds. Importing it loads no settings."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the command's arguments."""

    def run(self, options: argparse.Namespace, /) -> int:
        """Do it and return the exit status."""
        ...


def load(name: str) -> Command:
    """The module of that command."""
    return cast("Command", import_module(f"landbridge.entrypoints.cli.{name.replace('-', '_')}"))


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of one command, for running it and for comparing documents with it."""
    parser = argparse.ArgumentParser(f"landbridge {name}", description=_sentence(COMMANDS[name]))
    load(name).add_arguments(parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = _overview().parse_args(arguments[:1]).command
    options = _options(name, arguments[1:])
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        return load(name).run(options)
    except InputRefused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except (PostgresError, Refusal) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _overview() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:<{width}}  {what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        "landbridge",
        description=f"Runs an international innovation network.\n\ncommands:\n{lines}",
        epilog="landbridge COMMAND --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="landbridge COMMAND ...",
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of the above")
    return parser


def _options(name: str, arguments: list[str]) -> argparse.Namespace:
    """Parse what follows the command's name, unless it is another program's business."""
    if name in PASSED_ON and arguments[:1] not in (["-h"], ["--help"]):
        return argparse.Namespace(arguments=arguments)
    return parser_of(name).parse_args(arguments)


def _leave(number: int, _frame: FrameType | None) -> None:
    """End by unwinding, so that what was started is stopped."""
    raise SystemExit(128 + number)
