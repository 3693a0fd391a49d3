"""Who comes to see a cohort beyond its centres, and how that ends."""

import pytest
from django.db import IntegrityError, transaction

from outcomes.cohorts.access import narrows
from outcomes.cohorts.errors import NameTaken, ReasonNeeded, SavedMeanwhile
from outcomes.cohorts.saving import archive, save_cohort
from outcomes.cohorts.sharing import grant, withdraw
from outcomes.models import Cohort, CohortGrant, Snapshot
from outcomes.pipeline.sweep import sweep
from registry.access.policy import Refused, Role
from registry.audit.context import SYSTEM
from registry.codelists.base import Label
from tests import builders

TITLE = Label("T cells", "T细胞")
WIDE = {
    "index": "hsct",
    "horizon": 730,
    "filters": [{"variable": "disease", "in": ["T-ALL"]}],
}
NARROW = {**WIDE, "filters": [*WIDE["filters"], {"variable": "age", "to": 14}]}


def saved(slug="wide", definition=WIDE, actor=SYSTEM, **more):
    said = {"slug": slug, "title": TITLE, "definition": definition, "reason": "why"}
    centres = [builders.a_centre("LDP")]
    return save_cohort(**said, centres=centres, actor=actor, **more)


def sees(user):
    return [c.slug for c in Cohort.objects.visible_to(user.actor())]


def test_a_grant_to_a_centre_a_role_or_both_reaches_who_holds_it(db):
    cohort = saved()
    heb = builders.a_centre("HEB")
    manager = builders.a_data_manager("HEB", "m2")
    doctor = builders.an_investigator("HEB", "i2")
    anywhere = builders.a_statistician(None, "s1")
    at_heb = builders.a_statistician("HEB", "s2")
    grant(cohort=cohort, centre=heb, role=Role.INVESTIGATOR, actor=SYSTEM)
    assert [sees(u) for u in (manager, doctor, anywhere, at_heb)] == [
        [],
        ["wide"],
        [],
        [],
    ]
    grant(cohort=cohort, centre=heb, actor=SYSTEM)
    assert [sees(u) for u in (manager, at_heb, anywhere)] == [["wide"], ["wide"], []]
    grant(cohort=cohort, role=Role.STATISTICIAN, actor=SYSTEM)
    assert sees(anywhere) == ["wide"]


def test_a_grant_is_made_and_withdrawn_by_who_keeps_the_users(db):
    cohort, user = saved(), builders.a_statistician()
    keeper = builders.a_centre_administrator("LDP").actor()
    with pytest.raises(Refused):
        grant(cohort=cohort, user=user, actor=builders.a_data_manager().actor())
    made = grant(cohort=cohort, user=user, actor=keeper, reason="protocol 7")
    assert grant(cohort=cohort, user=user, actor=keeper).pk == made.pk
    with pytest.raises(ReasonNeeded):
        withdraw(grant=made, actor=keeper, reason=" ")
    withdraw(grant=made, actor=keeper, reason="analysis done")
    assert sees(user) == []
    told = CohortGrant.history.order_by("history_id")
    assert [(h.history_type, h.history_change_reason) for h in told] == [
        ("+", "protocol 7"),
        ("-", "analysis done"),
    ]


@pytest.mark.parametrize(
    "whom", [{}, {"user": True, "role": Role.INVESTIGATOR}, {"role": Role.MONITOR}]
)
def test_a_grant_names_a_user_or_a_role_that_sees_results(db, whom):
    whom = {**whom, "user": builders.a_statistician()} if "user" in whom else whom
    if whom.get("role") is Role.MONITOR:
        whom = {"role": Role.SYSTEM_ADMINISTRATOR}
    with pytest.raises(ValueError, match=r"grant is for|sees no results"):
        grant(cohort=saved(), actor=SYSTEM, **whom)


def test_the_database_refuses_a_grant_to_nobody(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortGrant.objects.create(cohort=saved())


def test_a_statisticians_cohort_is_theirs_to_see_within_what_is_granted(db):
    user = builders.a_statistician()
    actor = user.actor()
    saved("stray", actor=actor)
    assert sees(user) == []
    opened = grant(cohort=saved(), user=user, actor=SYSTEM)
    saved("inner", NARROW, actor=actor)
    assert sees(user) == ["inner", "wide"]
    saved("inner", {**NARROW, "filters": []}, actor=actor)
    assert sees(user) == ["wide"]
    saved("inner", NARROW, actor=actor)
    withdraw(grant=opened, actor=SYSTEM, reason="analysis done")
    assert sees(user) == []


def test_what_narrows_keeps_day_0_and_every_filter():
    assert narrows(NARROW, WIDE)
    assert not narrows(WIDE, NARROW)
    assert not narrows({**NARROW, "index": "infusion"}, WIDE)


def test_two_editors_and_two_makers_do_not_overwrite_each_other(db):
    actor = builders.an_investigator().actor()
    first = saved(actor=actor, version=0)
    with pytest.raises(NameTaken):
        saved(definition=NARROW, actor=actor, version=0)
    second = saved(definition=NARROW, actor=actor, version=first.version)
    assert second.version == 2
    with pytest.raises(SavedMeanwhile):
        saved(actor=actor, version=1)


def test_a_change_of_centres_alone_is_a_version(db):
    cohort = saved()
    both = [builders.a_centre("LDP"), builders.a_centre("HEB")]
    again = save_cohort(
        slug="wide", title=TITLE, definition=WIDE, centres=both, actor=SYSTEM
    )
    assert again.version == cohort.version + 1
    assert again.centre_codes == ["HEB", "LDP"]


def test_a_cohort_put_away_computes_no_more(db):
    cohort, actor = saved(), builders.an_investigator().actor()
    with pytest.raises(ReasonNeeded):
        archive(cohort=cohort, actor=actor, reason="")
    archive(cohort=cohort, actor=actor, reason="closed")
    builders.a_treated_patient()
    sweep()
    assert not Snapshot.objects.exists()
    archive(cohort=cohort, actor=actor, reason="opened", away=False)
    sweep()
    assert Snapshot.objects.get().cohort == cohort
