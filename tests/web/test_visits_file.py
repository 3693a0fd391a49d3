"""Calendar files: all-day events by study number, behind an address that can end."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from registry.models import AccessEvent, Membership, Notices, ScheduledVisit
from registry.services.notices import calendar_token, close_calendar, open_calendar
from registry.services.schedule import reschedule
from tests.builders import a_data_manager, a_patient, a_record, a_statistician

pytestmark = pytest.mark.django_db


def infused(days_ago, centre="LDP", **values):
    patient = a_patient(centre, **values)
    on = timezone.localdate() - timedelta(days_ago)
    a_record("infusion", patient, infusion_date=on)
    reschedule([patient.pk])
    return patient


def feed_of(user):
    token = calendar_token(open_calendar(actor=user.actor()))
    return f"/worklist/visits.ics?token={token}"


def events(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_feed_needs_no_session_and_holds_the_own_centres(client):
    infused(30, study_no="C001")
    infused(30, "HEB", study_no="H001")
    user = a_data_manager()
    found = events(client.get(feed_of(user)))
    assert {str(one["summary"])[:4] for one in found} == {"C001"}
    assert "C001 · CAR-T D7 (overdue)" in [str(one["summary"]) for one in found]
    (noted,) = AccessEvent.objects.all()
    assert (noted.kind, noted.user, noted.what) == ("took_out", user, "visits-file")
    assert (noted.rows, noted.address) == (len(found), "127.0.0.1")


def test_window_is_an_all_day_event_with_why_and_what_is_wanted(client):
    patient = infused(30, study_no="C001")
    found = events(client.get(feed_of(a_data_manager())))
    (day28,) = [one for one in found if "D28" in one["summary"]]
    visit = ScheduledVisit.objects.get(code="D28")
    assert day28["dtstart"].dt == visit.opens_on
    assert day28["dtend"].dt == visit.closes_on + timedelta(1)
    assert "Wanted: Disease assessment" in day28["description"]
    assert str(day28["url"]).endswith(f"/patients/{patient.pk}/#schedule")


def test_feed_says_no_name_and_nothing_far_away(client):
    patient = infused(30)
    feed = feed_of(a_data_manager())
    said = client.get(feed).content.decode()
    assert patient.birth_date.isoformat() not in said
    assert "Y15" not in said


def test_feed_that_was_ended_or_renewed_or_forged_is_not_there(client):
    user = a_data_manager()
    first = feed_of(user)
    second = feed_of(user)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert client.get(f"{second}x").status_code == 404
    close_calendar(actor=user.actor())
    assert client.get(second).status_code == 404
    assert client.get("/worklist/visits.ics").status_code == 404


def test_feed_follows_the_rights_of_today(client):
    infused(30)
    user = a_data_manager()
    feed = feed_of(user)
    Membership.objects.filter(user=user).update(until=timezone.now())
    assert events(client.get(feed)) == []
    user.is_active = False
    user.save()
    assert client.get(feed).status_code == 404


def test_feed_speaks_the_language_that_was_chosen(client):
    infused(30)
    user = a_data_manager()
    feed = feed_of(user)
    Notices.objects.update(language="zh-hans")
    assert "第28天" in client.get(feed).content.decode().replace("\r\n ", "")


def test_patient_has_a_file_of_their_own(client):
    patient, other = infused(30, study_no="C001"), infused(30, study_no="C002")
    client.force_login(a_data_manager())
    found = events(client.get(f"/patients/{patient.pk}/visits.ics"))
    assert {str(one["summary"])[:4] for one in found} == {"C001"}
    assert len({str(one["uid"]) for one in found}) == len(found)
    client.force_login(a_data_manager("HEB"))
    assert client.get(f"/patients/{other.pk}/visits.ics").status_code == 404


def test_account_page_makes_and_ends_the_address(client):
    user = a_data_manager()
    client.force_login(user)
    assert "Make an address" in client.get("/account/notices/").content.decode()
    client.post("/account/notices/calendar/open/")
    page = client.get("/account/notices/")
    feed = page.context["feed"]
    assert feed.startswith("http://testserver/worklist/visits.ics?token=")
    assert client.get(feed.removeprefix("http://testserver")).status_code == 200
    client.post("/account/notices/calendar/close/")
    assert client.get("/account/notices/").context["feed"] == ""


def test_digest_is_chosen_on_the_account_page(client):
    user = a_data_manager()
    client.force_login(user)
    chosen = {"days": ["5", "1"], "language": "zh-hans"}
    assert client.post("/account/notices/", chosen).status_code == 302
    own = Notices.objects.get()
    assert (own.days, own.language) == ("15", "zh-hans")
    client.post("/account/notices/", {"language": "en"})
    assert Notices.objects.get().days == ""
    wrong = client.post("/account/notices/", {"days": ["9"], "language": "en"})
    assert wrong.status_code == 422
    assert Notices.history.count() == 3


def test_nobody_without_records_gets_any(client):
    client.force_login(a_statistician())
    assert "nothing to tell" in client.get("/account/notices/").content.decode()
    assert client.post("/account/notices/calendar/open/").status_code == 403
    chosen = {"days": ["1"], "language": "en"}
    assert client.post("/account/notices/", chosen).status_code == 403
