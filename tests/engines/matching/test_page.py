import re
from pathlib import Path

from landbridge.engines import matching
from landbridge.engines.matching import prior
from landbridge.entrypoints.cli import main

PAGE = (Path(__file__).parents[3] / "docs" / "matching.md").read_text(encoding="utf-8")


def test_the_page_shows_the_weights_of_the_prior() -> None:
    rows = re.findall(r"^\| (\w+) \| .* \| [\d.]+ \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    shown = {name: prior.Weight(float(need), float(offer)) for name, need, offer in rows}
    assert shown == {str(name): weight for name, weight in matching.PRIOR.items()}


def test_the_page_names_every_option_of_the_command() -> None:
    known = {option for action in main.parser_of("match")._actions for option in action.option_strings}
    shown = set(re.findall(r"(--[a-z][a-z-]+)", PAGE))
    assert shown == {option for option in known if option.startswith("--")} - {"--help", "--output"}
