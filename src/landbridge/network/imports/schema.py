"""What a table of some kind must look like: typed columns, each with a parser."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from landbridge.kernel.refusal import Finding
from landbridge.network.drafts import PersonDraft

Values = Mapping[str, Any]
Parser = Callable[[str], Any]
Options = Mapping[str, tuple[str, ...]]
"""Codes of a closed list, each with the words people write for it."""


class CellRefused(Exception):  # noqa: N818 -- an answer about what was given
    """A parser cannot read a cell. `code` names the finding; `expected` is an example or a list of what can be read."""

    def __init__(self, code: str, *, expected: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, the headers it goes by (in any language), how a cell is read, whether it must be filled.

    `parse` gets a cell without surrounding space, never an empty one; an empty cell is `empty`. `example` shows people
    what to write; where only some things can be written, `options` has each with the words that are read as it.
    """

    key: str
    headers: tuple[str, ...]
    parse: Parser = str
    required: bool = False
    empty: Any = ""
    limit: int = 200
    example: str = ""
    options: Options = field(default_factory=dict)


def _no_findings(_: Values) -> Iterable[Finding]:
    return ()


Said = tuple[Hashable, Mapping[str, Any]]


def _says_nothing(_: Values) -> Said | None:
    return None


def _nobody(_: Values) -> PersonDraft | None:
    return None


def _no_identity(_: Values) -> Hashable:
    return None


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of table. `check` sees a whole row; rows with the same `identity` (unless None) repeat each other.

    `said` gives what a row says of the party it belongs to, by column: rows of one party must not contradict each other.
    `one_of` are sets of columns of which at least one must be mapped and filled. `joint` are sets of columns that are
    judged together: where one cannot be read, nothing is said against the others. `person` is whom a row names.
    """

    key: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    check: Callable[[Values], Iterable[Finding]] = _no_findings
    identity: Callable[[Values], Hashable] = _no_identity
    said: Callable[[Values], Said | None] = _says_nothing
    joint: tuple[tuple[str, ...], ...] = ()
    person: Callable[[Values], PersonDraft | None] = _nobody

    def column(self, key: str) -> Column:
        """The column with that key; KeyError if there is none."""
        return {column.key: column for column in self.columns}[key]

    def has(self, key: str) -> bool:
        """Whether there is such a column."""
        return any(column.key == key for column in self.columns)

    def missing(self, mapped: Iterable[str]) -> tuple[str, ...]:
        """Keys of required columns that are not mapped; of a set of which one is needed, its first."""
        have = set(mapped)
        alone = [column.key for column in self.columns if column.required and column.key not in have]
        return (*alone, *(keys[0] for keys in self.one_of if not have & set(keys)))
