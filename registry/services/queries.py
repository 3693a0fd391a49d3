"""What people do with queries: open, assign, answer, confirm, send back, close.

Nothing is deleted: every act leaves an entry, and the history has every state.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from registry.access.policy import Action, Actor, may, require
from registry.audit.context import acting
from registry.checks import Finding, Severity
from registry.models import (
    FORMS,
    Act,
    ClosedAs,
    DataQuery,
    Patient,
    QueryEntry,
    Record,
    Status,
    User,
    Versioned,
)
from registry.queries.cases import facts_of
from registry.queries.judged import answers_at
from registry.queries.kept_words import as_kept
from registry.queries.people import people_of
from registry.services.errors import Refused, Stale, WordsNeeded, WrongTurn

TAKES_PART = (Action.OPEN_QUERY, Action.ANSWER_QUERY, Action.CLOSE_QUERY)


@transaction.atomic
def open_query(
    *,
    patient_id: int,
    form: str,
    asks: str,
    actor: Actor,
    record_id: int | None = None,
    field: str = "",
    assigned_to: User | None = None,
) -> DataQuery:
    """Ask about a field, a whole record, or a form that the patient has not got.

    Raises Refused, WordsNeeded; Patient.DoesNotExist and Record.DoesNotExist;
    ValueError for a name that is no form or field, or an assignee of another centre.
    """
    patient = Patient.objects.held(patient_id)
    require(actor, Action.OPEN_QUERY, patient.centre_id)
    model: type[Versioned] = Patient if form == Patient.form else FORMS[form]
    if field and field not in model.variables():
        raise ValueError(f"{field} is no field of {form}")
    record: Versioned | None = patient if model is Patient else None
    if record_id is not None and model is not Patient:
        record = FORMS[form].objects.get(pk=record_id, patient=patient)
    fields = [field] if field else []
    query = DataQuery(
        patient=patient,
        form=form,
        record_id=record.pk if record else None,
        field=field,
        fields=fields,
        says_en=_words(asks),
        says_zh=_words(asks),
        value=as_kept(answers_at(form, facts_of(record), fields)) if record else {},
        opened_by_id=actor.user_id,
    )
    _assign(query, assigned_to)
    # The reason is the question to the letter, so that both are redacted together.
    with acting(actor, query.says_en):
        query.save()
    return query


def assign_query(
    *, query_id: int, to: User | None, actor: Actor, version: int | None = None
) -> DataQuery:
    """Give the query to a person of the patient's centre, or to nobody."""
    with transaction.atomic():
        query = _locked(query_id, version)
        _take_part(actor, query)
        _assign(query, to)
        return _done(query, Act.ASSIGNED, to.username if to else "", actor)


def comment_on_query(
    *, query_id: int, said: str, actor: Actor, version: int | None = None
) -> DataQuery:
    """Say something without changing how the query stands."""
    with transaction.atomic():
        query = _locked(query_id, version)
        _take_part(actor, query)
        return _done(query, Act.COMMENTED, _words(said), actor)


def answer_query(
    *, query_id: int, said: str, actor: Actor, version: int | None = None
) -> DataQuery:
    """Answer; the monitor closes the query or sends it back."""
    with transaction.atomic():
        query = _locked(query_id, version)
        require(actor, Action.ANSWER_QUERY, query.patient.centre_id)
        _in(query, Status.OPEN, Status.ANSWERED)
        query.status = Status.ANSWERED
        return _done(query, Act.ANSWERED, _words(said), actor)


def confirm_query(
    *, query_id: int, said: str, actor: Actor, version: int | None = None
) -> DataQuery:
    """Say why the value is right: what a soft check asked is closed by that.

    It stays closed while the value stands. Raises WrongTurn for a question of a
    person, who closes it, and for a hard contradiction, which no reason explains.
    """
    with transaction.atomic():
        query = _locked(query_id, version)
        require(actor, Action.ANSWER_QUERY, query.patient.centre_id)
        return _confirm(query, said, actor)


def _confirm(query: DataQuery, said: str, actor: Actor) -> DataQuery:
    _in(query, Status.OPEN, Status.ANSWERED)
    if not may_be_confirmed(query):
        raise WrongTurn(query)
    return _close(query, ClosedAs.CONFIRMED, Act.CONFIRMED, _words(said), actor)


def may_be_confirmed(query: DataQuery) -> bool:
    """Tell whether an explanation alone settles the query."""
    return not query.is_manual and query.severity == Severity.SOFT


def confirm_stands(
    record: Versioned,
    findings: Iterable[Finding],
    stands: Mapping[str, str],
    *,
    actor: Actor,
) -> list[DataQuery]:
    """Confirm the answers of a saved form that ``stands`` explains, by field.

    ``findings`` are what the checks say of the form: one that is told at a field of
    it may have its query at another record of the patient.
    """
    confirmed = []
    for field, said in stands.items():
        if said.strip():
            about = {_asked(f, record) for f in findings if _told_at(f, field)}
            for asked in _unsettled_of(record):
                if (asked.code, asked.form, asked.record_id) in about:
                    query = _locked(asked.pk, None)
                    require(actor, Action.ANSWER_QUERY, query.patient.centre_id)
                    confirmed.append(_confirm(query, said, actor))
    return confirmed


def _told_at(finding: Finding, field: str) -> bool:
    return bool(finding.fields) and finding.fields[0].partition("/")[0] == field


def _asked(finding: Finding, record: Versioned) -> tuple[str, str, object]:
    """Return what tells the finding's query from the patient's others."""
    form, pk = finding.stands_at
    return (finding.check, form, record.pk if form == record.form and not pk else pk)


def _unsettled_of(record: Versioned) -> QuerySet[DataQuery]:
    patient = record.patient_id if isinstance(record, Record) else record.pk
    soft = DataQuery.objects.filter(patient=patient, severity=Severity.SOFT)
    return soft.unsettled().exclude(code="")


def close_query(
    *, query_id: int, actor: Actor, said: str = "", version: int | None = None
) -> DataQuery:
    """Accept the answer, or settle the query without one."""
    with transaction.atomic():
        query = _locked(query_id, version)
        require(actor, Action.CLOSE_QUERY, query.patient.centre_id)
        _in(query, Status.OPEN, Status.ANSWERED)
        if query.status == Status.OPEN:
            said = _words(said)
        return _close(query, ClosedAs.ACCEPTED, Act.CLOSED, said, actor)


def send_back_query(
    *, query_id: int, said: str, actor: Actor, version: int | None = None
) -> DataQuery:
    """Ask again what was answered or closed, and say why."""
    with transaction.atomic():
        query = _locked(query_id, version)
        require(actor, Action.CLOSE_QUERY, query.patient.centre_id)
        _in(query, Status.ANSWERED, Status.CLOSED)
        query.reopened += query.is_settled
        query.status, query.closed_as = Status.OPEN, ""
        query.closed_by, query.closed_at = None, None
        return _done(query, Act.SENT_BACK, _words(said), actor)


def withdraw_query(
    *, query_id: int, said: str, actor: Actor, version: int | None = None
) -> DataQuery:
    """Take back a question: whoever asked it, or who may close queries."""
    with transaction.atomic():
        query = _locked(query_id, version)
        own = query.is_manual and query.opened_by_id == actor.user_id
        wanted = Action.OPEN_QUERY if own else Action.CLOSE_QUERY
        require(actor, wanted, query.patient.centre_id)
        _in(query, Status.OPEN, Status.ANSWERED)
        return _close(query, ClosedAs.WITHDRAWN, Act.WITHDRAWN, _words(said), actor)


def close_answered(*, queries: Sequence[DataQuery], actor: Actor) -> int:
    """Close those of ``queries`` that are answered; return how many."""
    answered = [query for query in queries if query.status == Status.ANSWERED]
    with transaction.atomic():
        for query in answered:
            close_query(query_id=query.pk, actor=actor, version=query.version)
    return len(answered)


def assign_all(*, queries: Sequence[DataQuery], to: User | None, actor: Actor) -> int:
    """Give ``queries`` to one person; return how many changed hands."""
    person = to.pk if to else None
    others = [query for query in queries if query.assigned_to_id != person]
    with transaction.atomic():
        for query in others:
            assign_query(query_id=query.pk, to=to, actor=actor)
    return len(others)


def _locked(query_id: int, version: int | None) -> DataQuery:
    rows = DataQuery.objects.select_for_update(of=("self",))
    query = rows.select_related("patient").get(pk=query_id)
    if version is not None and query.version != version:
        raise Stale(query)
    return query


def _words(said: str) -> str:
    if not said.strip():
        raise WordsNeeded
    return said.strip()


def _in(query: DataQuery, *states: Status) -> None:
    if query.status not in states:
        raise WrongTurn(query)


def _take_part(actor: Actor, query: DataQuery) -> None:
    centre = query.patient.centre_id
    if not any(may(actor, action, centre) for action in TAKES_PART):
        raise Refused(f"{actor.name} takes no part in queries here")


def _assign(query: DataQuery, to: User | None) -> None:
    if to is not None and to not in people_of([query.patient.centre_id]):
        raise ValueError(f"{to} is nobody of the patient's centre")
    query.assigned_to = to


def _close(
    query: DataQuery, how: ClosedAs, act: Act, said: str, actor: Actor
) -> DataQuery:
    query.status, query.closed_as = Status.CLOSED, how
    query.closed_by_id, query.closed_at = actor.user_id, timezone.now()
    return _done(query, act, said, actor)


def _done(query: DataQuery, act: Act, said: str, actor: Actor) -> DataQuery:
    with acting(actor, said):
        query.save()
        QueryEntry.objects.create(
            query=query, user_id=actor.user_id, act=act, said=said
        )
    query.refresh_from_db(fields=["version"])
    return query
