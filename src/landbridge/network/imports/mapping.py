"""Which column of the file is which column of the schema: guessed by header, corrected by people."""

import re

from rapidfuzz.distance import OSA

from landbridge.kernel.names import folded
from landbridge.network.imports.reading import Cells
from landbridge.network.imports.schema import Schema

Mapping = dict[str, int]
"""Column keys of the schema to places in the file, from 0."""
_ASIDE = re.compile(r"[（(\[【].*?[)）\]】]|[*＊:：]")
_PARTS = re.compile(r"[/|／\n]| - ")
TYPING_ERRORS = 1
"""A header of at least five letters may differ by so many: one letter wrong, missing, added, or two swapped."""


def guessed(schema: Schema, header: Cells) -> Mapping:
    """The most likely mapping: exact headers first, then parts of bilingual ones (姓名 / Name), then near misses.

    A place is given away once; what nobody claims stays unmapped.
    """
    found: Mapping = {}
    for likeness in (_exact, _part, _near):
        for place, text in enumerate(header):
            if place in found.values() or not text:
                continue
            for column in schema.columns:
                if column.key not in found and any(likeness(text, known) for known in (column.key, *column.headers)):
                    found[column.key] = place
                    break
    return found


def cleaned(schema: Schema, header: Cells, chosen: Mapping) -> Mapping:
    """What somebody chose, without columns the schema or the file does not have and without a place used twice."""
    kept: Mapping = {}
    for key, place in chosen.items():
        if schema.has(key) and 0 <= place < len(header) and place not in kept.values():
            kept[key] = place
    return kept


def _plain(text: str) -> str:
    return folded(_ASIDE.sub(" ", text).replace("_", " "))


def _exact(text: str, known: str) -> bool:
    return _plain(text) == _plain(known)


def _part(text: str, known: str) -> bool:
    return _plain(known) in {_plain(part) for part in (*_PARTS.split(text), *re.split(r"(?<=[^\x00-\x7f])\s+", text))}


def _near(text: str, known: str) -> bool:
    return len(known) > 4 and OSA.distance(_plain(text), _plain(known), score_cutoff=TYPING_ERRORS) <= TYPING_ERRORS
