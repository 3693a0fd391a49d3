"""One try: an actor, an address, a method; what came back, and what it said."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.addresses import JSON, QUERIES, arguments_of, body_of
from tests.access.routes import Route
from tests.access.world import Site

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Try:
    """What an actor got."""

    status: int
    text: str


def address_of(route: Route, site: Site) -> str:
    """Return the path of ``route`` for an object of ``site``."""
    arguments = arguments_of(route.name, site) if route.arguments else {}
    unknown = route.arguments - arguments.keys()
    assert not unknown, f"{route.name} also needs {sorted(unknown)}"
    if "/" in route.name:  # a route without a name
        path = route.name.replace("(?P<url>.*)$", "nowhere")
        return "/" + path.replace("<path:object_id>", str(arguments.get("object_id")))
    return reverse(route.name, kwargs={k: arguments[k] for k in route.arguments})


def attempt(
    client: Client,
    method: str,
    route: Route,
    site: Site,
    sent: Mapping[str, str] = MappingProxyType({}),
) -> Try:
    """Try, with what else is ``sent``, and take back whatever it changed."""
    path = address_of(route, site)
    body: Any = {**body_of(route.name, method, site), **sent}
    headers = {"If-Match": '"1"', "X-Reason": "tried", "X-CSRFToken": "none"}
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(path, {**QUERIES.get(route.name, {}), **sent})
        elif path.startswith("/api/"):
            answer = client.generic(
                method, path, json.dumps(body), JSON, headers=headers
            )
        elif method == "POST":
            answer = client.post(path, body, headers=headers)
        else:
            answer = client.generic(method, path, headers=headers)
        content = (
            b"".join(answer.streaming_content)  # type: ignore[arg-type]
            if answer.streaming
            else answer.content
        )
        transaction.set_rollback(True)
    client.cookies = cookies  # whoever signed out is back for the next try
    return Try(answer.status_code, content.decode("utf-8", "replace"))
