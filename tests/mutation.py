"""Plants faults into the code itself, one at a time, and says which of them no test notices: `make mutation`.

mutmut writes the faulty variants; the tests of a room, collected once, then run in a fork for each, the test that
noticed the last one first. What is pure: a fork shares no database.
"""

import difflib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test

SECONDS = 20
"""A test that computes for longer has noticed: some faults never end."""
NOBODY = "none.none"


@dataclass(frozen=True)
class Target:
    """Modules, and the quick tests that know them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    only: str = ""


TARGETS = {
    "kernel": Target(("kernel/*.py", "kernel/codes/*.py"), ("tests/kernel",)),
    "states": Target(("*/states.py",), ("tests/events/test_states.py", "tests/network/test_states.py")),
    "checker": Target(
        ("engines/agenda/checking.py",),
        ("tests/engines/agenda/test_checking.py", "tests/engines/agenda/test_planted.py"),
    ),
    "placing": Target(
        ("engines/agenda/place/checking.py",), ("tests/engines/agenda/place/test_placing.py",), "checker or breaks_are"
    ),
    "reasons": Target(
        ("engines/agenda/explaining.py",),
        ("tests/engines/agenda/test_explaining.py", "tests/engines/agenda/test_properties.py"),
        "not price and not planning_again",
    ),
    "prices": Target(("engines/agenda/granting.py",), ("tests/engines/agenda/test_granting.py",)),
    "relaxations": Target(("engines/agenda/relaxing.py",), ("tests/engines/agenda/test_relaxing.py",)),
    "matches": Target(("engines/matching/explanation.py",), ("tests/engines/matching/test_explanation.py",)),
}


def main(names: list[str]) -> int:
    """Try the targets named, or all; a table and every variant that survived."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("src", "tests"):
            shutil.copytree(name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy("pyproject.toml", root)
        for name in names or TARGETS:
            target = TARGETS[name]
            variants = [variant for path in paths(target) for variant in plant(root, path)]
            (root / "variants").write_text("\n".join(variants), encoding="utf-8")
            survivors = tried(root, target)
            print(f"{name}: {len(variants)} faults, {len(survivors)} of them unnoticed", flush=True)  # noqa: T201 -- a report
            for survivor in survivors:
                print(shown(root, survivor))  # noqa: T201 -- a report
    return 0


def paths(target: Target) -> list[Path]:
    """The modules of a target, as paths from the root."""
    package = Path("src/landbridge")
    return sorted(p for pattern in target.modules for p in package.glob(pattern) if p.name != "__init__.py")


def plant(root: Path, path: Path) -> list[str]:
    """Write the module with all its variants; their names."""
    made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    (root / path).write_text(made.code, encoding="utf-8")
    module = ".".join(path.relative_to("src").with_suffix("").parts)
    return [f"{module}.{name}" for name in made.mutant_names]


def tried(root: Path, target: Target) -> list[str]:
    """Run the tests over every variant; those that all of them let pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutation", "-p", "no:cacheprovider", "-p", "no:cov"]
    command += ["--assert=plain", "--tb=no", "-m", "not data and not slow", "-k", target.only, *target.tests]
    found = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}", "LANDBRIDGE_VARIANTS": str(root / "variants")}
    run = subprocess.run(command, cwd=root, env=found, check=False, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stdout + run.stderr)
    return (root / "survivors").read_text(encoding="utf-8").split()


def shown(root: Path, variant: str) -> str:
    """What the variant changes."""
    module, _, name = variant.rpartition(".")
    text = (root / "src" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")

    def body(function: str) -> list[str]:
        found = re.search(
            rf"^( *)(?:async )?def {re.escape(function)}\(.*?(?=^\1[\w@])", text, re.MULTILINE | re.DOTALL
        )
        return found.group(0).splitlines()[1:] if found else []

    original = re.sub(r"\d+$", "orig", name)
    changed = difflib.unified_diff(body(original), body(name), n=0, lineterm="")
    return "\n".join([variant, *(line for line in changed if line[:2] not in {"--", "++", "@@"})])


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _witness(order: list[pytest.Item], variant: str) -> pytest.Item | None:
    """The first test that notices, run in a child process: whatever the fault does ends with it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        set_mutant_under_test(variant)
        for number, item in enumerate(order):
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            if _fails(item):
                os.write(writer, str(number).encode())
                os._exit(1)
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as said:
        number = int(said.read() or 0)
    return order[number] if status else None


def _survivors(items: list[pytest.Item], variants: list[str]) -> Iterator[str]:
    order = list(items)
    for variant in variants:
        witness = _witness(order, variant)
        if witness is None:
            yield variant
        else:
            order.remove(witness)
            order.insert(0, witness)


def pytest_configure(config: pytest.Config) -> None:
    """A found fault is enough, neither made smaller nor explained; a busy machine that draws slowly is no fault."""
    del config
    phases = (Phase.explicit, Phase.generate)
    hypothesis_settings.register_profile(
        "mutation",
        deadline=None,
        phases=phases,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    hypothesis_settings.load_profile("mutation")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of the tests once: all of them sound, then over every variant."""
    variants = Path(os.environ["LANDBRIDGE_VARIANTS"])
    set_mutant_under_test(NOBODY)
    if any(_fails(item) for item in session.items):
        raise pytest.UsageError("the tests fail without any fault")
    survivors = list(_survivors(session.items, variants.read_text(encoding="utf-8").split()))
    variants.with_name("survivors").write_text("\n".join(survivors), encoding="utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
