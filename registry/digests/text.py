"""What a digest says: counts, first rows, links. Study numbers only, never a name."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.models import Notices
from registry.queries.digest import Told, told_to
from registry.variables.labels import series
from registry.views.home_panels import told_begun
from registry.views.links import address, record_address
from registry.views.visit_words import form_name, name_of, state_cell, window_words


def message_to(notices: Notices) -> EmailMessage | None:
    """Return the digest of one person in their language; None when nothing waits."""
    actor = notices.user.actor()
    if not actor.readable_centres:
        return None
    told, ends = told_to(actor), actor.ends_soon(timezone.now())
    if not told.anything and ends is None:
        return None
    with translation.override(notices.language):
        subject = _subject(told) if told.anything else _("Day Zero: your access ends")
        return EmailMessage(
            subject=subject,
            body=render_to_string(
                "registry/mail/digest.txt", _told(told) | {"access_ends": ends}
            ),
            to=[notices.user.email],
        )


def _subject(told: Told) -> str:
    number = told.counts.due + told.counts.overdue
    words = ngettext(
        "Day Zero: %(number)s visit due or overdue",
        "Day Zero: %(number)s visits due or overdue",
        number,
    )
    return words % {"number": number}


def _told(told: Told) -> dict[str, Any]:
    return {
        "counts": told.counts,
        "visits": [_visit(one, told) for one in told.visits],
        "queries": told.queries,
        "asked": [
            {
                "number": one.patient.study_no,
                "says": one.says.in_language(get_language()),
                "url": _whole(
                    address("query", one.pk)
                    or record_address(one.patient_id, one.form, one.record_id)
                ),
            }
            for one in told.asked
        ],
        "begun": told.begun,
        "forms": [
            {**row, "url": _whole(row["url"])} for row in map(told_begun, told.forms)
        ],
        "home": _whole(reverse("home")),
        "account": _whole(reverse("notices")),
    }


def _visit(visit: Any, told: Told) -> dict[str, Any]:
    today = next(day for day, pks in told.days.items() if visit.centre_id in pks)
    return {
        "centre": visit.centre.code,
        "number": visit.patient.study_no,
        "name": name_of(visit),
        "state": state_cell(visit, today)["text"],
        "window": window_words(visit, today),
        "forms": series(map(form_name, visit.lacking)),
        "url": _whole(reverse("patient", args=[visit.patient_id])),
    }


def _whole(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
