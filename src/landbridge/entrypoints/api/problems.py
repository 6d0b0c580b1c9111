"""What the API answers when it does not do what was asked: one form for every refusal, code and words and data."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from pydantic import Field

from landbridge.entrypoints.web import refusals
from landbridge.kernel.plain import plain
from landbridge.kernel.refusal import Finding, InputRefused, Missing, NotAllowed, Refusal

SURROGATE: Final = re.compile("[\x00\ud800-\udfff]")
CODES: Final = {400: "unreadable", 401: "not_signed_in", 403: "not_allowed", 404: "missing", 429: "too_many_requests"}


class FindingOut(Schema):
    """One fault in what was given."""

    code: str
    field: str | None = Field(description="where it is; parts are joined by dots")
    row: int | None
    message: str = Field(description="what is wrong and what to do, in the language of `Accept-Language`")
    data: dict[str, Any]


class Problem(Schema):
    """Why something was not done. Nothing was changed."""

    code: str = Field(description="stable, for programmes")
    message: str = Field(description="what, why, and what to do next, in the language of `Accept-Language`")
    data: dict[str, Any] = {}
    findings: list[FindingOut] = Field([], description="with 422: every fault of what was given")


class Reader(Parser):
    """Reads JSON, and nothing that no column can hold: null characters, halves of characters, numbers that are none."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body, or ValueError."""
        found = json.loads(request.body, parse_constant=_no_number)
        if any(SURROGATE.search(text) for text in _texts(found)):
            raise ValueError("a character that is none")
        return found


def _no_number(name: str) -> float:
    raise ValueError(name)


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def answer(status: int, code: str, message: str, **more: object) -> HttpResponse:
    """A problem as an answer."""
    content = {"code": code, "message": message, "data": {}, **more}
    return HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type="application/json")


def refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal: 404 for what is not there or may not be seen, 403, 422 with every finding, else 409."""
    status = 404 if isinstance(refusal, Missing) else 403 if isinstance(refusal, NotAllowed) else 409
    more: dict[str, object] = {"data": plain(refusal.data)}
    if isinstance(refusal, InputRefused):
        status, more["findings"] = 422, [finding_out(finding).model_dump() for finding in refusal.findings]
    return answer(status, refusal.code, refusals.words(refusal), **more)


def finding_out(finding: Finding) -> FindingOut:
    """A fault as the API tells it, in words and as data."""
    return FindingOut(
        code=finding.code,
        field=finding.field,
        row=finding.row,
        message=str(refusals.finding_words(finding)),
        data=plain(finding.data),
    )


def not_as_described(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """What was sent is not of the form that the description asks for: each place where it is not."""
    findings = [
        {
            "code": "not_as_described",
            "field": _place(error.get("loc", ())),
            "row": None,
            "message": _("This is not of the form that is described: %(fault)s.") % {"fault": error.get("msg", "")},
            "data": {"type": error.get("type", "")},
        }
        for error in fault.errors
    ]
    return answer(422, InputRefused.code, refusals.words_of(InputRefused.code, {}), findings=findings)


def _place(parts: Iterable[object]) -> str:
    """`body.said.people.0.email` as a programme that sent it knows it: `people.0.email`."""
    place = [str(part) for part in parts]
    return ".".join(place[2:] if place[:1] == ["body"] else place[1:])


def failed(_request: HttpRequest, fault: HttpError) -> HttpResponse:
    """What the framework refuses before anybody looks: a body that is no JSON, a request without a token."""
    code = CODES.get(fault.status_code, "refused")
    message = _("What was sent cannot be read as JSON. Nothing was changed.") if code == "unreadable" else str(fault)
    return answer(fault.status_code, code, message)


class Described(NinjaAPI):
    """The API with its problems in its description: every operation says that it may answer one."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The description, as OpenAPI 3.1."""
        found = super().get_openapi_schema(**kwargs)
        found["components"].setdefault("schemas", {}).update(_schemas())
        told = {"description": "a problem", "content": {"application/json": {"schema": _reference("Problem")}}}
        for operations in found["paths"].values():
            for operation in operations.values():
                operation["responses"]["4XX"] = told
        return found


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    found = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**found.pop("$defs"), "Problem": found}
