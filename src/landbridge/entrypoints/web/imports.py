"""A file on its way in, as any room's pages show it: columns to choose, faults, what the good rows mean, whom we know."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, QueryDict
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.exports import file_response
from landbridge.entrypoints.web.forms import DateInput
from landbridge.kernel.names import has_han
from landbridge.matchmaking.phrases import country_words, field_words, joined, language_words, sought
from landbridge.network.actions.imports import Preview
from landbridge.network.imports.addresses import shared
from landbridge.network.imports.amounts import Amount, Span
from landbridge.network.imports.cells import offered
from landbridge.network.imports.mapping import Mapping as Columns
from landbridge.network.imports.rejects import rejected_csv
from landbridge.network.imports.schema import Column, Schema
from landbridge.network.models import Import, Person
from landbridge.network.phrases import LEGAL_BASES, ORGANISATION_KINDS
from landbridge.network.queries import sent_files
from landbridge.network.states import ImportState, LegalBasis

FAULTS: Final = 50
ROWS: Final = 8
KNOWN: Final = 200
WHAT: Final = (
    ("good", gettext_lazy("take the good rows, leave the others")),
    ("all", gettext_lazy("take all rows, or none if one has a fault")),
)
SHEET_FORMS: Final = ("xlsx", "csv")


class MappingForm(forms.Form):
    """Which column of the file holds what."""

    def __init__(self, *args: Any, seen: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        header = [(str(place), text or f"({place + 1})") for place, text in enumerate(seen.table.header)]
        for column in seen.schema.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=column_words(column),
                choices=[("", "–"), *header],
                required=False,
                initial=seen.mapping.get(column.key, ""),
                help_text=takes(column),
            )

    def mapping(self) -> Columns:
        """The columns that were chosen."""
        return {key: int(place) for key, place in self.cleaned_data.items() if place}


class ApplyForm(forms.Form):
    """Where the data come from, what for, and what to do with faults."""

    source = forms.CharField(label=gettext_lazy("Where the data come from"), max_length=300)
    purpose = forms.CharField(label=gettext_lazy("What they are used for"), max_length=300)
    legal_basis = forms.ChoiceField(label=gettext_lazy("Why they may be held"), choices=list(LEGAL_BASES.items()))
    crosses_to = forms.CharField(
        label=gettext_lazy("Countries they are shown to"),
        required=False,
        help_text=gettext_lazy("Two letters each, parted by commas: DE, IE."),
    )
    keep_until = forms.DateField(label=gettext_lazy("Kept until"), widget=DateInput, required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("Rows with faults"), choices=WHAT, widget=forms.RadioSelect, initial="good"
    )

    @classmethod
    def about(cls, *, purpose: str, keep_until: date | None = None) -> "ApplyForm":
        """The form with what is known already."""
        return cls(initial={"purpose": purpose, "keep_until": keep_until, "what": "good"})

    def provenance(self) -> dict[str, Any]:
        """Where the data come from, as the actions take it."""
        given = self.cleaned_data
        return {
            "source": given["source"],
            "purpose": given["purpose"],
            "legal_basis": LegalBasis(given["legal_basis"]),
            "crosses_to": [code.strip() for code in given["crosses_to"].replace("，", ",").split(",") if code.strip()],
            "keep_until": given["keep_until"],
        }

    @property
    def all_or_nothing(self) -> bool:
        """Whether one fault stops the whole file."""
        return bool(self.cleaned_data["what"] == "all")


@dataclass(frozen=True, slots=True)
class Known:
    """A row that means somebody the hub knows: the row, the person, and whether a new one was asked for all the same."""

    row: int
    person: Person
    anew: bool


@dataclass(frozen=True, slots=True)
class Ticked:
    """Rows that make a new person though one is known, and rows whose person comes without the address they share."""

    anew: frozenset[int] = frozenset()
    unaddressed: frozenset[int] = frozenset()


NONE_TICKED: Final = Ticked()


def sent_context(rows: QuerySet[Import], zone: str) -> dict[str, object]:
    """What `parts/imports_sent.html` shows: the files sent before, what came of them, and their rows with faults."""
    return {"sent": [(one, refusals.titled("IMPORT_STATES", one.held.state)) for one in sent_files(rows)], "zone": zone}


def preview_context(
    seen: Preview,
    held: Import,
    *,
    known: Mapping[int, Person],
    ticked: Ticked = NONE_TICKED,
    mapping_form: MappingForm | None = None,
) -> dict[str, object]:
    """What `parts/import.html` shows of a file: before it is taken, and after."""
    sharing = list(shared(seen.schema, seen.result.good))
    columns = [column for column in seen.schema.columns if column.key in seen.mapping]
    return {
        "held": held,
        "open": held.state == ImportState.UPLOADED,
        "good": len(seen.result.good),
        "bad": len(seen.result.bad_rows),
        "faults": [(fault, refusals.finding_words(fault)) for fault in seen.result.findings[:FAULTS]],
        "fault_count": len(seen.result.findings),
        "headings": [column_words(column) for column in columns],
        "rows": [
            (row.row, [cell(column.key, row.values[column.key]) for column in columns])
            for row in seen.result.good[:ROWS]
        ],
        "missing": [refusals.titled("COLUMNS", key) for key in seen.missing],
        "mapping_form": mapping_form or MappingForm(seen=seen),
        "sharing": [(one, one.row in ticked.unaddressed) for one in sharing[:KNOWN]],
        "sharing_count": len(sharing),
        "known": [Known(row, person, row in ticked.anew) for row, person in sorted(known.items())[:KNOWN]],
        "known_count": len(known),
    }


def ticked_in(sent: QueryDict) -> Ticked:
    """What was ticked by row: who is another person all the same, whose address is left out."""
    return Ticked(_rows(sent.getlist("anew")), _rows(sent.getlist("unaddressed")))


def _rows(values: Iterable[str]) -> frozenset[int]:
    return frozenset(int(value) for value in values if value.isascii() and value.isdigit())


def takes(column: Column) -> str:
    """The words a column takes, if it takes some only."""
    return _("Takes: %(words)s") % {"words": ", ".join(offered(column.options))} if column.options else ""


def column_words(column: Column) -> str:
    """What a column is called on a page."""
    return refusals.titled("COLUMNS", column.key)


def heading_of(column: Column, language: str) -> str:
    """The header a column has in the file we offer: one that we read again, in the reader's language."""
    chinese = language.startswith("zh")
    found = next((header for header in column.headers if has_han(header) == chinese), column.headers[0])
    return found if has_han(found) else found[0].upper() + found[1:]


def sheet_to_fill(schema: Schema, form: str, name: str) -> FileResponse:
    """An empty file with the columns of a schema, and in a second sheet what each of them takes."""
    language = get_language() or "en"
    headings = [heading_of(column, language) for column in schema.columns]
    needed = {*(column.key for column in schema.columns if column.required), *(keys[0] for keys in schema.one_of)}
    about = [
        (heading, column_words(column), _("needed") if column.key in needed else "", column.example, takes(column))
        for heading, column in zip(headings, schema.columns, strict=True)
    ]
    notes = ((_("Column"), _("What it holds"), "", _("For example"), _("Words it takes")), about)
    return file_response(form, name, headings, [], notes=(_("Columns"), *notes))


def rejected_rows(seen: Preview, name: str) -> HttpResponse:
    """The rows with faults as a file, to correct and send again."""
    content = rejected_csv(
        seen.table, seen.result, row_word=_("Row"), fault_word=_("What is wrong"), words=refusals.finding_words
    )
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-rejected.csv"'
    return answer


def left_words(done: Import) -> str:
    """What a toast says of the rows with faults that were left, and where they are found again."""
    left = ngettext(
        "%(n)s row with faults was left: it stays under “Import a file”.",
        "%(n)s rows with faults were left: they stay under “Import a file”.",
        done.bad_rows,
    )
    return left % {"n": done.bad_rows} if done.bad_rows else ""


def cell(key: str, value: object) -> str:
    """A cell as it was understood, in the reader's words: `资金` may mean money, and this says so."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, Amount):
        return _money(value.value, value.currency)
    if isinstance(value, Span):
        ends = [_money(end, "") for end in (value.least, value.most) if end is not None]
        both = value.least is not None and value.most is not None and value.least != value.most
        words = (
            "–".join(ends)
            if both
            else (f"≤ {ends[0]}" if value.least is None else f"≥ {ends[0]}" if value.most is None else ends[0])
        )
        return f"{value.currency} {words}".strip()
    if key == "stages" and isinstance(value, tuple):
        return "" if value[0] is None else f"TRL {value[0]}–{value[1]}"
    return _WORDS.get(key, _plain)(value)


def _money(value: object, currency: str) -> str:
    return f"{currency} {value:,f}".strip()


def _plain(value: object) -> str:
    return joined([str(part) for part in value]) if isinstance(value, tuple) else str(value)


def _each(words: Callable[[str], str]) -> Callable[[object], str]:
    return lambda value: joined([words(str(part)) for part in _parts(value)])


def _parts(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else (value,)


_WORDS: Final[dict[str, Callable[[object], str]]] = {
    "fields": _each(field_words),
    "country": _each(country_words),
    "looks_in": _each(country_words),
    "language": _each(language_words),
    "languages": _each(language_words),
    "speaks": _each(language_words),
    "offers": lambda value: sought([str(part) for part in _parts(value)]),
    "seeks": lambda value: sought([str(part) for part in _parts(value)]),
    "kind": lambda value: str(ORGANISATION_KINDS[str(value)]),
    "organisation_kind": lambda value: str(ORGANISATION_KINDS[str(value)]),
}
