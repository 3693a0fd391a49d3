"""Versions as entity tags: what If-Match and If-None-Match say. Source: RFC 9110."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.problems import Explained


def etag(version: object) -> str:
    """Return the entity tag of ``version``."""
    return f'"{version}"'


def tags(header: str) -> set[str]:
    """Return the versions that a header names.

    A proxy that compresses marks a tag as weak; it still names the same version.
    """
    named = (tag.strip().removeprefix("W/").strip('"') for tag in header.split(","))
    return {tag for tag in named if tag}


def version_seen(request: Request) -> int:
    """Return the version that the editor saw, from If-Match.

    Raises a problem: 428 when none is named, 412 when it cannot be a version.
    """
    named = tags(request.headers.get("If-Match", "")) - {"*"}
    if not named:
        raise Explained(
            status.HTTP_428_PRECONDITION_REQUIRED,
            "version-needed",
            _("A change says which version it was made from."),
            _("Read the record and send its ETag as If-Match."),
        )
    # What stands behind a point tells the marks of the same version apart.
    versions = [tag.partition(".")[0] for tag in named]
    known = [int(one) for one in versions if one.isascii() and one.isdigit()]
    if not known:
        raise Explained(
            status.HTTP_412_PRECONDITION_FAILED,
            "stale",
            _("If-Match names no version of this record."),
            _("Read the record and send its ETag as If-Match."),
        )
    return max(known)


def unchanged(request: Request, version: object) -> Response | None:
    """Return 304 when the reader already has ``version``, else None."""
    if str(version) in tags(request.headers.get("If-None-Match", "")):
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers=tagged(version))
    return None


def tagged(version: object) -> dict[str, str]:
    """Return the header that names ``version``."""
    return {"ETag": etag(version)}


def if_match(description: str, *, required: bool = False) -> OpenApiParameter:
    """Return the header as the schema describes it."""
    return OpenApiParameter(
        "If-Match",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        required=required,
        description=description,
    )
