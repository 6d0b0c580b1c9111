"""docs/api.md lists the addresses of the API as they are, and its worked example runs."""

import re
from collections.abc import Iterator
from pathlib import Path

from landbridge.network.permissions import Permission
from landbridge.network.scopes import SCOPES, Scope

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "api.md"
HEADING = "## Every address"
NO_LOG_IN = "open"


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Subject, method and address, what it does, what it needs: of every operation in the order of the description."""
    from landbridge.entrypoints.api.site import api  # noqa: PLC0415 -- Django is set up by then
    from tests.entrypoints.routes import every_route  # noqa: PLC0415 -- as above

    needs = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.pattern): str(route.needs) for route in every_route()}
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            told = operation["description"].split("\n")[0]
            needed = needs[path].replace("public", NO_LOG_IN)
            yield operation["tags"][0], f"`{method.upper()} {path.removeprefix('/api')}`", told, needed


def table() -> str:
    """The section as it should be."""
    subjects: dict[str, list[str]] = {}
    for subject, address, told, needed in rows():
        subjects.setdefault(subject, []).append(f"| {address} | {told} | {needed} |")
    parts = [
        "\n".join([f"### {subject[0].upper()}{subject[1:]}", "", "| | | needs |", "|---|---|---|", *lines])
        for subject, lines in subjects.items()
    ]
    return "\n\n".join(parts)


def written() -> str:
    """The whole page as it should be: what stands before the heading, the sentence after it, and the table."""
    before, after = PAGE.read_text(encoding="utf-8").split(HEADING)
    return f"{before}{HEADING}\n\n{after.strip().split('### ')[0].strip()}\n\n{table()}\n"


def test_the_page_lists_every_address() -> None:
    """After a change: `python -m tests.docs.test_api_doc` writes the section anew."""
    assert PAGE.read_text(encoding="utf-8") == written()


def test_every_scope_and_what_it_covers_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [scope for scope in Scope if f"| `{scope}` |" not in text] == []
    covered: set[Permission] = set().union(*SCOPES.values())
    uncovered = {needed for _s, _a, _t, needed in rows()} - {*covered, NO_LOG_IN, "signed_in"}
    assert uncovered == set(), "no token opens these"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.entrypoints.settings")
    django.setup()
    PAGE.write_text(written(), encoding="utf-8")
