"""The tutorial and the concepts name files and things that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text()
CONCEPTS = (ROOT / "docs" / "concepts.md").read_text()
PATHS = re.findall(r"`((?:src|tests)/[^`]+)`", TUTORIAL)
NAMES = sorted(set(re.findall(r"`@?(?:\w+\.)*(\w{4,})`", TUTORIAL + CONCEPTS)))


@pytest.fixture(scope="session")
def code() -> str:
    return "\n".join(path.read_text() for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", PATHS)
def test_every_file_of_the_tutorial_exists(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_in_the_code(name: str, code: str) -> None:
    assert re.search(rf"\b{name}\b", code)


def test_the_sections_of_the_tutorial_name_what_their_file_defines() -> None:
    for path, section in re.findall(r"## \d+\. [^`]*`([^`]+)`\n(.*?)(?=\n## |\Z)", TUTORIAL, flags=re.DOTALL):
        first = re.search(r"`(\w+)`", section)
        assert first is not None
        assert first[1] in (ROOT / path).read_text(), (path, first[1])
