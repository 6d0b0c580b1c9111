"""Texts find their room, translations survive, and faults are named."""

import gettext
from pathlib import Path

import pytest

from landbridge.entrypoints.cli import catalogues
from landbridge.entrypoints.cli.catalogues import Fault

PO = "locale/{}/zh_Hans/LC_MESSAGES/django.po"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small house with texts in Python and in templates."""
    files = {
        "events/__init__.py": "",
        "events/phrases.py": "from x import _, ngettext\n_('Table')\nngettext('%(n)s seat', '%(n)s seats', 2)\n",
        "events/migrations/0001.py": "_('never')\n",
        "entrypoints/__init__.py": "",
        "entrypoints/settings.py": "_('English')\n",
        "entrypoints/web/events/pages.py": "_('Agenda')\n",
        "entrypoints/web/templates/events/agenda.html": "{% load i18n %}{% trans 'Day' %}"
        "{% blocktrans with who=x %}For {{ who }}{% endblocktrans %}",
        "entrypoints/web/templates/base.html": "{% load i18n %}{% translate 'Skip' %}",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def translate(path: Path, **pairs: str) -> None:
    text = path.read_text(encoding="utf-8")
    for source, target in pairs.items():
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    path.write_text(text, encoding="utf-8")


def test_each_text_goes_to_its_room(package: Path) -> None:
    found = {
        room: sorted(str(message.id) for message in catalogue if message.id)
        for room, catalogue in catalogues.collected(package).items()
    }
    assert found == {
        "entrypoints": ["English", "Skip"],
        "events": ["('%(n)s seat', '%(n)s seats')", "Agenda", "Day", "For %(who)s", "Table"],
    }


def test_updating_keeps_translations_and_a_second_time_changes_nothing(package: Path) -> None:
    assert catalogues.update(package) == ["entrypoints", "events"]
    path = package / PO.format("events")
    translate(path, Table="桌")
    assert catalogues.update(package) == []
    (package / "events" / "phrases.py").write_text("_('Table')\n_('Chair')\n", encoding="utf-8")
    assert catalogues.update(package) == ["events"]
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Table"\nmsgstr "桌"' in text
    assert "seat" not in text
    assert "phrases.py" not in text


def test_a_room_without_texts_keeps_no_catalogue(package: Path) -> None:
    catalogues.update(package)
    for path in (package / "entrypoints").rglob("*.*"):
        path.write_text("", encoding="utf-8")
    catalogues.update(package)
    assert (package / PO.format("entrypoints")).exists() is False


def test_compiled_catalogues_speak(package: Path) -> None:
    catalogues.update(package)
    path = package / PO.format("events")
    translate(path, Table="桌")
    path.write_text(path.read_text(encoding="utf-8").replace('msgstr[0] ""', 'msgstr[0] "%(n)s 席"'), encoding="utf-8")
    assert catalogues.compile_all(package) == 2
    with path.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    assert compiled.gettext("Table") == "桌"
    assert compiled.ngettext("%(n)s seat", "%(n)s seats", 1) == "%(n)s 席"


def test_faults_are_named(package: Path) -> None:
    assert Fault("events", "outdated", PO.format("events")) in catalogues.faults(package)
    catalogues.update(package)
    path = package / PO.format("events")
    translate(path, Table="桌", Agenda="日程", Day="日", **{"For %(who)s": "给 %(wo)s"})
    translate(package / PO.format("entrypoints"), English="英文", Skip="跳过")
    catalogues.update(package)
    assert catalogues.faults(package) == [
        Fault("events", "placeholders", "For %(who)s"),
        Fault("events", "untranslated", "%(n)s seat"),
    ]


def test_two_rooms_that_translate_a_text_differently_are_told(package: Path) -> None:
    (package / "events" / "more.py").write_text("from x import _\n_('Skip')\n", encoding="utf-8")
    catalogues.update(package)
    translate(package / PO.format("entrypoints"), Skip="跳过")
    translate(package / PO.format("events"), Skip="略过")
    found = [fault for fault in catalogues.faults(package) if fault.code == "ambiguous"]
    assert found == [Fault("events", "ambiguous", "Skip")]


def test_every_text_of_the_house_has_one_chinese_form() -> None:
    assert catalogues.faults() == []
