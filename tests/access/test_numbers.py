"""A function finds numbers past the row policies, and of no rows but theirs."""

import pytest
from django.db import connection

from registry.access.reach import NOBODY, everywhere, reach_of, reaching
from registry.models import Patient
from registry.queries.asked import wording
from tests import builders


@pytest.fixture
def two(db):
    """A patient at each of two centres, and the data manager of one."""
    builders.a_patient("LDP", study_no="ours-17")
    builders.a_patient("HEB", study_no="theirs-17")
    return builders.a_data_manager("LDP").actor()


def with_17() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_numbers_like('%%17%%', 10)")
        return cursor.fetchone()[0]


def test_the_function_tells_each_of_the_rows_of_their_policy(two):
    with reaching(NOBODY):
        assert with_17() == 0
    with reaching(reach_of(two)):
        assert with_17() == 1
    with everywhere():
        assert with_17() == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [("ours", 1), ("S-17", 1), ("ou", 1), ("17", 0), ("s_17", 0), ("%%%", 0)],
)
def test_a_short_word_finds_beginnings_and_a_longer_one_any_part(two, words, found):
    assert Patient.objects.visible_to(two).filter(wording(words, two)).count() == found
