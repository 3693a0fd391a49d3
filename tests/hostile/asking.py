"""Requests made from the API's own schema, and their answers judged."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, Response
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from registry.models import ApiToken
from tests.access.addresses import arguments_of
from tests.access.world import Site, World

PROBLEM = "application/problem+json"
# Most requests are about a record that is there.
AIMED = strategies.sampled_from([True, True, True, False])
CONFORMS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
QUIET = settings(
    database=None,
    deadline=None,
    derandomize=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Tried:
    """How many requests were made, what they answered, and which answers were wrong."""

    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@cache
def schema() -> Any:
    """Return the schema as the API serves it, ready to make requests."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    loaded = schemathesis.openapi.from_dict(document)
    loaded.app = WSGIHandler()
    return loaded


def operations() -> list[Any]:
    """Return every operation that the schema describes."""
    return [found.ok() for found in schema().get_all_operations()]


def tokens(world: World) -> dict[str, str]:
    """Return a token that writes for each person of the world, and none for nobody."""
    made = {
        name: ApiToken.objects.create(user)[1] for name, user in world.users.items()
    }
    return {**made, "anonymous": ""}


def ask(
    operation: Any, token: str, site: Site, *, times: int, start: int, tried: Tried
) -> None:
    """Make ``times`` right and as many wrong requests; each is taken back."""

    for mode in GenerationMode:
        with suppress(Unsatisfiable):  # there may be nothing to say wrong

            @seed(start)
            @settings(QUIET, max_examples=times)
            @given(case=operation.as_strategy(mode), aimed=AIMED)
            def each(case: Case, aimed: bool) -> None:
                if aimed:
                    _aim(case, site)
                send(case, token, tried)

            each()


def _aim(case: Case, site: Site) -> None:
    """Let the request be about a record that is there, as its reader has it."""
    path = re.sub(r"{\w+}", "1", case.operation.full_path)
    try:
        known = arguments_of(resolve(path).view_name, site)
    except (Resolver404, KeyError):
        return
    known = {"id": known.get("pk"), "format": known.get("kind"), **known}
    names = case.path_parameters or {}
    case.path_parameters = {name: known.get(name) or names[name] for name in names}
    if case.method != "GET" and case.headers is not None:
        case.headers["If-Match"] = '"1"'


def send(case: Case, token: str, tried: Tried) -> None:
    """Send one request and judge its answer."""
    headers = {"Authorization": f"Token {token}"} if token else {}
    with _one_connection(), transaction.atomic():
        answer = case.call(headers=headers)
        transaction.set_rollback(True)
    tried.requests += 1
    status = answer.status_code
    tried.statuses[status] = tried.statuses.get(status, 0) + 1
    for says in faults_of(case, answer):
        about = f"{case.method} {case.formatted_path} {status}: {says}"
        tried.wrong.append(f"{about} | {case.query} | {str(case.body)[:300]}")


@contextmanager
def _one_connection() -> Iterator[None]:
    """Keep the test's transaction open, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def faults_of(case: Case, answer: Response) -> Iterator[str]:
    """Yield what is wrong with an answer."""
    status, kind = answer.status_code, answer.headers.get("content-type", [""])[0]
    if status >= 500:
        yield "a fault of the server"
        return
    if status >= 400:
        if kind != PROBLEM:
            yield f"an error that is no problem: {kind}"
            return
        body = answer.json()
        if body["status"] != status or not body["title"]:
            yield "a problem that does not say its status or title"
    elif str(status) not in case.operation.definition.raw["responses"]:
        yield "a status that is not described"
    try:
        case.validate_response(answer, checks=list(CONFORMS))
    except FailureGroup as group:
        yield from (f"{one.title}: {one.message}"[:600] for one in group.exceptions)
