"""The API's description: valid by an independent judge, complete, and with one meaning for each name."""

import importlib
import json
import pkgutil
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from ninja import Schema
from openapi_spec_validator import validate

from landbridge.entrypoints import api as room
from landbridge.entrypoints.api.site import api

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return dict(json.loads(json.dumps(api.get_openapi_schema())))


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, found in described["paths"].items()
        for method, operation in found.items()
    ]


def test_an_independent_validator_takes_it(described: dict[str, Any]) -> None:
    validate(described)


def test_every_operation_says_what_it_does_and_may_refuse(described: dict[str, Any]) -> None:
    found = operations(described)
    assert len(found) > 150
    assert [name for name, one in found if not one.get("description") or not one.get("tags")] == []
    assert [name for name, one in found if "4XX" not in one["responses"]] == []
    assert [name for name, times in Counter(one["operationId"] for _, one in found).items() if times > 1] == []


def test_every_schema_says_what_it_is_and_has_a_name_of_its_own() -> None:
    """Two schemas of one name would describe each other's addresses."""
    schemas = {
        schema
        for module in pkgutil.iter_modules(room.__path__)
        for schema in vars(importlib.import_module(f"{room.__name__}.{module.name}")).values()
        if isinstance(schema, type) and issubclass(schema, Schema) and schema is not Schema
    }
    assert [name for name, times in Counter(schema.__name__ for schema in schemas).items() if times > 1] == []
    assert [schema.__name__ for schema in schemas if not vars(schema).get("__doc__")] == []


def test_it_is_for_those_who_may_ask(db: None) -> None:
    refused = Client().get("/api/openapi.json")
    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
