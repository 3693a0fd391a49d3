"""A record that Python cannot read keeps nobody else from checks and visits."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from registry.audit.context import SYSTEM
from registry.audit.reading import edits_of
from registry.models import HSCT, CheckRun, FollowUpClock
from registry.queries.cases import peers_of
from registry.queries.past import records_at
from registry.services.checking import begin_run, go_on
from registry.services.schedule import catch_up
from registry.variables.no_day import NoDay, UnreadableDay
from tests.builders import a_data_manager, a_record, a_treated_patient
from tests.unreadable import unreadable

DAYS = ("infinity", "-infinity", "12000-01-01", "0001-01-01 BC")


@pytest.fixture
def patients(committed_db):
    """Three patients, of whom the second has a day that no calendar has."""
    # Who was born on the same day is compared, and would be read with them.
    found = [a_treated_patient(birth_date=date(1980 + n, 1, 1)) for n in range(3)]
    with unreadable(found[1]):
        yield found


@pytest.mark.parametrize("day", DAYS)
def test_a_day_that_no_calendar_has_is_refused(db, day):
    a_treated_patient()
    for table, column in (("hsct", "hsct_date"), ("patient", "birth_date")):
        change = f"UPDATE registry_{table} SET {column} = %s"
        with (
            pytest.raises(IntegrityError, match=f"{table}_{column}_ok"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change, [day])


def test_the_others_are_checked_and_the_run_ends(patients, caplog):
    run = begin_run(actor=SYSTEM)
    assert go_on(run=run) == 3
    run = CheckRun.objects.get(pk=run.pk)
    assert run.ended_at
    assert run.opened > 0, caplog.text
    assert f"patient {patients[1].pk} is left out: DataError" in caplog.text


def test_the_others_get_their_visits(patients):
    a_record("relapse", patients[2])
    assert catch_up() == 2
    made = set(FollowUpClock.objects.values_list("patient_id", flat=True))
    assert made == {patients[0].pk, patients[2].pk}


def test_the_others_are_listed(patients, client):
    client.force_login(a_data_manager())
    for path in ("/patients/", "/forms/?form=hsct"):
        page = client.get(path).content.decode()
        assert all(one.study_no in page for one in patients), path
        assert page.count("a form cannot be read") == 1, path


def test_a_peer_who_cannot_be_read_holds_nobody_up(committed_db):
    one, other = a_treated_patient(), a_treated_patient()
    with unreadable(other):
        [peer] = peers_of(one)
    assert peer["id"] == other.pk


# ---- How it is told


@pytest.fixture
def manager(client):
    client.raise_request_exception = False
    client.force_login(a_data_manager())
    return client


def test_a_page_says_so_in_its_reader_s_language(patients, manager, caplog):
    path = f"/patients/{patients[1].pk}/"
    answer = manager.get(path, headers={"Accept-Language": "zh-hans"})
    assert answer.status_code == 409
    assert "有表单无法读取" in answer.text
    assert f"GET {path} reads a day that no calendar has" in caplog.text
    assert manager.get(f"/patients/{patients[0].pk}/").status_code == 200


def test_a_form_that_is_typed_in_stays_with_a_note_above_it(patients, manager):
    path = f"/patients/{patients[1].pk}/edit/"
    answer = manager.post(path, {"sex": "F"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#unreadable")
    assert "Not saved" in answer.text
    assert "<html" not in answer.text
    assert 'id="unreadable"' in manager.get("/patients/").text


def test_a_program_is_told_and_nothing_is_saved(patients, manager):
    answer = manager.patch(
        f"/api/v1/patients/{patients[1].pk}/",
        {"weight_kg": 61, "reason": "tried"},
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:dayzero:problem:unreadable"
    patients[1].refresh_from_db()
    assert patients[1].weight_kg != 61


# ---- What a history keeps for good


def test_the_history_shows_it_and_nothing_counts_with_it(patients):
    transplant = HSCT.objects.defer("hsct_date").get(patient=patients[1])
    newest = edits_of(transplant)[0]
    [edit] = [one for one in newest.fields if one.field == "hsct_date"]
    assert edit.new == "infinity"
    assert isinstance(edit.old, date)
    then = records_at(patients[1], timezone.now())["hsct"]
    assert then[0].hsct_date == "infinity"
    with pytest.raises(UnreadableDay):
        _ = then[0].hsct_date - edit.old


@pytest.mark.parametrize(
    "made",
    [
        lambda day: day < date.max,
        lambda day: date.max > day,
        lambda day: date.max - day,
        lambda day: day + timedelta(1),
        lambda day: day.year,
        lambda day: max(date.min, day),
    ],
)
def test_nothing_is_made_of_no_day(made):
    with pytest.raises(UnreadableDay):
        made(NoDay("infinity"))
    assert not hasattr(NoDay("infinity"), "nothing_of_the_kind")


# ---- Which rows they are, and an upgrade that would stop at them


def migrate_from(name: str) -> None:
    """Do what ``migrate`` does ahead of its first change, from before a migration."""
    migration = MigrationLoader(None).graph.nodes["registry", name]
    emit_pre_migrate_signal(0, False, "default", plan=[(migration, False)])


def test_an_upgrade_names_the_rows_ahead_of_its_first_change(patients):
    record = HSCT.objects.defer("hsct_date").get(patient=patients[1])
    with pytest.raises(CommandError) as told:
        migrate_from("0037_days_of_the_calendar")
    said = str(told.value)
    assert f"registry_hsct, id {record.pk}, hsct_date: infinity" in said
    assert said.count("infinity") == 1
    statement = (
        f"UPDATE registry_hsct SET hsct_date = 'YYYY-MM-DD' WHERE id = {record.pk}"
    )
    assert statement in said
    migrate_from("0036_emergency_access")


def test_the_command_names_them(patients, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("unreadable_days")
    assert ended.value.code == 1
    assert "hsct_date: infinity" in capsys.readouterr().out


def test_without_any_both_go_on(db, capsys):
    a_treated_patient()
    migrate_from("0037_days_of_the_calendar")
    call_command("unreadable_days")
    assert "Every day can be read" in capsys.readouterr().out
