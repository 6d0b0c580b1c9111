"""Every route has a row in the permission table, and every row a route."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from landbridge.entrypoints.gate import permission_table


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry, space)
        elif entry.name:  # without a name it has no row: the gate keeps it shut
            yield f"{prefix}{entry.name}"


def test_the_table_and_the_routes_agree() -> None:
    routes = set(names(get_resolver()))
    table = set(permission_table())
    assert (sorted(routes - table), sorted(table - routes)) == ([], [])
