"""Every error under the API's addresses is a problem, whoever noticed it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from config.rest.problems import CONTENT_TYPE, problem

API = "/api/"
KEPT = (
    *("Allow", "Retry-After", "WWW-Authenticate", "Vary", "Content-Language"),
    *("Accept-Ranges", "Content-Range"),
)
Answer = Callable[[HttpRequest], HttpResponseBase]


def problems_everywhere(get_response: Answer) -> Answer:
    """Say as a problem what the middleware inside or Django itself refused."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        plain = response.status_code < HTTPStatus.BAD_REQUEST
        if plain or not request.path.startswith(API):
            return response
        if response.get("Content-Type") == CONTENT_TYPE:
            return response
        return _told(response)

    return middleware


def _told(response: HttpResponseBase) -> HttpResponse:
    status = HTTPStatus(response.status_code)
    says = _("The request cannot be answered as it was sent.")
    told = JsonResponse(
        problem(status, status.phrase, says), status=status, content_type=CONTENT_TYPE
    )
    for name in KEPT:
        if value := response.get(name):
            told[name] = value
    return told
