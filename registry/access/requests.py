"""Who stands behind a request; every page passes through here."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

from registry.access.log import saw
from registry.access.policy import Actor, Refused
from registry.models import Patient, User

View = Callable[..., HttpResponseBase]


class ActorRequest(HttpRequest):
    """A request after the gate: somebody is signed in, and known by their roles."""

    actor: Actor
    user: User
    htmx: HtmxDetails


def actor_required(view: View) -> View:
    """Ask for a signed-in person and give the request its ``actor``.

    What the policy refuses becomes a 403; what somebody took back, moved or merged
    after the page was read and before it was written, a 404. An htmx request of
    somebody whose session has ended is told where to sign in, so that no sign-in page
    is swapped into a part.
    """

    @wraps(view)
    def with_actor(
        request: ActorRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        request.actor = request.user.actor()
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            raise PermissionDenied(str(refused)) from refused
        except ObjectDoesNotExist as gone:
            if request.method != "POST":
                raise
            raise Http404 from gone

    guarded = login_required(with_actor)

    @wraps(view)
    def gate(
        request: ActorRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        if request.htmx and not request.user.is_authenticated:
            return _sign_in_first(request)
        return guarded(request, *args, **kwargs)

    return gate


def read_in_one(view: View) -> View:
    """Read a page in one transaction, where a statement alone has one of its own.

    Each of them says first whose rows are seen: of a page with thirty queries three
    messages of four are spared. Writing is left to the services' transactions.
    """

    @wraps(view)
    def reading(
        request: ActorRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return reading


def _sign_in_first(request: ActorRequest) -> HttpResponse:
    """Answer 401 with the way to the sign-in page and back to the page shown."""
    back = urlsplit(request.htmx.current_url_abs_path or "/")
    query = urlencode({"next": back.path + (f"?{back.query}" if back.query else "")})
    answer = HttpResponse(status=401)
    answer["X-Sign-In"] = f"{resolve_url('sign-in')}?{query}"
    return answer


def patient_or_404(request: ActorRequest, pk: int) -> Patient:
    """Return a patient whom the request's actor may see; another centre's is a 404."""
    visible = Patient.objects.visible_to(request.actor).select_related("centre")
    return saw(get_object_or_404(visible, pk=pk))


def even_merged_or_404(request: ActorRequest, pk: int) -> Patient:
    """Return a patient, or a registration merged into one: their histories stay."""
    of = Patient.objects
    rows = of.visible_to(request.actor) | of.merged_visible_to(request.actor)
    return saw(get_object_or_404(rows.select_related("centre"), pk=pk))
