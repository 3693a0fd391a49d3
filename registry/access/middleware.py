"""Let each request see the rows of the person behind it, and no others."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from registry.access.reach import NOBODY, Reach, reaching

Answer = Callable[[HttpRequest], HttpResponseBase]


def rows_of_the_person(get_response: Answer) -> Answer:
    """Reach as far as the session's person; a token's is known later."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        person = request.user.pk if request.user.is_authenticated else None
        reach = Reach(person=person) if person else NOBODY
        with reaching(reach):
            response = get_response(request)
        whole_file = getattr(response, "file_to_stream", None) is not None
        if isinstance(response, StreamingHttpResponse) and not whole_file:
            # What is sent in pieces is read after the request has gone through; a file
            # is there already, and the server hands it on by itself.
            pieces = iter(response.streaming_content)  # type: ignore[arg-type]
            response.streaming_content = _in_pieces(pieces, reach)
        return response

    return middleware


def _in_pieces(pieces: Iterator[bytes], reach: Reach) -> Iterator[bytes]:
    while True:
        with reaching(reach):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
