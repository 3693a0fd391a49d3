"""Errors as problem details. Source: RFC 9457."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

CONTENT_TYPE = "application/problem+json"
PLAIN = "about:blank"
OWN = "urn:dayzero:problem:"


class Explained(exceptions.APIException):
    """An error that brings its own problem: a name, what is true, what to do."""

    def __init__(
        self, status: int, name: str, title: str, detail: str = "", **more: Any
    ) -> None:
        super().__init__(detail or title, name)
        self.status_code = status
        self.body = problem(status, title, detail, name=name, **more)


def problem(
    status: int, title: str, detail: str = "", *, name: str = "", **more: Any
) -> dict[str, Any]:
    """Return the members of a problem; ``name`` makes it one of our own types."""
    body = {"type": OWN + name if name else PLAIN, "title": title, "status": status}
    if detail:
        body["detail"] = detail
    return body | more


def answer(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """Return the response that carries a problem."""
    return Response(body, body["status"], headers=headers, content_type=CONTENT_TYPE)


def problem_of(error: Exception) -> Response | None:
    """Return the problem for an error that DRF or Django raised, None for a fault."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = _too_large()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    return answer(_body(error), _headers(error))


def _too_large() -> Explained:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return Explained(
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
        "too-large",
        _("More was sent than is read at once."),
        _("Send at most %(most)s bytes, in several requests.") % {"most": most},
    )


def _body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, Explained):
        return error.body
    if isinstance(error, exceptions.ValidationError):
        return problem(
            error.status_code,
            _("What was sent cannot be read as asked."),
            _("Correct the named fields and send again."),
            name="invalid",
            errors=list(field_errors(error.detail)),
        )
    title = str(getattr(error, "default_detail", error))
    if "{" in title:  # A sentence with a blank, which the detail has filled in.
        title = str(error.detail)
    return problem(error.status_code, title, str(error.detail))


def field_errors(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Yield one entry a message, with the JSON pointer of what it is about."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = name == "non_field_errors"
            yield from field_errors(inner, path if own else f"{path}/{name}")
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            deeper = isinstance(inner, dict) and len(detail) > 1
            yield from field_errors(inner, f"{path}/{number}" if deeper else path)
    else:
        yield {
            "pointer": f"#{path}",
            "field": path.lstrip("/"),
            "detail": str(detail),
            "code": getattr(detail, "code", "invalid"),
        }


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if auth := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    return headers


class FieldError(serializers.Serializer):
    """What is wrong with one field, and what to do."""

    pointer = serializers.CharField(help_text="JSON pointer into what was sent")
    field = serializers.CharField()
    detail = serializers.CharField()
    code = serializers.CharField()
    fix = serializers.CharField(required=False)


class ProblemDetails(serializers.Serializer):
    """An error (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]
