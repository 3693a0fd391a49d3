"""The ground of every REST view: who asks, how often, and how it is documented."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from rest_framework.exceptions import ParseError, PermissionDenied
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from config.rest.conditional import conditional
from config.rest.deprecation import Deprecated
from config.rest.rates import PerToken, headers_of
from config.rest.schema import ApiSchema
from registry.access.policy import Action, Actor, may
from registry.access.reach import go_on_as

if TYPE_CHECKING:
    from registry.models import User


class Text(JSONParser):
    """JSON whose texts are text: half a character cannot be stored or answered."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """Return what was sent, or refuse it whole."""
        sent = super().parse(*args, **kwargs)
        try:
            json.dumps(sent, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ParseError(_("A text holds half a character.")) from error
        return sent


class Pages(CursorPagination):
    """Pages by key: the last page costs what the first does."""

    ordering = "pk"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1000


def body_of(
    request: Request,
    kind: type[Serializer[Any]],
    context: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the request's body as ``kind`` reads it; raises what is wrong in it."""
    sent = kind(data=request.data, context=context or {})
    sent.is_valid(raise_exception=True)
    said: dict[str, Any] = sent.validated_data
    return said


@sensitive_variables("user")
def actor_of(request: Request) -> Actor:
    """Return who asks, read from the database once a request."""
    actor: Actor | None = getattr(request, "_actor", None)
    if actor is None:
        user: User = request.user  # type: ignore[assignment]
        actor = user.actor() if user.is_authenticated else Actor(None, "anonymous")
        request._actor = actor  # type: ignore[attr-defined]
        # A token is read after the middleware, which knows sessions alone.
        go_on_as(actor)
    return actor


class MayDo(IsAuthenticated):
    """Let those pass whose role allows the view's action somewhere.

    Where it may be done is the queryset's matter, or the service's. An address that
    names a record is always passed on: for those who may not see it, it does not exist.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether the actor holds a role with the action of this method."""
        if not super().has_permission(request, view):
            return False
        _refuse_beyond_scope(request, view)
        if view.kwargs:
            return True
        actions: dict[str, Action] = getattr(view, "actions_needed", {})
        needed = actions.get(request.method or "", actions.get("*"))
        return needed is None or may(actor_of(request), needed)


def _refuse_beyond_scope(request: Request, view: APIView) -> None:
    """Raise PermissionDenied where a token that only reads would write."""
    only_reads = getattr(request.auth, "scope", None) == "read"
    asks = request.method in SAFE_METHODS or getattr(view, "only_asks", False)
    if only_reads and not asks:
        raise PermissionDenied(
            _("This token only reads. Make one that also writes, under Tokens.")
        )


class ApiView(APIView):
    """A REST view."""

    permission_classes = (MayDo,)
    parser_classes = (Text,)
    throttle_classes = (PerToken,)
    schema = ApiSchema()
    # The action that each method asks of a role; "*" stands for the others.
    actions_needed: dict[str, Action] = {}
    # A POST that is a question, and changes nothing.
    only_asks = False
    # Set where the view will go: docs/api.md, "What stays".
    deprecated: Deprecated | None = None

    @property
    def actor(self) -> Actor:
        """Return who asks."""
        return actor_of(self.request)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Say of the answer how often one may ask, and what will end: view or role."""
        made = super().finalize_response(request, response, *args, **kwargs)
        about = self.deprecated.headers() if self.deprecated else {}
        actor: Actor | None = getattr(request, "_actor", None)
        if actor is not None and (ends := actor.ends_soon(timezone.now())):
            about = {**about, "Access-Ends": ends.isoformat(timespec="seconds")}
        for name, value in {**headers_of(request), **about}.items():
            made[name] = value
        return made

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """Answer; a reader who has the answer already is told so."""
        response = super().dispatch(request, *args, **kwargs)
        return conditional(self.request, response)  # type: ignore[return-value]
