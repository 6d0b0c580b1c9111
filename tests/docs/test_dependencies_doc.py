"""docs/dependencies.md has a row for every package we ask for, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_package_has_its_row() -> None:
    asked: set[str] = set()
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if found := re.match(r"[a-zA-Z][\w.-]*", line):
                asked.add(found[0].lower())
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| ") and not row.startswith("| package")]
    told = {name.strip().lower() for row in rows for name in row.split(",")}
    assert (sorted(asked - told), sorted(told - asked)) == ([], [])
