"""How every REST view documents its errors and headers."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from config.rest.problems import CONTENT_TYPE, ProblemDetails

LANGUAGE = OpenApiParameter(
    "Accept-Language",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The language of messages and labels: en or zh-hans.",
)

RATES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
# What answers say beside their bodies; a hook puts them into the document.
HEADERS = {
    "ETag": ("string", "Names what was read, for If-None-Match and If-Match."),
    "RateLimit-Limit": ("integer", "Requests that a token has in a minute."),
    "RateLimit-Remaining": ("integer", "How many of them are left."),
    "RateLimit-Reset": ("integer", "Seconds until it has all of them again."),
}


def with_headers(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the headers of answers to the document's components."""
    result["components"]["headers"] = {
        name: {"schema": {"type": kind}, "description": said}
        for name, (kind, said) in HEADERS.items()
    }
    return result


class ApiSchema(AutoSchema):
    """Say of every operation that its errors are problem details."""

    def get_override_parameters(self) -> list[Any]:
        """Return the headers that the operation reads, the view's own among them."""
        own = getattr(self.view, "headers_read", {})
        return [LANGUAGE, *own.get(self.method, ())]

    def is_deprecated(self) -> bool:
        """Tell what the view's headers tell."""
        return bool(getattr(self.view, "deprecated", None))

    def _get_response_bodies(self, direction: str = "response") -> Any:
        bodies = super()._get_response_bodies(direction)  # type: ignore[arg-type]
        for code, body in bodies.items():
            names = RATES if code != "200" or self.method != "GET" else (*RATES, "ETag")
            refs = {n: {"$ref": f"#/components/headers/{n}"} for n in names}
            body["headers"] = refs | body.get("headers", {})
        bodies["default"] = self._get_response_for_code(
            ProblemDetails, "default", media_types=[CONTENT_TYPE]
        )
        bodies["default"]["description"] = "A problem"
        return bodies
