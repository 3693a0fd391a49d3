"""Answers that need not be sent again. Source: RFC 9110, section 13."""

from hashlib import sha256

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response


def conditional(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """Give a read its entity tag; answer 304 where the reader has it already.

    A record's tag is its version, a file's its SHA-256; anything else is known by a
    digest of what it says.
    """
    if request.method not in SAFE_METHODS:
        return response
    response.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    if response.status_code not in (200, 206):
        return response
    if isinstance(response, HttpResponse) and not response.has_header("ETag"):
        if isinstance(response, Response):
            response.render()
        digest = sha256(response.content).hexdigest()[:32]
        response["ETag"] = f"W/{quote_etag(digest)}"
    same: HttpResponseBase = get_conditional_response(  # type: ignore[assignment]
        request._request,
        etag=response.get("ETag"),
        response=response,  # type: ignore[arg-type]
    )
    if same is not response and (file := getattr(response, "file_to_stream", None)):
        file.close()
    return same
