"""What documents say about commands, targets and settings is so."""

import re
from pathlib import Path

import pytest

from landbridge.entrypoints.cli.main import COMMANDS, PASSED_ON, parser_of

ROOT = Path(__file__).parents[3]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").iterdir()]
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"(?:^|bin/)landbridge ([a-z][a-z-]*)((?: [^\n|;&#]*)?)")
MAKE = re.compile(r"(?:^|\s|;|&& )make ([a-z][a-z0-9-]*)")
SETTING = re.compile(r"""["']((?:LANDBRIDGE|DATABASE)_[A-Z_]+)["']""")


def code_of(document: Path) -> list[str]:
    """The code in a document: blocks and spans of Markdown, every line of another file."""
    text = document.read_text(encoding="utf-8")
    if document.suffix != ".md":
        return [line for line in text.splitlines() if not line.startswith(("#", "Description="))]
    return [line for block, span in CODE.findall(text) for line in (block or span).splitlines()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documented_commands_exist_with_their_options(document: Path) -> None:
    wrong = []
    for line in code_of(document):
        for name, rest in COMMAND.findall(line):
            known = set(parser_of(name)._option_string_actions) if name in COMMANDS else set()
            options = set() if name in PASSED_ON else set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest))
            if name not in COMMANDS or options - known:
                wrong.append(line)
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documented_targets_exist(document: Path) -> None:
    named = {target for line in code_of(document) for target in MAKE.findall(line)}
    assert named - targets() == set()


def test_every_target_says_what_it_does_and_the_readme_s_are_there() -> None:
    assert {"run", "test", "setup", "lint", "types", "e2e", "bench", "test-pg15", "clean"} <= targets()


def targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+):.*## \S", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]
    read = {name for text in sources for name in SETTING.findall(text)}
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(read)


def test_every_command_is_documented() -> None:
    text = "\n".join(line for document in DOCUMENTS for line in code_of(document))
    assert [name for name in COMMANDS if f"landbridge {name}" not in text] == []
