"""What was said and done about a query, and what the reader may do next."""

from typing import Any

from django.utils.translation import gettext as _

from registry.access.policy import Action, Actor, may
from registry.models import Act, DataQuery, QueryEntry, Status
from registry.queries.judged import Values
from registry.services.queries import may_be_confirmed
from registry.views.patient_forms import label_of
from registry.views.queries import takes_part
from registry.views.query_words import told, value_words, values_now
from registry.views.times import stamp

BY_ITSELF = {Act.CORRECTED, Act.RECURRED, Act.CHANGED}


def thread_of(query: DataQuery, actor: Actor) -> dict[str, Any]:
    """Return the query's head, its entries and the acts that are open to ``actor``."""
    entries, now = query.entries.select_related("user"), values_now(query)
    return {
        "query": query,
        "patient": query.patient,
        "told": told(query),
        "value": value_words(query, now),
        "opened_at": stamp(query.opened_at, query.patient.centre),
        "opened_by": query.opened_by.username if query.opened_by else _("system"),
        "entries": [_told(entry, query, now) for entry in entries],
        "can": _can(query, actor),
    }


def _told(entry: QueryEntry, query: DataQuery, now: Values) -> dict[str, Any]:
    by_itself = entry.act in BY_ITSELF
    values, form = entry.about.get("values", {}), entry.about.get("form", "")
    return {
        "who": entry.user.username if entry.user else _("system"),
        "at": stamp(entry.at, query.patient.centre),
        "act": entry.get_act_display(),
        "said": entry.said,
        "by_itself": by_itself,
        "now": value_words(query, now, values) if by_itself else "",
        "gone": by_itself and query.record_id and not values,
        "form": label_of(form) if form else "",
    }


def _can(query: DataQuery, actor: Actor) -> dict[str, bool]:
    centre = query.patient.centre_id
    answers = may(actor, Action.ANSWER_QUERY, centre) and not query.is_settled
    closes = may(actor, Action.CLOSE_QUERY, centre)
    own = query.is_manual and query.opened_by_id == actor.user_id
    withdraws = closes or (own and may(actor, Action.OPEN_QUERY, centre))
    return {
        "answer": answers,
        "confirm": answers and may_be_confirmed(query),
        "close": closes and not query.is_settled,
        "send_back": closes and query.status != Status.OPEN,
        "withdraw": withdraws and not query.is_settled,
        "comment": takes_part(actor, centre),
        "assign": takes_part(actor, centre) and not query.is_settled,
    }
