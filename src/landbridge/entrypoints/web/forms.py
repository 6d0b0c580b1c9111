"""How forms look and speak here: one question per line, errors beside the field and, as links, at the top."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from landbridge.entrypoints.web import refusals
from landbridge.kernel.refusal import InputRefused, Refusal


class Renderer(TemplatesSetting):
    """Renders every form of the site, also those of allauth, by our partials."""

    form_template_name = "parts/fields.html"
    field_template_name = "parts/field.html"
    formset_template_name = "parts/formset.html"


class DateInput(forms.DateInput):
    """The browser's own calendar; speaks ISO 8601, shows the reader's format."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class WallTimeInput(forms.DateTimeInput):
    """A wall time to the minute; its zone is asked beside it, see `WallTimeField`."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class WallTimeField(forms.DateTimeField):
    """What a clock on the wall shows, as a naive datetime.

    Not Django's conversion to the server's zone: the action turns it into an instant by `kernel.zones.to_instant` with
    the zone of the event, which refuses times that do not exist or exist twice.
    """

    widget = WallTimeInput

    def to_python(self, value: Any) -> Any:
        """The naive wall time that was typed, or None."""
        parsed = super().to_python(value)
        return parsed.replace(tzinfo=None) if parsed is not None else None

    def prepare_value(self, value: Any) -> Any:
        """The same wall time back, never shifted."""
        return value


def refused(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refused action's words where the person can act on them: at the field a finding names, else at the top."""
    if isinstance(refusal, InputRefused):
        for finding in refusal.findings:
            form.add_error(finding.field if finding.field in form.fields else None, refusals.finding_words(finding))
        if refusal.findings:
            return
    named = refusal.data.get("field")
    form.add_error(named if isinstance(named, str) and named in form.fields else None, refusals.words(refusal))
