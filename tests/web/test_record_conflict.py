"""Two people save the same form: nothing of either is lost."""

import pytest

from registry.models import CRSEpisode
from tests.builders import a_data_manager, a_treated_patient
from tests.web.entering import SCRIPT, a_begun_crs, as_typed, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return a_begun_crs(a_treated_patient())


@pytest.fixture
def second(client, record):
    """The second of two editors; the first has saved after both had opened it."""
    client.force_login(a_data_manager(name="first"))
    theirs = as_typed(hypotension="one_vasopressor", max_temp_c="39.5")
    client.post(at(record), theirs)
    client.force_login(a_data_manager(name="second"))
    return client


MINE = {"hypotension": "none", "crs_onset_date": "d4"}


def test_both_sides_are_shown_field_by_field(second, record):
    answer = second.post(at(record), as_typed(**MINE))
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "first saved it at" in page
    for name in ("hypotension", "max_temp_c", "crs_onset_date"):
        assert f'name="differs" value="{name}"' in page
    assert "One vasopressor" in page
    assert 'name="differs" value="crs_occurred"' not in page
    assert 'name="version" value="2"' in page


def test_what_only_one_changed_is_chosen_beforehand(second, record):
    page = second.post(at(record), as_typed(**MINE)).content.decode()
    assert 'name="keep__crs_onset_date" value="mine" checked' in page
    assert 'name="keep__max_temp_c" value="theirs" checked' in page
    assert 'name="keep__hypotension" value="mine">' in page
    assert 'name="keep__hypotension" value="theirs">' in page


def test_nothing_is_written_before_the_choice(second, record):
    second.post(at(record), as_typed(**MINE))
    assert CRSEpisode.objects.get().hypotension == "one_vasopressor"


CHOICE = {
    "version": "2",
    "base": "1",
    "differs": ["hypotension", "max_temp_c", "crs_onset_date"],
    "keep__max_temp_c": "theirs",
    "keep__crs_onset_date": "mine",
}


def test_choice_is_saved_field_by_field(second, record):
    typed = as_typed(**MINE) | CHOICE | {"keep__hypotension": "mine"}
    assert second.post(at(record), typed).status_code == 302
    saved = CRSEpisode.objects.get()
    assert saved.version == 3
    assert saved.hypotension == "none"
    assert float(saved.max_temp_c) == 39.5
    assert (saved.crs_onset_date - record.crs_onset_date).days == 1


def test_field_left_unchosen_is_asked_again(second, record):
    answer = second.post(at(record), as_typed(**MINE) | CHOICE)
    page = answer.content.decode()
    assert answer.status_code == 412
    assert 'name="keep__crs_onset_date" value="mine" checked' in page
    assert CRSEpisode.objects.get().version == 2


def test_script_gets_the_conflict_and_leaves_after_the_choice(second, record):
    asked = second.post(at(record), as_typed(**MINE), headers=SCRIPT)
    assert asked.status_code == 412
    assert 'id="conflict"' in asked.content.decode()
    typed = as_typed(**MINE) | CHOICE | {"keep__hypotension": "theirs"}
    done = second.post(at(record), typed, headers=SCRIPT)
    assert done["HX-Redirect"] == at(record)


def test_both_typing_the_same_is_no_conflict(second, record):
    same = as_typed(hypotension="one_vasopressor", max_temp_c="39.5")
    assert second.post(at(record), same).status_code == 302


def test_unreadable_typing_is_shown_on_its_side(second, record):
    asked = as_typed(**MINE, max_temp_c="warm") | {"differs": ["hypotension"]}
    page = second.post(at(record), asked).content.decode()
    assert 'value="warm"' in page
    assert '">warm<small>what you typed</small>' in page
