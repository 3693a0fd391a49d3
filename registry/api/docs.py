"""The API's own description, served without anything from elsewhere."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class Schema(SpectacularAPIView):
    """The OpenAPI document."""

    throttle_classes = ()


class Docs(SpectacularSwaggerSplitView):
    """Pages on which the API can be read and tried, under a strict CSP."""

    url_name = "api-schema"
    template_name = "registry/api/docs.html"
    throttle_classes = ()
