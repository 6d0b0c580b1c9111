"""Lists: declared once, then filtered, searched, sorted, paged, exported and printed the same way everywhere.

    ORGANISATIONS = List(
        key="organisations",
        columns=(
            Column("name", _("Name"), lambda row: row.name, sort="sort_key", link=lambda row: row.get_absolute_url()),
            Column("country", _("Country or region"), "country", sort="country"),
        ),
        filters=(Filter("country", _("Country or region"), countries, lambda rows, value: rows.filter(country=value)),),
        search=queries.search_organisations,
        empty=Empty(_("No organisation yet"), _("Add the first one, or import a list."), "network:add_organisation", _("Add")),
    )

    def organisations(request):
        return ORGANISATIONS.respond(request, rules.visible_organisations(request.actor), {"heading": _("Organisations")})

Two queries a page, however long the table: the rows by key and a count that stops at `COUNT_LIMIT`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html

from landbridge.entrypoints.web import cursors, exports

COUNT_LIMIT: Final = 1000
EXPORT_LIMIT: Final = 100_000
PAGE_PARAMETERS: Final = ("page", "export")
Words = str | Promise
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it says of a row, how it sorts, where it leads.

    `value` is an attribute path ("hub.city") or a function of the row; it is shown and exported, unless `shown` gives the
    page something richer (a badge). `sort` names a field or annotation of the queryset. `page=False` is exported only.
    """

    key: str
    heading: Words
    value: str | Callable[[Any], object]
    sort: str | tuple[str, ...] = ()
    descending: bool = False
    numeric: bool = False
    link: Callable[[Any], str] | None = None
    shown: Callable[[Any], object] | None = None
    page: bool = True
    export: bool = True

    @property
    def sort_keys(self) -> tuple[str, ...]:
        """The sort as a tuple; empty where the column does not sort."""
        return (self.sort,) if isinstance(self.sort, str) else self.sort

    def of(self, row: object) -> object:
        """The value of this column for a row."""
        if callable(self.value):
            return self.value(row)
        for part in self.value.split("."):
            row = getattr(row, part, None)
        return row

    def cell(self, row: object) -> object:
        """What the page shows: the value, richer if declared, as a link if it leads somewhere."""
        content = self.shown(row) if self.shown else self.of(row)
        content = "" if content is None else content
        return format_html('<a href="{}">{}</a>', self.link(row), content) if self.link else content


@dataclass(frozen=True, slots=True)
class Filter:
    """One question that narrows the list: `choices` are (value, words), `apply` takes the queryset and a valid value."""

    key: str
    label: Words
    choices: Callable[[], Sequence[tuple[str, Words]]] | Sequence[tuple[str, Words]]
    apply: Callable[[Rows, str], Rows]

    def options(self) -> Sequence[tuple[str, Words]]:
        """The choices, asked for now if they depend on the data."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: what would stand here, what to do first, and the way to it."""

    title: Words
    text: Words = ""
    route: str = ""
    action: Words = ""
    arguments: Mapping[str, object] = field(default_factory=dict)

    def url(self) -> str:
        """Where the action leads."""
        return reverse(self.route, kwargs=dict(self.arguments)) if self.route else ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head on a page: its words, where a press on it leads, how it is sorted now."""

    column: Column
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter on a page: its options and the one chosen."""

    filter: Filter
    options: Sequence[tuple[str, Words]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, ready for `parts/list.html`."""

    list: "List"
    headings: Sequence[Heading]
    rows: Sequence[tuple[Any, Sequence[tuple[Column, object]]]]
    filters: Sequence[Asked]
    searches: bool
    search: str
    first: int
    last: int
    total: int
    more: bool
    next: str
    previous: str
    exports: Sequence[tuple[str, str]]
    narrowed: bool
    kept: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class List:
    """A list as declared by its room. `search` narrows the queryset by what was typed."""

    key: str
    columns: tuple[Column, ...]
    empty: Empty
    filters: tuple[Filter, ...] = ()
    search: Callable[[Rows, str], Rows] | None = None
    search_label: Words = ""
    size: int = 20
    default_sort: str = ""

    def respond(
        self, request: HttpRequest, rows: Rows, context: Mapping[str, object], template: str = "list.html"
    ) -> HttpResponseBase:
        """The page as asked for by the address, or the file if it asks for an export."""
        form = request.GET.get("export", "")
        if form in exports.FORMATS:
            return self.export(form, rows, request.GET)
        return render(request, template, {**context, "list": self.page(rows, request.GET)})

    def narrow(self, rows: Rows, questions: Sequence[Asked], text: str) -> Rows:
        """The rows that the filters and the search leave."""
        for question in questions:
            if question.chosen:
                rows = question.filter.apply(rows, question.chosen)
        return self.search(rows, text) if self.search and text else rows

    def asked(self, asked: QueryDict) -> tuple[list[Asked], str]:
        """The filters with the value chosen for each, nothing where it is no choice, and the text searched for."""
        questions = []
        for question in self.filters:
            options, value = list(question.options()), asked.get(question.key, "")
            questions.append(Asked(question, options, value if value in {choice for choice, _words in options} else ""))
        return questions, asked.get("q", "").replace("\x00", "").strip()

    def page(self, rows: Rows, asked: QueryDict) -> Page:
        """One page: the rows by key, the limited count, and every link a reader may press."""
        questions, text = self.asked(asked)
        narrowed = self.narrow(rows, questions, text)
        column, descending = self._sort(asked)
        keys = column.sort_keys
        cursor = cursors.parse(asked.get("page", ""), len(keys) + 1)
        backwards = bool(cursor and cursor.backwards)
        found = cursors.ordered(narrowed, keys, descending=descending, backwards=backwards)
        if cursor:
            try:
                found = cursors.after(found, keys, cursor, descending=descending)
            except (ValidationError, ValueError, TypeError):
                return self.page(rows, _without(asked, "page"))
        held: list[Model] = list(found[: self.size + 1])
        further = len(held) > self.size
        held = held[: self.size]
        if backwards:
            held.reverse()
        first = (max(cursor.position - len(held), 1) if backwards else cursor.position) if cursor else 1
        last = first + len(held) - 1
        total = narrowed.order_by()[: COUNT_LIMIT + 1].count()
        has_next, has_previous = (True, further) if backwards else (further, cursor is not None)
        shown = [c for c in self.columns if c.page]
        return Page(
            list=self,
            headings=[self._heading(c, asked, column, descending=descending) for c in shown],
            rows=[(row, [(c, c.cell(row)) for c in shown]) for row in held],
            filters=questions,
            searches=self.search is not None,
            search=text,
            first=first if held else 0,
            last=last,
            total=min(total, COUNT_LIMIT),
            more=total > COUNT_LIMIT,
            next=_turned(asked, cursors.Cursor(cursors.values_of(held[-1], keys), last + 1))
            if has_next and held
            else "",
            previous=_turned(asked, cursors.Cursor(cursors.values_of(held[0], keys), first, backwards=True))
            if has_previous and held
            else "",
            exports=[(form, _address(asked, export=form, page=None)) for form in exports.FORMATS],
            narrowed=bool(text) or any(question.chosen for question in questions),
            kept=[("sort", order)] if (order := asked.get("sort", "")) else [],
        )

    def export(self, form: str, rows: Rows, asked: QueryDict) -> HttpResponseBase:
        """All rows of the narrowed list as a file, in the order shown, up to `EXPORT_LIMIT`."""
        questions, text = self.asked(asked)
        rows = self.narrow(rows, questions, text)
        column, descending = self._sort(asked)
        columns = [c for c in self.columns if c.export]
        ordered = cursors.ordered(rows, column.sort_keys, descending=descending, backwards=False)
        lines = ([c.of(row) for c in columns] for row in ordered[:EXPORT_LIMIT].iterator(chunk_size=2000))
        return exports.file_response(form, self.key, [c.heading for c in columns], lines)

    def _sort(self, asked: QueryDict) -> tuple[Column, bool]:
        wanted = asked.get("sort", "") or self.default_sort
        by_key = {c.key: c for c in self.columns if c.sort_keys}
        column = by_key.get(wanted.removeprefix("-"))
        if column is None:
            column = by_key.get(self.default_sort.removeprefix("-")) or next(iter(by_key.values()))
            wanted = self.default_sort or ("-" if column.descending else "") + column.key
        return column, wanted.startswith("-")

    def _heading(self, column: Column, asked: QueryDict, sorted_by: Column, *, descending: bool) -> Heading:
        if not column.sort_keys:
            return Heading(column, "", "")
        is_it = column == sorted_by
        turned = not descending if is_it else column.descending
        url = _address(asked, sort=("-" if turned else "") + column.key, page=None)
        return Heading(column, url, ("descending" if descending else "ascending") if is_it else "")


def _without(asked: QueryDict, parameter: str) -> QueryDict:
    new = asked.copy()
    new.pop(parameter, None)
    return new


def _turned(asked: QueryDict, cursor: cursors.Cursor) -> str:
    return _address(asked, page=cursor.token())


def _address(asked: QueryDict, **changes: str | None) -> str:
    """The list's own address with some parameters changed, or dropped where None."""
    new = asked.copy()
    for parameter in PAGE_PARAMETERS:
        new.pop(parameter, None)
    for key, value in changes.items():
        if value is None:
            new.pop(key, None)
        else:
            new[key] = value
    return f"?{new.urlencode()}"
