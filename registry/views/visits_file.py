"""Visits as a calendar file: study numbers and forms, never a name."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from registry.access.log import note
from registry.access.policy import Actor
from registry.access.reach import go_on_as
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.models import FORMS, Access, Centre, ScheduledVisit
from registry.queries.visits import days_at, planned_of, visits_in, visits_of
from registry.schedule import State, state_on, why
from registry.services.notices import reader_of
from registry.variables.labels import series
from registry.views.visit_words import STATES, form_name, name_of

# Upcoming visits further away than this are left out of a feed.
AHEAD = timedelta(days=400)
COMING = (State.DUE, State.OVERDUE, State.UPCOMING)


@never_cache
@require_safe
def visits_file(request: HttpRequest) -> HttpResponse:
    """Send the visits of a person's centres to their calendar program.

    The address itself is the key: whoever has it reads these visits until its owner
    ends it or has a new password. What the person may read is looked up each time, and
    each time is noted: nobody is signed in, of whom the log would know by itself.
    """
    notices = reader_of(request.GET.get("token", ""))
    if notices is None:
        raise Http404
    actor = notices.user.actor()
    go_on_as(actor)
    visits = list(visits_for(actor))
    note(
        Access.TOOK_OUT,
        user_id=notices.user_id,
        what="visits-file",
        rows=len(visits),
        request=request,
    )
    with translation.override(notices.language):
        return _file(request, visits, "visits.ics")


def visits_for(actor: Actor) -> Iterable[ScheduledVisit]:
    """Return what is due, overdue and soon to come at the actor's centres."""
    days = days_at(Centre.objects.filter(pk__in=actor.readable_centres))
    until = max(days, default=date.min) + AHEAD
    rows = visits_of(actor).filter(visits_in(COMING, days), opens_on__lte=until)
    return rows.select_related("patient", "centre").order_by("opens_on", "pk")


@actor_required
@require_safe
def patient_visits_file(request: ActorRequest, pk: int) -> HttpResponse:
    """Send all visits of one patient that are still to come or due."""
    patient = patient_or_404(request, pk)
    days = {patient.centre.today(): [patient.centre_id]}
    rows = ScheduledVisit.objects.filter(visits_in(COMING, days), patient=patient)
    visits = rows.select_related("patient", "centre").order_by("opens_on", "pk")
    return _file(request, visits, f"visits-{patient.pk}.ics")


def _file(
    request: HttpRequest, visits: Iterable[ScheduledVisit], name: str
) -> HttpResponse:
    answer = HttpResponse(
        calendar_of(visits, request.build_absolute_uri).to_ical(),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def calendar_of(
    visits: Iterable[ScheduledVisit], whole_url: Callable[[str], str]
) -> Calendar:
    """Return a calendar with one all-day event a visit, as long as its window."""
    calendar = Calendar()
    calendar.add("prodid", "-//Day Zero//visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Day Zero: visits"))
    today: dict[int, date] = {}
    for visit in visits:
        day = today.setdefault(visit.centre_id, visit.centre.today())
        page = whole_url(reverse("patient", args=[visit.patient_id]))
        calendar.add_component(_event(visit, day, f"{page}#schedule"))
    return calendar


def _event(visit: ScheduledVisit, today: date, url: str) -> Event:
    state = state_on(visit, today)
    event = Event()
    event.add("uid", f"visit-{visit.pk}@{visit.centre.code.lower()}.day-zero")
    event.add("dtstamp", datetime.combine(today, datetime.min.time(), UTC))
    event.add("dtstart", visit.opens_on)
    # The end of an all-day event is the day after it.
    event.add("dtend", visit.closes_on + timedelta(days=1))
    event.add("summary", _summary(visit, state))
    event.add("description", _description(visit))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event


def _summary(visit: ScheduledVisit, state: State) -> str:
    told = f"{visit.patient.study_no} · {name_of(visit)}"
    return f"{told} ({STATES[state][1]})" if state is State.OVERDUE else told


def _description(visit: ScheduledVisit) -> str:
    language = translation.get_language()
    lines = [label.in_language(language) for label in why(planned_of(visit))]
    forms = [form_name(form) for form in visit.lacking if form in FORMS]
    if forms:
        lines.append(_("Wanted: %(forms)s") % {"forms": series(forms)})
    return "\n".join(lines)
