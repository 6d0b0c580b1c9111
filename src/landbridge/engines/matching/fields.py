"""Fields of technology and industry as trees of codes, and how near two codes are.

A taxonomy is a mapping from code to its parent. NACE and GB/T 4754 are trees by the form of their codes; tags are a
tree of depth one. Codes of different schemes live side by side in one taxonomy when each carries its scheme as a
prefix (`nace:26.11`, `gbt:3971`, `tag:robotics`); `links` says which codes of two schemes mean the same.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Taxonomy:
    """Codes and their parents; `links` holds the nearness, from 0 to 1, of chosen pairs across the trees.

    ValueError for a parent that is not a code or for a circle.
    """

    parents: Mapping[str, str | None]
    links: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.parents:
            self.path(code)

    def __contains__(self, code: object) -> bool:
        return code in self.parents

    def path(self, code: str) -> tuple[str, ...]:
        """The codes from the root of the tree down to `code`."""
        steps: list[str] = []
        at: str | None = code
        while at is not None:
            if at not in self.parents:
                raise ValueError(f"{at}, above {code}, is not a code of this taxonomy")
            if at in steps:
                raise ValueError(f"{code} lies in a circle")
            steps.append(at)
            at = self.parents[at]
        return tuple(reversed(steps))

    def nearness(self, left: str, right: str) -> float:
        """1 for the same code, the shared share of the longer path for cousins, 0 for strangers."""
        return float(self.table([left], [right])[0, 0])

    def table(self, left: Iterable[str], right: Iterable[str]) -> Floats:
        """Nearness of every code of `left` to every code of `right`, as float32 of that shape."""
        rows, columns = list(left), list(right)
        numbers: dict[str, int] = {}
        left_paths, left_depths = self._numbered(rows, numbers)
        right_paths, right_depths = self._numbered(columns, numbers)
        shared = np.zeros((len(rows), len(columns)), dtype=np.float32)
        for level in range(min(left_paths.shape[1], right_paths.shape[1])):
            step = left_paths[:, level]
            shared += (step[:, None] == right_paths[None, :, level]) & (step[:, None] >= 0)
        longer = np.maximum(np.maximum(left_depths[:, None], right_depths[None, :]), 1)
        near: Floats = (shared / longer).astype(np.float32)
        self._link(near, rows, columns)
        return near

    def _numbered(self, codes: list[str], numbers: dict[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        paths = [self.path(code) for code in codes]
        depths = np.array([len(path) for path in paths], dtype=np.int64)
        table = np.full((len(codes), int(depths.max(initial=0))), -1, dtype=np.int64)
        for row, path in enumerate(paths):
            for level, code in enumerate(path):
                table[row, level] = numbers.setdefault(code, len(numbers))
        return table, depths

    def _link(self, near: Floats, rows: list[str], columns: list[str]) -> None:
        row_of = {code: index for index, code in enumerate(rows)}
        column_of = {code: index for index, code in enumerate(columns)}
        for (one, other), value in self.links.items():
            for left, right in ((one, other), (other, one)):
                if left in row_of and right in column_of:
                    at = row_of[left], column_of[right]
                    near[at] = max(float(near[at]), value)


def tags(codes: Iterable[str]) -> Taxonomy:
    """A flat taxonomy: every code is near to itself only."""
    return Taxonomy(dict.fromkeys(codes))


def joined(*taxonomies: Taxonomy, links: Mapping[tuple[str, str], float] | None = None) -> Taxonomy:
    """One taxonomy that knows the codes and links of all; a later one wins where a code stands in two."""
    parents: dict[str, str | None] = {}
    all_links: dict[tuple[str, str], float] = {}
    for taxonomy in taxonomies:
        parents |= taxonomy.parents
        all_links |= taxonomy.links
    return Taxonomy(parents, all_links | dict(links or {}))


def from_table(path: Path, *, scheme: str) -> Taxonomy:
    """A taxonomy from a CSV file with columns `code` and `section`, as NACE and GB/T 4754 tables have them.

    The parent of a code is the longest other code that begins it, else its section. Codes get `scheme:` in front.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        sections = {row["code"]: row["section"] for row in csv.DictReader(file)}
    return from_sections(sections, scheme=scheme)


def from_sections(sections: Mapping[str, str], *, scheme: str) -> Taxonomy:
    """A taxonomy from code -> section letter; see `from_table`."""
    parents: dict[str, str | None] = {}
    for code, section in sections.items():
        above = next((code[:end] for end in range(len(code) - 1, 1, -1) if code[:end] in sections), section)
        parents[f"{scheme}:{code}"] = None if code == section else f"{scheme}:{above}"
    return Taxonomy(parents)
