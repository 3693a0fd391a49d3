"""What somebody sees who is signed in is kept by no cache. Source: ASVS 5, V14.3.2."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]
KEPT_NOWHERE = "private, no-store"


class KeepNowhere:
    """Say of answers to a person that nobody keeps them, unless the view said how.

    Else the next person at the machine reads patients by the browser's Back.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let pass, and mark the answer; a token's person is known only afterwards."""
        answer = self.get_response(request)
        if request.user.is_authenticated:
            answer.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        return answer
