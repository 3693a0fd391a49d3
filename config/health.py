"""Whether this process can do its work: for load balancers and ``make demo``."""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app

SILENT = "does not answer"


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, and 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": f"the database {SILENT}"}, status=503)
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when requests can be served, with what each part says.

    Without the broker they can: what is saved waits in the database for its sweep.
    """
    tables = _tables()
    told = {"tables": tables, "broker": _broker()}
    return JsonResponse(told, status=200 if tables == "ok" else 503)


def _tables() -> str:
    try:
        behind = (
            _migrations() - MigrationRecorder(connection).applied_migrations().keys()
        )
    except Error:
        return f"the database {SILENT}"
    return f"{len(behind)} migrations are to be applied" if behind else "ok"


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Return the release's migrations, read once a process: they do not change."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _broker() -> str:
    try:
        with app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, OSError):
        return SILENT
    return "ok"
