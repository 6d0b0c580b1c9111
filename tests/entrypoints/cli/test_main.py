"""The dispatcher: finds a command, loads nothing else, and says no in the agreed way."""

import subprocess
import sys

import pytest

from landbridge.entrypoints.cli.main import COMMANDS, main, parser_of


def test_every_command_has_a_parser_that_says_what_it_does() -> None:
    for name, what in COMMANDS.items():
        shown = " ".join(parser_of(name).format_help().split())
        assert what[1:] in shown
        assert shown.startswith(f"usage: landbridge {name}")


@pytest.mark.parametrize("arguments", [[], ["fly"], ["backup"], ["serve", "--port", "high"]])
def test_bad_input_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    width = max(map(len, COMMANDS))
    assert [line for name, what in COMMANDS.items() if (line := f"{name:<{width}}  {what}") not in shown] == []


def test_planning_loads_no_settings() -> None:
    asked = "import sys; from landbridge.entrypoints.cli.main import load; load('plan')"
    told = "print([m for m in sys.modules if m == 'django' or m == 'landbridge.entrypoints.settings'])"
    done = subprocess.run([sys.executable, "-c", f"{asked}; {told}"], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
