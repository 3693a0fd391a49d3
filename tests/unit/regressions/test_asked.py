"""What an address asks: read as it stands, refused with what to do."""

import pytest
from django.http import QueryDict

from outcomes.cohorts.definition import parse
from outcomes.regressions.asked import check
from outcomes.regressions.typed import read

INFUSION = {"index": "infusion", "horizon": 365}
LANDMARK = {"variable": "hsct_done", "landmark": 90}


def checked(address, definition=INFUSION, **more):
    return check(read(QueryDict(address)), parse(definition), **more)


def test_an_address_and_what_it_says_are_one():
    address = (
        "endpoint=RI&model=fine_gray&x=age&age-by=points&age-points=14%2C40"
        "&x=sex&sex-ref=F"
    )
    typed = read(QueryDict(address + "&x=&x=sex&go=1"))
    assert typed.query == address
    assert read(QueryDict(typed.query)) == typed


def test_a_covariate_is_taken_out_by_its_name():
    typed = read(QueryDict("endpoint=OS&x=age&age-per=10&x=sex&drop=age"))
    assert typed.query == "endpoint=OS&model=cox&x=sex"


def test_numbers_levels_and_cuts():
    found = checked(
        "endpoint=OS&x=age&age-per=10&x=disease&disease-ref=T-ALL&x=car_t_dose"
        "&car_t_dose-by=median&stratum=sex&robust=1"
    ).asked
    age, disease, dose = found.terms
    assert (age.per, age.grouping) == (10, None)
    assert (disease.reference, disease.grouping.cut) == ("T-ALL", None)
    assert dose.grouping.cut == "median"
    assert [one.variable.name for one in found.strata] == ["sex"]
    assert found.robust


@pytest.mark.parametrize(
    ("address", "anchor", "says"),
    [
        ("endpoint=XX&x=age", "endpoint", "one of the study's endpoints"),
        ("endpoint=OS&model=fine_gray&x=age", "model", "Nothing competes"),
        ("endpoint=OS&model=best&x=age", "model", "Choose the Cox"),
        ("endpoint=OS&x=shoes", "x-shoes", "no variable shoes"),
        ("endpoint=OS&x=age&age-per=0", "x-age", "no number above 0"),
        ("endpoint=OS&x=age&age-by=points&age-points=x", "x-age", "is no number"),
        ("endpoint=OS&x=age&age-by=points", "x-age", "Say where to cut"),
        ("endpoint=OS&x=age&stratum=car_t_dose", "strata", "cannot make strata"),
        ("endpoint=OS&x=sex&stratum=sex", "strata", "not both"),
        ("endpoint=RI&model=fine_gray&x=age&stratum=sex", "strata", "has no strata"),
        ("endpoint=RI&model=fine_gray&x=age&robust=1", "strata", "robust already"),
        (
            "endpoint=RI&model=fine_gray&x=hsct_done&hsct_done-by=time_dependent",
            "x-hsct_done",
            "choose Cox",
        ),
    ],
)
def test_what_cannot_be_fitted_is_said_at_its_field(address, anchor, says):
    found = checked(address)
    assert found.asked is None
    assert says in found.problems[anchor]


def test_too_many_covariates():
    address = "endpoint=OS" + "".join(f"&x=v{i}" for i in range(21))
    assert "At most 20" in checked(address).problems["x"]


def test_nothing_asked_is_no_problem():
    found = checked("endpoint=OS")
    assert (found.asked, found.problems) == (None, {})


def test_immortal_time_is_refused_with_the_same_offers_as_the_builder():
    found = checked("endpoint=OS&x=d28_mrd&x=hsct_done")
    assert "immortal time" in found.problems["x-d28_mrd"]
    offered = {name: [o.key for o in r.offers] for name, r in found.refusals.items()}
    assert offered == {
        "d28_mrd": ["landmark", "from_hsct"],
        "hsct_done": ["landmark", "time_dependent"],
    }


def test_a_state_may_be_time_dependent():
    (term,) = checked("endpoint=OS&x=hsct_done&hsct_done-by=time_dependent").asked.terms
    assert term.state


def test_what_the_landmark_knows_may_be_asked_there():
    definition = {**INFUSION, "groups": LANDMARK}
    asked = checked("endpoint=OS&x=d28_mrd&x=hsct_done&x=crs_grade", definition).asked
    assert [one.grouping and one.grouping.landmark for one in asked.terms] == [
        None,
        90,
        None,
    ]
    early = {**INFUSION, "groups": {"variable": "hsct_done", "landmark": 20}}
    assert "x-d28_mrd" in checked("endpoint=OS&x=d28_mrd", early).problems


def test_who_sees_sums_alone_chooses_no_cut_points():
    address = "endpoint=OS&x=age&age-by=points&age-points=14"
    assert "one moved past" in checked(address, own_cuts=False).problems["x-age"]
    assert checked(address.replace("points&", "median&"), own_cuts=False).asked
