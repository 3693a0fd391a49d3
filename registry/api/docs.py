"""The API's own description, served without anything from elsewhere."""

from functools import lru_cache

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class Schema(SpectacularAPIView):
    """The OpenAPI document."""

    throttle_classes = ()

    def _get_schema_response(self, request: Request) -> HttpResponse:
        renderer = request.accepted_renderer  # type: ignore[attr-defined]
        content = _document(type(renderer), get_language())  # type: ignore[arg-type]
        return HttpResponse(content, content_type=renderer.media_type)


# A second of work, the same until the next release: done once a language and format.
@lru_cache(maxsize=16)
def _document(renderer: type[BaseRenderer], language: str | None) -> str | bytes:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return renderer().render(schema, renderer_context={})


class Docs(SpectacularSwaggerSplitView):
    """Pages on which the API can be read and tried, under a strict CSP."""

    url_name = "api-schema"
    template_name = "registry/api/docs.html"
    throttle_classes = ()
