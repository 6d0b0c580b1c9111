"""The list of files whose every branch is tested names files that exist, and every room's rules and actions."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATTERNS = [line for line in (ROOT / ".ci" / "proven").read_text("utf-8").splitlines() if line.startswith("src/")]
PROVEN = {path for pattern in PATTERNS for path in ROOT.glob(pattern)}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_names_something(pattern: str) -> None:
    assert list(ROOT.glob(pattern)), pattern


def test_kernel_states_rules_and_actions_of_every_room_are_on_the_list() -> None:
    rooms = ROOT / "src" / "landbridge"
    asked = set((rooms / "kernel").rglob("*.py"))
    for name in ("states.py", "rules.py", "actions.py", "actions/**/*.py"):
        asked |= set(rooms.glob(f"*/{name}"))
    asked |= set((rooms / "engines").rglob("checking.py"))
    assert sorted(str(path.relative_to(ROOT)) for path in asked - PROVEN) == []
