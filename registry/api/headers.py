"""What a change by REST says beside its body: the version that was seen, and why."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from config.rest.etags import if_match

IF_MATCH = if_match("The ETag of the version that is changed.", required=True)
REASON = OpenApiParameter(
    "X-Reason",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Why; UTF-8. The member “reason” of the body says the same.",
)
CHANGE = (IF_MATCH, REASON)


def reason_of(request: Request, said: str = "") -> str:
    """Return why: what the body ``said``, or else the header."""
    # WSGI hands headers over as latin-1, whatever was sent.
    header = request.headers.get("X-Reason", "")
    return said or header.encode("latin-1", "replace").decode("utf-8", "replace")
