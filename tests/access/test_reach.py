"""Who is said to the database, when, and for how long."""

import ast
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from registry.access.middleware import rows_of_the_person
from registry.access.reach import (
    NOBODY,
    SYSTEM_REACH,
    everywhere,
    reach_of,
    reaching,
)
from registry.access.requests import read_in_one
from registry.audit.context import SYSTEM, acting
from registry.models import Patient
from registry.tasks import reschedule_behind
from tests import builders

ROOT = Path(__file__).parents[2]


def seen() -> set[str]:
    return set(Patient.objects.values_list("study_no", flat=True))


@pytest.fixture
def two(db):
    """A patient at each of two centres, and the data manager of one."""
    builders.a_patient("LDP", study_no="OURS")
    builders.a_patient("HEB", study_no="THEIRS")
    return builders.a_data_manager("LDP").actor()


def test_nobody_sees_nothing(two):
    with reaching(NOBODY):
        assert seen() == set()
    assert seen() == {"OURS", "THEIRS"}


def test_a_person_sees_the_own_centre_inside_and_the_outer_reach_holds_again(two):
    with acting(two, "reading"):
        assert seen() == {"OURS"}
        with acting(SYSTEM, "for both sides"):
            assert seen() == {"OURS", "THEIRS"}
        assert seen() == {"OURS"}
        with everywhere():
            assert len(seen()) == 2
        assert seen() == {"OURS"}
    assert len(seen()) == 2


def test_a_savepoint_that_is_rolled_back_takes_what_was_said_with_it(two):
    with reaching(reach_of(two)), transaction.atomic():
        with transaction.atomic():
            with everywhere():
                assert len(seen()) == 2
            transaction.set_rollback(True)
        assert seen() == {"OURS"}


def test_after_a_failed_statement_the_outer_reach_holds_again(two):
    failing = pytest.raises(DatabaseError)
    with failing, acting(two, "failing"), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    assert len(seen()) == 2


def test_outside_a_transaction_each_statement_has_its_own(committed_db):
    builders.a_patient("LDP", study_no="OURS")
    builders.a_patient("HEB", study_no="THEIRS")
    person = reach_of(builders.a_data_manager("LDP").actor())
    with reaching(person):
        assert seen() == {"OURS"}
        assert [p.study_no for p in Patient.objects.iterator(chunk_size=1)] == ["OURS"]
    with reaching(NOBODY), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('dayzero.reads', true)")
        assert not cursor.fetchone()[0], "the connection keeps nobody's rows"


def test_a_failed_statement_outside_a_transaction_leaves_none_open(committed_db):
    with pytest.raises(Exception, match="division"), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    builders.a_patient("LDP", study_no="AFTER")
    assert seen() == {"AFTER"}


def test_what_the_database_believes_of_a_person_is_its_own(two):
    """An actor with roles that the database does not know sees nothing by them."""
    user = builders.a_user("monitor", "LDP", "former")
    believed = user.actor()
    user.memberships.all().delete()
    with acting(believed, "reading"):
        assert seen() == set()


def test_a_thread_begins_as_nobody(committed_db):
    builders.a_patient()
    found = []

    def read():
        found.append(Patient.objects.count())
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == [0]


def test_a_task_is_the_systems(two):
    with reaching(NOBODY):
        assert reschedule_behind() == 2


def test_what_is_sent_in_pieces_is_read_as_the_person(two):
    def pieces():
        for number in Patient.objects.values_list("study_no", flat=True).iterator():
            yield number.encode()

    request = RequestFactory().get("/")
    request.user = builders.a_data_manager("LDP")
    with reaching(NOBODY):
        answer = rows_of_the_person(lambda _: StreamingHttpResponse(pieces()))(request)
        assert b"".join(answer.streaming_content) == b"OURS"


# ---- Where the code reads past the person


WIDENED = {
    "config/celery.py": "a task is the system's",
    "config/demo.py": "commands are the system's",
    "manage.py": "a command is the system's",
    "outcomes/cohorts/shared.py": "counts of cohorts that the person sees",
    "outcomes/cuts/reach.py": "who withdrew since a cut, wherever they are now",
    "outcomes/cuts/results.py": "which centres a study had",
    "outcomes/past/cohort.py": "the numbers of a version's changes",
    "outcomes/past/cut.py": "the number of a change",
    "outcomes/pipeline/versions.py": "the number of a change",
    "outcomes/running/state.py": "how much waits in each queue",
    "outcomes/views/running.py": "patients set aside are tried again",
    "registry/access/log.py": "who came in, before anybody is known",
    "registry/audit/sealing.py": "how many changes wait for their seal",
    "registry/beside.py": "the worker's own thread",
    "registry/queries/recent.py": "the number of a change",
    "registry/queries/transfers.py": "what both sides of a transfer may know",
    "registry/queries/unreadable_days.py": "which rows no calendar has a day for",
    "registry/services/counting.py": "numbers of a centre that a patient left",
    "registry/services/emergency.py": "whose number it is at another centre",
    "registry/models/user.py": "a feed ends with the password that another may set",
    "registry/services/notices.py": "whose feed a key opens",
    "registry/services/transfers.py": "both sides have agreed to a transfer",
}


def names_called(file: Path) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_every_place_that_reads_past_the_person_is_listed():
    files = [ROOT / "manage.py"]
    for package in ("config", "registry", "outcomes"):
        files += (ROOT / package).rglob("*.py")
    found = {str(f.relative_to(ROOT)) for f in files if "everywhere" in names_called(f)}
    assert found == set(WIDENED)


def test_the_system_reaches_all_of_it():
    assert reach_of(SYSTEM) is SYSTEM_REACH


@pytest.mark.django_db(transaction=True)
def test_a_page_is_read_in_one_transaction_and_what_is_posted_in_its_services():
    within = read_in_one(lambda _: connection.in_atomic_block)
    asked = RequestFactory()
    assert within(asked.get("/")) is within(asked.head("/")) is True
    assert within(asked.post("/")) is False
    assert not connection.in_atomic_block
