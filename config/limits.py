"""Refuse what is too large by what it says of itself, and what no text can hold."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.loader import render_to_string

API, NUL = "/api/", "\0"
Answer = Callable[[HttpRequest], HttpResponseBase]


class RefuseTooLarge:
    """Answer 413 for a request whose length is above DATA_UPLOAD_MAX_MEMORY_SIZE.

    Django holds that limit for fields alone: a file of any size it would take in. The
    API takes none, and says the same of its bodies itself.
    What comes without a length has no body as WSGI servers hand it over.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse, or let pass."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if _length(request) <= most or request.path.startswith(API):
            return self.get_response(request)
        told = {"most": most // 2**20}
        return HttpResponse(render_to_string("413.html", told), status=413)


class RefuseNul:
    """Answer 400 for NUL in an address or in what a page's form sends.

    No text of the database can hold it. Bodies of the API say so at their field.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let pass what has no view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Refuse, before the view and after what protects it from other sites."""
        sent = [request.path, *_texts(request.GET)]
        if not request.path.startswith(API):
            sent += _texts(request.POST)
        if any(NUL in text for text in sent):
            raise SuspiciousOperation("NUL")


def _texts(sent: QueryDict) -> list[str]:
    return [text for name in sent for text in (name, *map(str, sent.getlist(name)))]


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() and len(said) < 20 else 0
