"""`landbridge COMMAND`: finds the command and loads only what it needs."""

import sys
from collections.abc import Callable, Mapping, Sequence


def _plan(argv: Sequence[str]) -> int:
    from landbridge.entrypoints.cli import plan  # slow: the solvers

    return plan.run(argv)


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {"plan": _plan}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named by the first argument; 2 if there is none of that name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(f"usage: landbridge {{{','.join(sorted(COMMANDS))}}} ...", file=sys.stderr)
        return 2
    return command(arguments[1:])
