"""Note who looked at whom, who took what out, and who came in."""

from collections.abc import Callable, Collection
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from config.addresses import address_of
from registry.access.reach import everywhere
from registry.models import Access, AccessEvent, Patient, User

# Patients (with their centres) whom the request has shown so far, and rows of lists.
_seen: ContextVar[dict[int, int] | None] = ContextVar("seen", default=None)
_listed: ContextVar[int | None] = ContextVar("listed", default=None)

# A list of so few patients says of each what a page would: by a filter or a search.
FEW = 5
# What answers to typing, on a page that was noted when it was opened. A draft is told
# nothing; whoever asks what follows from answers opened the page within the hour, or
# looks now.
TOLD_NOTHING = frozenset({"record-draft"})
WHILE_TYPING = frozenset({"record-derived"})
OPENED_WITHIN = timedelta(hours=1)
# A change that was made is in the change log; these show the page or the record again.
SHOWN = frozenset({200, 206, 304, 409, 412, 422})


def saw(patient: Patient) -> Patient:
    """Note that the request shows ``patient``, once its answer is made."""
    seen = _seen.get()
    if seen is not None:
        seen[patient.pk] = patient.centre_id
    return patient


def saw_list(rows: int) -> None:
    """Note that the request shows ``rows`` patients or records of many patients."""
    _listed.set((_listed.get() or 0) + rows)


def saw_rows(rows: Collection[Any]) -> None:
    """Note that the request shows these patients, or rows of patients.

    Where there are but few patients among them, each was looked at as well.
    """
    saw_list(len(rows))
    whose = {
        row.pk if isinstance(row, Patient) else row.patient_id: row for row in rows
    }
    seen = _seen.get()
    if seen is not None and len(whose) <= FEW:
        seen |= {pk: _centre_of(row) for pk, row in whose.items()}


def _centre_of(row: Any) -> int:
    centre: int = (row if hasattr(row, "centre_id") else row.patient).centre_id
    return centre


def note(
    kind: Access,
    *,
    user_id: int | None,
    what: str = "",
    request: HttpRequest | None = None,
    **about: Any,
) -> None:
    """Add one row to the log, in the transaction of whoever asks."""
    said = {"user_id": user_id, "what": what[:100], "address": _address(request)}
    with everywhere():  # also where nobody has come in
        AccessEvent.objects.create(kind=kind, **said, **about)


class NoteAccess:
    """After each answer, note the patients whom it shows, and what was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seen, listed = _seen.set({}), _listed.set(None)
        try:
            answer = self.get_response(request)
            _note_answer(request, answer)
        finally:
            _seen.reset(seen)
            _listed.reset(listed)
        return answer


def _note_answer(request: HttpRequest, answer: HttpResponseBase) -> None:
    user_id = getattr(getattr(request, "user", None), "pk", None)
    match = request.resolver_match
    what = match.view_name if match and match.view_name else ""
    if user_id is None or what in TOLD_NOTHING:
        return
    plain = {"user_id": user_id, "what": what[:100], "address": _address(request)}
    rows = []
    if answer.status_code == 403:
        rows.append(AccessEvent(kind=Access.REFUSED, **plain))
    elif answer.status_code in SHOWN:
        rows += [
            AccessEvent(kind=Access.LOOKED, patient_id=pk, centre_id=centre, **plain)
            for pk, centre in (_seen.get() or {}).items()
            if what not in WHILE_TYPING or not _looked_lately(user_id, pk)
        ]
        if (listed := _listed.get()) is not None:
            rows.append(AccessEvent(kind=Access.LISTED, rows=listed, **plain))
    if rows:
        with everywhere():  # a token's request may be refused before it is anybody's
            AccessEvent.objects.bulk_create(rows)


def _looked_lately(user_id: int, patient_id: int) -> bool:
    since = timezone.now() - OPENED_WITHIN
    looks = AccessEvent.objects.filter(kind=Access.LOOKED, at__gt=since)
    with everywhere():
        return looks.filter(user_id=user_id, patient_id=patient_id).exists()


def _address(request: HttpRequest | None) -> str | None:
    return address_of(request) if request is not None else None


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    note(Access.SIGNED_IN, user_id=user.pk, request=request)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        note(Access.SIGNED_OUT, user_id=user.pk, request=request)


@receiver(user_login_failed)
def _not_let_in(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    # What was typed is kept nowhere: it may be a password in the wrong box.
    known = _known(str(credentials.get("username") or ""))
    what = "" if known else "unknown user name"
    note(Access.NOT_LET_IN, user_id=known, what=what, request=request)


@receiver(user_locked_out)
def _locked_out(request: HttpRequest | None, username: str, **_: Any) -> None:
    note(Access.LOCKED_OUT, user_id=_known(username), request=request)


def _known(name: str) -> int | None:
    return User.objects.filter(username=name).values_list("pk", flat=True).first()
