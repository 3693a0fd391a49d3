"""What the services refuse, as problem details."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import status
from rest_framework.response import Response

from config.rest.problems import CONTENT_TYPE, answer, problem, problem_of
from registry.access.policy import Refused
from registry.api.findings import field_error
from registry.api.unavailable import API, is_unavailable, unavailable
from registry.api.unreadable import is_unreadable, unreadable
from registry.models import Patient, Record
from registry.services.case_lock import NotReady
from registry.services.errors import (
    Locked,
    NotConsistent,
    NotMarkable,
    OutOfTurn,
    ReasonNeeded,
    Withdrawn,
    WordsNeeded,
    WrongTurn,
)
from registry.services.judging import WORDS, Why
from registry.services.locks import lock_words

RESTRICTED = "23001"  # what the triggers of registry.audit.marks raise


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the problem that tells ``error``, or None for a fault of the server."""
    for kind, told in TOLD.items():
        if isinstance(error, kind):
            return answer(told(error))
    return problem_of(error)


def locked(error: Locked) -> dict[str, Any]:
    """Return the problem of a form that is locked: since when, by whom, whom to ask."""
    record = error.record
    assert isinstance(record, Patient | Record)
    patient = record if isinstance(record, Patient) else record.patient
    says, fix = lock_words(error, patient)
    return problem(
        status.HTTP_423_LOCKED,
        says,
        fix,
        name="locked",
        locked_at=error.at.isoformat(),
        locked_by=error.by,
        whole_case=error.whole_case,
    )


def not_markable(error: NotMarkable) -> dict[str, Any]:
    """Return the problem of a form that cannot carry the mark, or lose it."""
    return problem(
        status.HTTP_409_CONFLICT,
        _("The form cannot be marked: it %(why)s.") % {"why": error.why},
        _("Read the record, and see what is missing."),
        name="not-markable",
    )


def refused(_error: Refused) -> dict[str, Any]:
    """Return the problem of somebody who may not do this here."""
    return problem(
        status.HTTP_403_FORBIDDEN,
        _("Your role does not allow this."),
        _("Ask your centre's administrator if you need it."),
        name="refused",
    )


def withdrawn(error: Withdrawn) -> dict[str, Any]:
    """Return the problem of a change of somebody who withdrew consent."""
    return problem(
        status.HTTP_403_FORBIDDEN,
        _("Consent was withdrawn: nothing may be added or changed."),
        _("If the patient consents again, say so on the patient form first."),
        name="consent-withdrawn",
    )


def not_consistent(error: NotConsistent) -> dict[str, Any]:
    """Return the problem of answers that contradict each other or the limits."""
    return problem(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        _("The answers contradict each other or the limits. Nothing was saved."),
        _("Correct the named fields and send again."),
        name="not-consistent",
        errors=[field_error(finding) for finding in error.findings],
    )


def words_needed(_error: WordsNeeded) -> dict[str, Any]:
    """Return the problem of an act on a query without words."""
    says = _("A query is asked, answered, sent back and withdrawn in words.")
    return problem(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        says,
        _("Say it in “said”."),
        name="words-needed",
        errors=[
            {"pointer": "#/said", "field": "said", "detail": says, "code": "required"}
        ],
    )


def wrong_turn(error: WrongTurn) -> dict[str, Any]:
    """Return the problem of an act that does not fit how the query stands."""
    return problem(
        status.HTTP_409_CONFLICT,
        _("As the query stands now this cannot be done with it."),
        _("Read it and its entries, and see whose turn it is."),
        name="wrong-turn",
        status_of_query=error.query.status,
    )


def gone(_error: ObjectDoesNotExist) -> dict[str, Any]:
    """Return the problem of what somebody took back while it was being changed."""
    return problem(
        status.HTTP_404_NOT_FOUND,
        _("Somebody took it back or moved it after you read it. Nothing was saved."),
        _("Read the patient's records again."),
        name="gone",
    )


def out_of_turn(_error: OutOfTurn) -> dict[str, Any]:
    """Return the problem of a patient who is between centres, or merged already."""
    return problem(
        status.HTTP_409_CONFLICT,
        _("A transfer waits or was answered already, or the number was merged."),
        _("Read the transfers and the patients again, and settle that first."),
        name="out-of-turn",
    )


def not_ready(error: NotReady) -> dict[str, Any]:
    """Return the problem of a case with forms that cannot be locked, and why each."""
    return problem(
        status.HTTP_409_CONFLICT,
        _("The case cannot be locked: some of its forms cannot. None was."),
        _("Settle what “left” says of each form, then lock the case."),
        name="not-ready",
        left=[
            {
                "form": one.target.form,
                "record": one.target.record_id,
                "why": str(WORDS[one.why or Why.GONE]),
            }
            for one in error.left
        ],
    )


def reason_needed(_error: ReasonNeeded) -> dict[str, Any]:
    """Return the problem of a correction without a reason."""
    says = _("This is done only with a reason.")
    fix = _("Say why in “reason” or in the header X-Reason.")
    return problem(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        says,
        fix,
        name="reason-needed",
        errors=[
            {
                "pointer": "#/reason",
                "field": "reason",
                "detail": says,
                "code": "required",
                "fix": fix,
            }
        ],
    )


def against_the_database(error: IntegrityError) -> dict[str, Any]:
    """Return the problem of an answer that the database itself refused."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if getattr(diagnosis, "sqlstate", None) == RESTRICTED:
        return problem(
            status.HTTP_423_LOCKED,
            _("The form or its case is locked. Nothing was saved."),
            _("Ask your centre's administrator to unlock it, and say why."),
            name="locked",
        )
    return problem(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        _("The database refuses these answers. Nothing was saved."),
        _("Correct what the constraint names and send again."),
        name="refused-by-database",
        constraint=getattr(diagnosis, "constraint_name", None),
    )


TOLD: dict[type[Exception], Callable[[Any], dict[str, Any]]] = {
    Withdrawn: withdrawn,
    Refused: refused,
    NotConsistent: not_consistent,
    ReasonNeeded: reason_needed,
    Locked: locked,
    NotMarkable: not_markable,
    WordsNeeded: words_needed,
    WrongTurn: wrong_turn,
    OutOfTurn: out_of_turn,
    NotReady: not_ready,
    IntegrityError: against_the_database,
    ObjectDoesNotExist: gone,
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that does not exist."""
    if not request.path.startswith(API):
        return defaults.page_not_found(request, exception)
    says = _("There is nothing at this address.")
    return _plain(problem(status.HTTP_404_NOT_FOUND, says))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of the server, or of what the database can or does not say."""
    error = sys.exception()
    if is_unavailable(error):
        return unavailable(request)
    if is_unreadable(error):
        return unreadable(request)
    if not request.path.startswith(API):
        return defaults.server_error(request)
    says = _("Something went wrong here. Nothing was saved.")
    return _plain(problem(status.HTTP_500_INTERNAL_SERVER_ERROR, says))


def _plain(body: dict[str, Any]) -> JsonResponse:
    return JsonResponse(body, status=body["status"], content_type=CONTENT_TYPE)
