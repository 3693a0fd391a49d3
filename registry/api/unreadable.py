"""Say that a stored day is one that no calendar has, and who can correct it.

The tables refuse such a day; it can be there only where somebody took their refusal
away, and wrote it round every check.
"""

import logging
import re

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from rest_framework import status

from config.rest.problems import CONTENT_TYPE, problem
from registry.api.unavailable import API
from registry.variables.no_day import UnreadableDay

log = logging.getLogger(__name__)

# Neither the request's fault nor mended by waiting: the state of what it asks for.
UNREADABLE = status.HTTP_409_CONFLICT
# The driver's words for a value that it was given by the database.
OF_NO_CALENDAR = re.compile(r"(date|timestamp) too (large|small) ")


def is_unreadable(error: BaseException | None) -> bool:
    """Tell whether what is stored could not be read, whoever asked for it."""
    if isinstance(error, UnreadableDay):
        return True
    return isinstance(error, DataError) and bool(OF_NO_CALENDAR.match(str(error)))


def unreadable(request: HttpRequest) -> HttpResponse:
    """Answer that the record cannot be read; what the request began is taken back."""
    log.error(
        "%s %s reads a day that no calendar has: manage.py unreadable_days names it",
        request.method,
        request.path,
    )
    if not request.path.startswith(API):
        return _page(request)
    body = problem(
        UNREADABLE,
        _("A form holds a day that no calendar has, and cannot be read."),
        _(
            "Nothing was saved. Tell the administrator of the system, who finds and "
            "corrects it. Other patients are not held up: ask for them by themselves."
        ),
        name="unreadable",
    )
    return JsonResponse(body, status=UNREADABLE, content_type=CONTENT_TYPE)


def _page(request: HttpRequest) -> HttpResponse:
    """Answer with a page, or with a note above the page that goes on being typed in."""
    if "HX-Request" not in request.headers:
        return HttpResponse(render_to_string("409.html"), status=UNREADABLE)
    above = {"HX-Retarget": "#unreadable", "HX-Reswap": "innerHTML"}
    note = render_to_string("registry/_unreadable.html")
    return HttpResponse(note, status=UNREADABLE, headers=above)
