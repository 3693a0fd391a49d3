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


class ApiSchema(AutoSchema):
    """Say of every operation that its errors are problem details."""

    def get_override_parameters(self) -> list[Any]:
        """Return the headers that the operation reads, the view's own among them."""
        own = getattr(self.view, "headers_read", {})
        return [LANGUAGE, *own.get(self.method, ())]

    def _get_response_bodies(self, direction: str = "response") -> Any:
        bodies = super()._get_response_bodies(direction)  # type: ignore[arg-type]
        bodies["default"] = self._get_response_for_code(
            ProblemDetails, "default", media_types=[CONTENT_TYPE]
        )
        bodies["default"]["description"] = "A problem"
        return bodies
