"""What taking a record back and moving it have in common: reason, version, refusal."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from registry.access.requests import ActorRequest
from registry.access.sent import whole
from registry.models import Patient
from registry.services.errors import Locked, ReasonNeeded, Stale
from registry.services.locks import lock_words
from registry.variables.labels import sentences

Refusal = tuple[str, int]
DONE: Refusal = ("", 200)


def version_in(request: ActorRequest) -> int:
    """Return the version that the page showed; 0 fits none."""
    return whole(request.POST.get("version")) or 0


def refusal_of(
    act: Callable[[], object], *, patients: tuple[Patient, ...], no_reason: str
) -> Refusal:
    """Act; return why it was refused and the status of the answer, or ``DONE``.

    A lock is told of the first of ``patients`` whose case is locked, else of the last;
    ``no_reason`` asks for the reason.
    """
    try:
        act()
    except Locked as met:
        locked = next((one for one in patients if one.case_locked_at), patients[-1])
        return sentences(lock_words(met, locked)), 423
    except ReasonNeeded:
        return no_reason, 422
    except Stale:
        return _("Somebody saved it meanwhile. Look at it again."), 412
    return DONE
