"""docs/states.md draws the lifecycles of the code, no more and no less."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import landbridge
from landbridge.kernel.transitions import TransitionTable

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "states.md"
DRAWABLE = 20


def tables() -> Iterator[tuple[str, TransitionTable[Any]]]:
    """Every lifecycle by its full name."""
    house = Path(landbridge.__file__).parent
    for path in sorted(house.rglob("states.py")):
        module = ".".join(("landbridge", *path.relative_to(house).with_suffix("").parts))
        for name, value in sorted(vars(import_module(module)).items()):
            if isinstance(value, TransitionTable):
                yield f"{module.removeprefix('landbridge.')}.{name}", value


def drawn(name: str, table: TransitionTable[Any]) -> str:
    """One lifecycle: a drawing, or a table where the arrows would be too many to follow."""
    edges = table.edges()
    if len(edges) <= DRAWABLE:
        lines = [f"    {frm} --> {to}" for frm, to in edges] + [f"    {end} --> [*]" for end in sorted(table.final())]
        return "\n".join([f"## `{name}`", "```mermaid", "stateDiagram-v2", *lines, "```"])
    by_state: dict[str, list[str]] = {}
    for frm, to in edges:
        by_state.setdefault(frm, []).append(to)
    order = [str(state) for state in type(edges[0][0])]
    rows = [
        f"| {state} | {', '.join(sorted(by_state[state], key=order.index))} |" for state in order if state in by_state
    ]
    return "\n".join([f"## `{name}`", "| from | to |", "|---|---|", *rows])


def written() -> str:
    """The whole page as it should be: the introduction that stands there, then every lifecycle."""
    introduction = PAGE.read_text(encoding="utf-8").split("\n## ")[0].rstrip()
    return "\n\n".join([introduction, *(drawn(name, table) for name, table in tables())]) + "\n"


def test_the_page_draws_every_lifecycle_as_it_is() -> None:
    """After a change: `python -m tests.docs.test_states_doc` writes the page anew."""
    assert PAGE.read_text(encoding="utf-8") == written()


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
