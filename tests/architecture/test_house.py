"""What the import contracts cannot see."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from landbridge.entrypoints.web.refusals import sentences
from landbridge.evidence import trail

SOURCE = Path(__file__).parents[2] / "src" / "landbridge"
ORDER = [
    "kernel", "engines", "ground", "evidence", "network", "projects", "agreements",
    "matchmaking", "spaces", "support", "outcomes", "events", "indicators", "entrypoints",
]  # fmt: skip
SIDE_BY_SIDE = {"matchmaking", "spaces", "support", "outcomes"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "services"}


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms or ORDER:
        yield from sorted((SOURCE / room).rglob("*.py"))


def place(module: Path) -> str:
    return str(module.relative_to(SOURCE))


def test_every_folder_with_code_is_a_package() -> None:
    folders = {module.parent for module in modules()}
    assert [str(f.relative_to(SOURCE)) for f in sorted(folders) if not (f / "__init__.py").exists()] == []


def test_kernel_imports_the_standard_library_only() -> None:
    strangers = [
        f"{place(module)}: {name}"
        for module in modules("kernel")
        for name in imported(module)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("landbridge.kernel")
    ]
    assert strangers == []


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_no_foreign_key_points_upward() -> None:
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith("landbridge."):
            continue
        here = model._meta.app_label
        for field in model._meta.get_fields():
            there = field.related_model._meta.app_label if isinstance(field, ForeignKey) else here
            if there in ORDER and (
                ORDER.index(there) > ORDER.index(here) or (here != there and {here, there} <= SIDE_BY_SIDE)
            ):
                upward.append(f"{model.__name__}.{field.name} -> {there}")
    assert upward == []


WRITES = re.compile(r"\.objects\b|\.save\(|\.delete\(\)|\.bulk_create\(|\.update\(\s*\w+=")


@pytest.mark.parametrize("module", list(modules("entrypoints")), ids=place)
def test_entrypoints_neither_query_nor_write(module: Path) -> None:
    assert [line for line in module.read_text().splitlines() if WRITES.search(line)] == []


def test_no_room_is_called_after_what_it_is_not() -> None:
    assert [place(m) for m in modules() if FORBIDDEN_NAMES & set(m.relative_to(SOURCE).with_suffix("").parts)] == []


def test_only_the_clock_reads_the_time() -> None:
    reads = re.compile(r"datetime\.now\(|timezone\.now\(|date\.today\(|utcnow\(")
    readers = [place(m) for m in modules() if reads.search(m.read_text())]
    assert readers == ["kernel/clock.py"]


def test_no_module_is_longer_than_a_reader_holds() -> None:
    long = {
        place(m): n for m in modules() if "migrations" not in m.parts and (n := len(m.read_text().splitlines())) > 400
    }
    assert long == {}


DOCUMENTED_FILES = ("actions", "rules", "queries")


def public_functions(module: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    tree = ast.parse(module.read_text())
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{place(module)}:{node.name}", node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{place(module)}:{node.name}.{inner.name}", inner


def test_public_actions_rules_engines_and_kernel_say_what_they_promise() -> None:
    wanted = [
        m
        for m in modules()
        if place(m).split("/")[0] in {"kernel", "engines"} or set(DOCUMENTED_FILES) & set(m.with_suffix("").parts)
    ]
    silent = [
        name
        for module in wanted
        for name, function in public_functions(module)
        if ast.get_docstring(function) is None and "property" not in [ast.unparse(d) for d in function.decorator_list]
    ]
    assert silent == []


ACTING = {"actor", "secret", "token"}  # whoever acts without an account acts by the secret they hold


def test_actions_take_keywords_only_and_name_the_actor_first() -> None:
    wrong = []
    for module in modules():
        if "actions" not in module.with_suffix("").parts:
            continue
        for name, function in public_functions(module):
            if not any(
                ast.unparse(d).split("(")[0] in {"action", "transactions.action"} for d in function.decorator_list
            ):
                continue
            if function.args.args or not function.args.kwonlyargs or function.args.kwonlyargs[0].arg not in ACTING:
                wrong.append(name)
    assert wrong == []


def test_the_trail_has_words_for_everything_that_happens() -> None:
    happens = {str(event) for room in trail.events for event in trail.events[room]}
    assert sorted(happens - set(sentences("EVENTS"))) == []
