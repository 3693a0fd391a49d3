"""Every address that the URLconf knows, found by walking it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its full name, its pattern, the names of its arguments."""

    name: str
    pattern: str
    arguments: frozenset[str]


def routes() -> list[Route]:
    """Return every route; one without a name is known by its pattern."""
    return list(_walk(get_resolver(), "", "", frozenset()))


def _walk(
    resolver: URLResolver, pattern: str, space: str, arguments: frozenset[str]
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = pattern + str(entry.pattern)
        taken = arguments | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, path, inner, taken)
        elif isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name}" if entry.name else path, path, taken)
