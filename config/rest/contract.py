"""What the API has promised: the document as lines that can be compared.

A line is a promise (an address, a parameter, a member, a value that it may have) or,
beginning with ``needs``, a demand on the caller. A promise that goes and a demand that
comes break somebody's program; everything else may come at any time.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from config.folders import ROOT

PATH = ROOT / "docs" / "api-contract.txt"
DEMAND = "needs "
Document = Mapping[str, Any]


def lines_of(document: Document) -> list[str]:
    """Return what an OpenAPI document promises and demands, sorted."""
    lines: set[str] = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            lines.update(_operation(f"{method.upper()} {path}", operation))
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        lines.update(_schema(name, _beyond(name, schema, schemas)))
    return sorted(lines)


def broken(before: list[str], now: list[str]) -> list[str]:
    """Return what a program written for ``before`` would stumble over."""
    gone = [f"gone: {one}" for one in before if one not in set(now)]
    kept = [line for line in gone if not line.startswith(f"gone: {DEMAND}")]
    owners = {_owner(one) for one in before}
    new = (one for one in now if one.startswith(DEMAND) and one not in set(before))
    demanded = [f"new: {one}" for one in new if _owner(one) in owners]
    return kept + demanded


def accepted(path: Path = PATH) -> list[str]:
    """Return what was promised with the last release."""
    return path.read_text(encoding="utf-8").splitlines()


def _owner(line: str) -> str:
    """Return the operation or schema that a line is about."""
    return line.removeprefix(DEMAND).partition(" . ")[0]


def _operation(name: str, operation: Document) -> Iterator[str]:
    yield name
    for given in operation.get("parameters", ()):
        of = f"{name} . {given['in']} {given['name']}"
        yield from _typed(of, given.get("schema", {}))
        if given.get("required"):
            yield f"{DEMAND}{of}"
    body = operation.get("requestBody", {})
    for kind, media in body.get("content", {}).items():
        yield from _typed(f"{name} . body {kind}", media.get("schema", {}))
    for code, response in operation["responses"].items():
        for kind, media in response.get("content", {}).items():
            yield from _typed(f"{name} . {code} {kind}", media.get("schema", {}))


def _beyond(name: str, schema: Document, schemas: Document) -> Document:
    """Return a schema without what the one that it varies says already."""
    for prefix in ("Patched", "Saved"):
        if (plain := schemas.get(name.removeprefix(prefix))) and plain is not schema:
            said = plain.get("properties", {})
            own = schema.get("properties", {}).items()
            return {**schema, "properties": {k: v for k, v in own if v != said.get(k)}}
    return schema


def _schema(name: str, schema: Document) -> Iterator[str]:
    yield from _typed(name, schema)
    members = schema.get("properties", {})
    for member, of in members.items():
        yield from _typed(f"{name} . {member}", of)
        if member in schema.get("required", ()) and not of.get("readOnly"):
            yield f"{DEMAND}{name} . {member}"


def _typed(name: str, schema: Document) -> Iterator[str]:
    yield f"{name} : {_kind(schema)}"
    for value in _values(schema):
        yield f"{name} = {value}"


def _kind(schema: Document) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for word in ("allOf", "oneOf", "anyOf"):
        if parts := schema.get(word):
            kinds = sorted(kind for part in parts if (kind := _kind(part)))
            return " | ".join(kinds)
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return f"{kind} or null" if schema.get("nullable") else str(kind)


def _values(schema: Document) -> Iterator[Any]:
    yield from schema.get("enum", ())
    for part in (*schema.get("oneOf", ()), schema.get("items", {})):
        yield from part.get("enum", ())
