"""Say that the database cannot do it now, and when to try again."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from rest_framework import status

from config.rest.problems import CONTENT_TYPE, problem

API = "/api/"
RETRY_SECONDS = 5
UNAVAILABLE = status.HTTP_503_SERVICE_UNAVAILABLE


def is_unavailable(error: BaseException | None) -> bool:
    """Tell whether the database was away, full, or had to give one of two writers up.

    None of these is a fault of the request: the same one, later, may well succeed.
    """
    return isinstance(error, OperationalError | InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer without the database.

    A connection that is lost while it commits leaves open whether the commit was
    done, so this never says that nothing was saved.
    """
    headers = {"Retry-After": str(RETRY_SECONDS)}
    if not request.path.startswith(API):
        page = render_to_string("503.html")
        return HttpResponse(page, status=UNAVAILABLE, headers=headers)
    body = problem(
        UNAVAILABLE,
        _("The database does not answer, or has no room. What was sent may be lost."),
        _("Wait, read the record, and send again what it does not say."),
        name="unavailable",
    )
    return JsonResponse(
        body, status=UNAVAILABLE, content_type=CONTENT_TYPE, headers=headers
    )
