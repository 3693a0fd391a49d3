"""Who sees which cohort, and that a cohort takes in its own centres alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outcomes.cohorts.access import cohorts_visible_to
from outcomes.cohorts.definition import UnknownAtTimeZero
from outcomes.cohorts.errors import ReasonNeeded
from outcomes.cohorts.saving import save_cohort
from outcomes.cohorts.sharing import grant
from outcomes.models import Cohort, Snapshot
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION
from registry.access.policy import Refused
from registry.audit.context import SYSTEM
from registry.codelists.base import Label
from registry.models import Change, Membership
from tests.builders import (
    a_centre,
    a_centre_administrator,
    a_data_manager,
    a_monitor,
    a_statistician,
    an_admin,
    an_investigator,
)
from tests.db.pipeline.conftest import a_cohort, a_transplanted

TITLE = Label("T-cell", "T细胞")


def seen_by(user):
    return set(cohorts_visible_to(user.actor()).values_list("slug", flat=True))


@pytest.fixture
def three(db):
    """Cohorts of one centre, of another, and of both."""
    a_cohort("ldp", "LDP")
    a_cohort("heb", "HEB")
    a_cohort("both", "LDP", "HEB")


@pytest.mark.parametrize(
    "person", [a_data_manager, an_investigator, a_monitor, a_centre_administrator]
)
def test_staff_see_the_cohorts_that_lie_within_their_centres(three, person):
    assert seen_by(person("LDP")) == {"ldp"}
    both = person("LDP", name="both")
    person("HEB", name="both")
    assert seen_by(both) == {"ldp", "heb", "both"}


@pytest.mark.parametrize("of", [None, "LDP"])
def test_a_statistician_sees_granted_cohorts_alone(three, of):
    user = a_statistician(of)
    assert seen_by(user) == set()
    both = Cohort.objects.get(slug="both")
    grant(cohort=both, user=user, actor=SYSTEM, reason="protocol 7")
    grant(cohort=both, user=user, actor=SYSTEM)
    assert seen_by(user) == {"both"}
    change = Change.objects.get(table="outcomes_cohortgrant")
    assert (change.operation, change.reason) == ("+", "protocol 7")


def test_a_grant_ends_with_the_role(three):
    user = a_statistician()
    grant(cohort=Cohort.objects.get(slug="ldp"), user=user, actor=SYSTEM)
    Membership.objects.filter(user=user).update(
        until=timezone.now() - timedelta(days=1)
    )
    assert seen_by(user) == set()


def test_a_system_administrator_sees_no_results(three):
    assert seen_by(an_admin()) == set()
    assert cohorts_visible_to(SYSTEM).count() == 3


def test_a_cohort_without_centres_is_nobodys(db):
    Cohort.objects.create(
        slug="empty", title_en="e", title_zh="e", definition=DEFINITION
    )
    assert seen_by(a_data_manager()) == set()


def test_only_the_cohorts_own_centres_are_counted(three):
    a_transplanted(centre="LDP")
    a_transplanted(centre="HEB")
    sweep()
    counted = {
        s.cohort.slug: s.results["n"] for s in Snapshot.objects.select_related("cohort")
    }
    assert counted == {"ldp": 1, "heb": 1, "both": 2}


def test_defining_a_cohort_is_for_statisticians_and_leaves_history(db):
    said = {
        "slug": "t-cell",
        "title": TITLE,
        "definition": DEFINITION,
        "centres": [a_centre("LDP")],
    }
    with pytest.raises(Refused):
        save_cohort(**said, actor=a_data_manager().actor())
    actor = a_statistician("LDP").actor()
    cohort = save_cohort(**said, actor=actor, reason="protocol 7")
    assert save_cohort(**said, actor=actor).version == 1
    narrower = {**DEFINITION, "horizon": 365}
    change = {**said, "definition": narrower}
    with pytest.raises(ReasonNeeded):
        save_cohort(**change, actor=actor)
    again = save_cohort(**change, actor=actor, reason="one year is enough")
    assert again.version == 2
    history = cohort.history.order_by("history_id")
    assert [row.definition["horizon"] for row in history] == [730, 365]
    assert history[0].history_change_reason == "protocol 7"
    assert history[0].history_user_id == actor.user_id
    save_cohort(**{**said, "centres": [a_centre("HEB")]}, actor=SYSTEM)
    assert [centre.code for centre in cohort.centres.all()] == ["HEB"]


def test_a_group_from_the_future_is_never_saved(db):
    definition = {**DEFINITION, "groups": {"variable": "cgvhd"}}
    with pytest.raises(UnknownAtTimeZero):
        save_cohort(
            slug="immortal",
            title=TITLE,
            definition=definition,
            centres=[a_centre()],
            actor=SYSTEM,
        )
    assert not Cohort.objects.exists()
