"""Catalogues of translations: one per room, collected from Python and templates, compiled for Django.

`src/landbridge/locale/<room>/zh_Hans/LC_MESSAGES/django.po`, sorted and without line numbers, so that a catalogue changes
only when a text does. Babel does the work: no gettext of the system is needed.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[2]
LOCALE = "zh_Hans"
ENTRANCE = "entrypoints"  # the room of what belongs to no other: the frame, settings, error pages
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
_PLAIN, _PLURAL, _CONTEXT, _BOTH = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": _PLAIN,
    **{f"gettext{kind}": _PLAIN for kind in ("", "_lazy", "_noop")},
    **{f"ngettext{kind}": _PLURAL for kind in ("", "_lazy")},
    **{f"pgettext{kind}": _CONTEXT for kind in ("", "_lazy")},
    **{f"npgettext{kind}": _BOTH for kind in ("", "_lazy")},
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)|%[sd]")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with one text of a catalogue: `untranslated`, `placeholders`, `ambiguous`; or the file is `outdated`.

    Ambiguous is what two rooms translate differently: only one would be heard, so one of them needs a context.
    """

    room: str
    code: str
    text: str


def collected(package: Path = PACKAGE) -> dict[str, Catalog]:
    """Every room's catalogue as it should be: the texts in use, with the translations there are."""
    catalogues: dict[str, Catalog] = {}
    rooms = {folder.name for folder in package.iterdir() if (folder / "__init__.py").exists()}
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts and path.is_file():
            room = _room_of(path.relative_to(package), rooms)
            for _, text, comments, context in _texts(path):
                catalogue = catalogues.setdefault(room, Catalog(locale=LOCALE))
                catalogue.add(text, context=context, auto_comments=comments)
    for room, catalogue in catalogues.items():
        _take_over(catalogue, _read(_po(package, room)))
    return catalogues


def written(catalogue: Catalog) -> str:
    """The catalogue as the text of its file."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return HEADER + stream.getvalue().decode().strip() + "\n"


def update(package: Path = PACKAGE) -> list[str]:
    """Write the catalogues that changed, drop those no text belongs to, and name the rooms concerned."""
    wanted = {_po(package, room): (room, written(catalogue)) for room, catalogue in collected(package).items()}
    changed = []
    for path, (room, text) in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(room)
    for path in set(_po_files(package)) - set(wanted):
        path.unlink()
        changed.append(_room_of_po(path))
    return sorted(changed)


def compile_all(package: Path = PACKAGE) -> int:
    """Write the .mo beside every .po and return how many there are."""
    files = list(_po_files(package))
    for path in files:
        with path.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, _read(path))
    return len(files)


def faults(package: Path = PACKAGE) -> list[Fault]:
    """What a reader of Chinese would stumble over, and the files that no longer match the sources."""
    found = []
    heard: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for room, catalogue in sorted(collected(package).items()):
        path = _po(package, room)
        if not path.exists() or path.read_text(encoding="utf-8") != written(catalogue):
            found.append(Fault(room, "outdated", str(path.relative_to(package))))
        found += sorted(fault for message in catalogue if message.id for fault in _faults_of(room, message))
        found += sorted(_ambiguous(room, catalogue, heard))
    return found


def _ambiguous(room: str, catalogue: Catalog, heard: dict[tuple[str | None, str], tuple[str, ...]]) -> Iterator[Fault]:
    """Texts that an earlier room translates differently: Django merges the catalogues, and the first is heard."""
    for message in catalogue:
        strings = _forms(message.string)
        if (
            message.id
            and all(strings)
            and strings != heard.setdefault((message.context, _forms(message.id)[0]), strings)
        ):
            yield Fault(room, "ambiguous", _forms(message.id)[0])


def _faults_of(room: str, message: Message) -> Iterator[Fault]:
    ids, strings = _forms(message.id), _forms(message.string)
    if not all(strings):
        yield Fault(room, "untranslated", ids[0])
        return
    known = {found[0] for text in ids for found in _PLACEHOLDER.finditer(text)}
    for text in strings:
        used = {found[0] for found in _PLACEHOLDER.finditer(text)}
        if used - known or (len(ids) == 1 and known - used):
            yield Fault(room, "placeholders", ids[0])


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _room_of(path: Path, rooms: set[str]) -> str:
    parts = path.parts
    if parts[0] != ENTRANCE:
        return parts[0] if parts[0] in rooms else ENTRANCE
    inner = parts[3:-1] if parts[1:3] == ("web", "templates") else parts[2:-1]
    return inner[0] if inner and inner[0] in rooms else ENTRANCE


def _texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left is read as Python, which minds indentation; the texts themselves are one line each.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    options = {"encoding": "utf-8"}
    yield from extract("python", io.BytesIO(source.encode()), KEYWORDS, ("Translators:",), options)


def _take_over(catalogue: Catalog, old: Catalog) -> None:
    for message in catalogue:
        before = old.get(message.id, context=message.context) if message.id else None
        if before is not None and not before.fuzzy:
            message.string = before.string


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as stream:
        return read_po(stream, locale=LOCALE)


def _po(package: Path, room: str) -> Path:
    return package / "locale" / room / LOCALE / "LC_MESSAGES" / "django.po"


def _po_files(package: Path) -> Iterator[Path]:
    yield from sorted((package / "locale").glob(f"*/{LOCALE}/LC_MESSAGES/django.po"))


def _room_of_po(path: Path) -> str:
    return path.parts[-4]
