"""Every builder gives something that the database accepts."""

import pytest

from registry.models import FORMS
from tests import builders

PEOPLE = [
    builders.a_data_manager,
    builders.an_investigator,
    builders.a_monitor,
    builders.a_statistician,
    builders.a_centre_administrator,
    builders.an_admin,
]


@pytest.mark.parametrize("form", FORMS)
def test_a_record_of_every_form(db, form):
    record = builders.a_record(form)
    assert (record.form, record.version) == (form, 1)


def test_study_numbers_count_up_within_the_centre(db):
    numbers = [builders.a_patient(c).study_no for c in ("LDP", "LDP", "HEB")]
    assert numbers == ["P001", "P002", "P001"]


@pytest.mark.parametrize("build", PEOPLE)
def test_a_person_holds_one_role_however_often_named(db, build):
    assert build() == build()
    assert len(build().actor().grants) == 1
