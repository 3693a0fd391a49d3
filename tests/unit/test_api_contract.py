"""What breaks a caller's program is told from what does not."""

from copy import deepcopy

import pytest

from config.rest.contract import broken, lines_of

DOCUMENT = {
    "paths": {
        "/api/v1/things/": {
            "post": {
                "parameters": [
                    {"in": "query", "name": "dry", "schema": {"type": "boolean"}}
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Thing"}
                        }
                    }
                },
                "responses": {"201": {"description": "made"}},
            }
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["name", "id"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "name": {"type": "string"},
                    "kind": {"type": "string", "enum": ["a", "b"]},
                },
            }
        }
    },
}


def after(change):
    changed = deepcopy(DOCUMENT)
    change(
        changed["paths"]["/api/v1/things/"]["post"],
        changed["components"]["schemas"]["Thing"],
        changed,
    )
    return broken(lines_of(DOCUMENT), lines_of(changed))


def test_nothing_changed():
    assert after(lambda *_: None) == []


BREAKING = {
    "a member goes": lambda _o, thing, _d: thing["properties"].pop("kind"),
    "a type changes": lambda _o, thing, _d: thing["properties"].update(
        name={"type": "integer"}
    ),
    "a value goes": lambda _o, thing, _d: thing["properties"]["kind"].update(
        enum=["a"]
    ),
    "a member becomes needed": lambda _o, thing, _d: thing["required"].append("kind"),
    "a new member is needed": lambda _o, thing, _d: (
        thing["properties"].update(size={"type": "integer"}),
        thing["required"].append("size"),
    ),
    "a parameter goes": lambda operation, *_: operation["parameters"].clear(),
    "a parameter becomes needed": lambda operation, *_: operation["parameters"][
        0
    ].update(required=True),
    "an answer goes": lambda operation, *_: operation.update(
        requestBody={"content": {}}
    ),
    "an address goes": lambda _o, _t, document: document["paths"].clear(),
}
HARMLESS = {
    "a member comes": lambda _o, thing, _d: thing["properties"].update(
        size={"type": "integer"}
    ),
    "a value comes": lambda _o, thing, _d: thing["properties"]["kind"]["enum"].append(
        "c"
    ),
    "what is only read comes": lambda _o, thing, _d: (
        thing["properties"].update(at={"type": "string", "readOnly": True}),
        thing["required"].append("at"),
    ),
    "a member is not needed any more": lambda _o, thing, _d: thing["required"].remove(
        "name"
    ),
    "an address comes with its demands": lambda _o, _t, document: document[
        "paths"
    ].update(
        {
            "/api/v1/other/": {
                "get": {
                    "parameters": [{"in": "query", "name": "q", "required": True}],
                    "responses": {},
                }
            }
        }
    ),
}


@pytest.mark.parametrize("name", BREAKING)
def test_a_breaking_change_is_named(name):
    assert after(BREAKING[name])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_comes_breaks_nothing(name):
    assert after(HARMLESS[name]) == []
