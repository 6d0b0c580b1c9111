"""Every named route of the site, as the resolver knows it: its full name, its address as a pattern, its permission."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver

from landbridge.entrypoints.gate import Gate, permission_table
from landbridge.network.permissions import Permission

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the site."""

    name: str
    pattern: str
    needs: Gate | Permission | None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in its address, in their order."""
        return tuple(PARAMETER.findall(self.pattern))

    def address(self, values: Mapping[str, object]) -> str:
        """Where it leads with these values. A parameter nobody gave one is to be named in tests/entrypoints/estate.py."""
        unnamed = [name for name in self.parameters if name not in values]
        assert not unnamed, f"name {unnamed} of {self.pattern} in tests/entrypoints/estate.py"
        return PARAMETER.sub(lambda found: str(values[found[1]]), self.pattern)


def every_route() -> list[Route]:
    """Each route once, in the order of the resolver; those of packages with patterns of their own are left out."""
    table = permission_table()
    found = {(name, pattern) for name, pattern in _walk(get_resolver())}
    return [Route(name, pattern, table.get(name)) for name, pattern in sorted(found)]


def _walk(resolver: URLResolver, space: str = "", before: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        part = str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner, (*before, part))
        elif entry.name and "(" not in part:
            yield f"{space}{entry.name}", "/" + "".join((*before, part)).lstrip("/")
