"""Where the tests find data that is not part of the project: a folder `shared/data` beside the checkout, or above it."""

from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """The file or folder of that name; the test is skipped where there is none."""
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / name
        if found.exists():
            return found
    pytest.skip(f"there is no shared/data/{name} beside this checkout: it is not distributed with the project")


def deals() -> Path:
    """The folder of financing rounds until 2011."""
    return shared("deals")
