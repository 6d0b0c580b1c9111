"""Bodies that mean harm, to every operation that changes something: no error of ours, and what is refused changes nothing."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.entrypoints import clock as site_clock
from landbridge.entrypoints.api import traffic
from landbridge.entrypoints.api.site import api
from landbridge.kernel.clock import FixedClock
from landbridge.network.states import Role
from tests.entrypoints.estate import Estate, contents, estate
from tests.entrypoints.test_walls import signed_in
from tests.events.stage import NOW

pytestmark = pytest.mark.django_db
Spec = dict[str, Any]
DEEP = "[" * 20_000 + "]" * 20_000
BODIES = (b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe{}", b'{"\\ud800": "\\ud800"}', DEEP.encode(), b"{}")
EXAMPLES = 6
HOSTILE: st.SearchStrategy[Any] = st.sampled_from(
    [
        "a\x00b", "\ud800", "x" * 100_000, "=cmd()", "\u202e" * 50, "", " ", "9" * 400, 10**30, -(10**30), 2**31, -1, 0,
        1.5e308, float("nan"), float("inf"), True, None, [], {}, [None], ["x"] * 2_000, [[]], {"a": {"b": []}},
        str(uuid4()), "0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "25:61",
        "2026-11-23T09:00:00+23:59", "../../etc/passwd", "<script>", "CNY", "ZZ",
    ]
)  # fmt: skip


@pytest.fixture(autouse=True)
def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FixedClock(NOW)
    monkeypatch.setattr(site_clock, "current", lambda: clock)
    monkeypatch.setattr(traffic, "PER_MINUTE", 10**6)


@pytest.fixture
def here(db: None) -> Estate:
    return estate("Riverside")


@pytest.fixture
def manager(here: Estate) -> Client:
    client = signed_in((Role.HUB_MANAGER, here))
    client.raise_request_exception = False
    return client


def changing(spec: Spec, here: Estate) -> Iterator[tuple[str, str, Spec | None]]:
    """Method, address with real things in it, and the schema of the body of every operation that changes something."""
    for path, operations in spec["paths"].items():
        if operations.keys() <= {"get"}:
            continue
        address = path
        for name, value in here.first.items():
            address = address.replace(f"{{{name}}}", str(value))
        assert "{" not in address, f"name the parameter of {path} in tests/entrypoints/estate.py"
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            if method != "get":
                yield method, address, content.get("application/json", {}).get("schema")


def meant_well(spec: Spec, schema: Spec, here: Estate, name: str = "") -> Any:
    """A body as somebody would send it, with real identifiers where a name tells which."""
    while "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return meant_well(spec, next(one for one in schema["anyOf"] if one.get("type") != "null"), here, name)
    if "properties" in schema:
        return {key: meant_well(spec, part, here, key) for key, part in schema["properties"].items()}
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind, form = schema.get("type"), schema.get("format")
    if kind == "array":
        few = schema.get("minItems", 1) if "prefixItems" in schema else 1
        return [meant_well(spec, schema.get("items", {}), here, name.removesuffix("s")) for _ in range(few)]
    if form == "uuid":
        return str(here.hub.pk if name.startswith("hub") else here.first.get(f"{name.removesuffix('_id')}_id", uuid4()))
    said = {"date": "2026-11-23", "date-time": "2026-11-23T01:30:00Z", "time": "09:00"}
    return said.get(form or "", {"integer": 1, "number": 1, "boolean": True, "object": {}}.get(kind or "", "x"))


def sent(client: Client, method: str, address: str, body: bytes) -> int:
    """The status; what was done is taken back, what was refused is left as it is."""
    with transaction.atomic():
        answer = client.generic(method.upper(), address, body, content_type="application/json")
        if answer.status_code < 400:
            transaction.set_rollback(True)
    if answer.status_code >= 400:
        assert answer.json().keys() >= {"code", "message", "data"}, (method, address, body[:200])
    return int(answer.status_code)


def test_no_body_breaks_a_change_and_a_refused_one_changes_nothing(manager: Client, here: Estate) -> None:
    spec = dict(api.get_openapi_schema())
    broken: list[tuple[str, str, bytes, int]] = []
    done, asked = 0, 0
    before = contents(here)

    def send(method: str, address: str, body: bytes) -> None:
        nonlocal done, asked
        status = sent(manager, method, address, body)
        done, asked = done + (status < 400), asked + 1
        if status >= 500:
            broken.append((method, address, body[:200], status))

    def send_hostile(method: str, address: str, good: Spec) -> None:
        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(
            changed=st.dictionaries(st.sampled_from(sorted(good)), HOSTILE, min_size=1, max_size=2),
            left_out=st.sets(st.sampled_from(sorted(good)), max_size=1),
        )
        def call(changed: Spec, left_out: set[str]) -> None:
            body = {key: value for key, value in (good | changed).items() if key not in left_out}
            send(method, address, json.dumps(body).encode())

        call()

    for method, address, schema in changing(spec, here):
        for body in BODIES if schema else BODIES[:1]:
            send(method, address, body)
        good = meant_well(spec, schema, here) if schema else None
        if good:
            send(method, address, json.dumps(good).encode())
            send_hostile(method, address, good)
        assert contents(here) == before, (method, address)
    assert broken == []
    assert (asked > 900, done > 60) == (True, True)
