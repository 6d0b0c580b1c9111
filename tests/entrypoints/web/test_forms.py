"""Forms: labels above, errors beside the field and as links at the top, refusals where they can be acted on."""

from typing import ClassVar

import pytest
from django import forms

from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.forms import refused
from landbridge.kernel.refusal import Finding, InputRefused, Missing, Refusal
from landbridge.kernel.zones import UnknownZone


class Visit(forms.Form):
    """A form with one field of each shape."""

    name = forms.CharField(label="Name", help_text="As on the card.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    order: ClassVar = ["name", "note", "kind", "agree"]


def test_an_unbound_form_has_labels_help_and_no_errors() -> None:
    shown = str(Visit())
    assert '<label for="id_name">Name</label>' in shown
    assert 'id="id_name_helptext">As on the card.' in shown
    assert 'aria-describedby="id_name_helptext"' in shown
    assert "(optional)" in shown
    assert "errors" not in shown
    assert 'class="input"' in shown
    assert shown.count("<legend>") == 1


def test_errors_stand_at_the_top_as_links_and_beside_the_field() -> None:
    form = Visit({"note": "typed", "kind": "z"})
    shown = str(form)
    assert "3 answers need another look" in shown
    assert 'href="#id_name"' in shown
    assert 'href="#id_kind_0"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "typed" in shown


class TableTaken(Refusal):
    """A table is taken."""

    code = "table_taken"


def test_a_finding_goes_to_its_field_and_others_to_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(refusals.sentences("FINDINGS"), "too_long", "Row %(row)s is longer than %(most)s.")
    form = Visit({"name": "x", "kind": "a", "agree": "on"})
    assert form.is_valid()
    refused(form, InputRefused(Finding("too_long", row=3, field="name", data={"most": 9}), Finding("strange")))
    assert form.errors["name"] == ["Row 3 is longer than 9."]
    assert form.non_field_errors() == ["This was refused (strange). Nothing was changed."]


def test_a_refusal_names_its_field_or_stands_at_the_top() -> None:
    form = Visit({"name": "x", "kind": "a", "agree": "on"})
    assert form.is_valid()
    refused(form, UnknownZone(zone="Mars", field="note"))
    refused(form, Missing())
    assert "Mars" in form.errors["note"][0]
    assert form.non_field_errors() == [str(refusals.GROUND["missing"])]


def test_a_refusal_without_words_still_says_that_nothing_changed() -> None:
    assert refusals.words(TableTaken(table=3)) == "This was refused (table_taken). Nothing was changed."


def test_placeholders_are_filled() -> None:
    assert "“Mars”" in refusals.words(UnknownZone(zone="Mars"))
