"""Two at once at the same thing: nothing is lost, and whoever is late is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from outcomes.models import Cohort
from outcomes.study.cohort import DEFINITION
from registry.models import FORMS, Centre, Draft, Patient
from tests import builders
from tests.hostile.racing import HEADER, TOLD, Got, Kind, at_once, browser, form, rest
from tests.web.entering import a_begun_crs, as_typed, at

pytestmark = pytest.mark.slow

FIRST, SECOND = "46,XX", "47,XY"


class People:
    """Who writes, each with a browser."""

    def __init__(self) -> None:
        self.one = browser(builders.a_data_manager(name="one"))
        self.two = browser(builders.a_data_manager(name="two"))
        self.investigator = browser(builders.an_investigator())
        self.administrator = browser(builders.a_centre_administrator())
        self.other = browser(builders.an_investigator(name="other"))


Judged = tuple[list[Got], list[str]]
KINDS: dict[str, Callable[[People, int], Judged]] = {}


def kind(name: str) -> Any:
    def add(race: Callable[[People, int], Judged]) -> Any:
        KINDS[name] = race
        return race

    return add


def winner(got: list[Got], values: tuple[str, str], kept: Any) -> list[str]:
    """Return what is wrong where one of two alike must win and the other be told."""
    done = [value for one, value in zip(got, values, strict=True) if one.done]
    if len(done) != 1:
        return [f"{len(done)} of two were done: {[one.status for one in got]}"]
    wrong = [] if kept == done[0] else [f"{kept!r} is kept, {done[0]!r} was told"]
    [late] = [one for one in got if not one.done]
    if late.status not in (409, 412):
        wrong.append(f"the late one got {late.status}: {late.text[:300]}")
    wrong += [f"the late one is not told {v}" for v in values if v not in late.text]
    return wrong


def a_diagnosis(**values: Any) -> Any:
    return builders.a_record("diagnosis", **values)


@kind("REST, same field")
def rest_same_field(people: People, number: int) -> Judged:
    record = a_diagnosis()
    path = f"diagnosis/{record.pk}/"
    got = at_once(
        rest(people.one, "PATCH", path, {"karyotype_text": FIRST}, '"1"'),
        rest(people.two, "PATCH", path, {"karyotype_text": SECOND}, '"1"'),
    )
    record.refresh_from_db()
    return got, winner(got, (FIRST, SECOND), record.karyotype_text)


@kind("REST, different fields")
def rest_different_fields(people: People, number: int) -> Judged:
    record = a_diagnosis()
    path = f"diagnosis/{record.pk}/"
    got = at_once(
        rest(people.one, "PATCH", path, {"karyotype_text": FIRST}, '"1"'),
        rest(people.two, "PATCH", path, {"bulky": "no"}, '"1"'),
    )
    record.refresh_from_db()
    late = [one for one in got if not one.done]
    wrong = [] if len(late) == 1 and late[0].status == 412 else [str(got)[:500]]
    if got[0].done and record.karyotype_text != FIRST:
        wrong.append("what was told as saved is gone")
    return got, wrong


CRS = "hypotension"
HELD = ("one_vasopressor", "multiple_vasopressors")


@kind("forms, same field")
def forms_same_field(people: People, number: int) -> Judged:
    record = a_begun_crs(builders.a_treated_patient())
    got = at_once(
        form(people.one, at(record), as_typed(hypotension=HELD[0])),
        form(people.two, at(record), as_typed(hypotension=HELD[1])),
    )
    record.refresh_from_db()
    return got, winner(got, HELD, record.hypotension)


@kind("form and REST, same field")
def form_and_rest(people: People, number: int) -> Judged:
    record = a_begun_crs(builders.a_treated_patient())
    path = f"crs_episode/{record.pk}/"
    got = at_once(
        form(people.one, at(record), as_typed(hypotension=HELD[0])),
        rest(people.two, "PATCH", path, {CRS: HELD[1]}, '"1"'),
    )
    record.refresh_from_db()
    return got, winner(got, HELD, record.hypotension)


@kind("the same patient enrolled twice")
def enrolled_twice(people: People, number: int) -> Judged:
    builders.a_centre("LDP")
    body = {"centre": "LDP", "study_no": f"RACE-{number}", "sex": "F"}
    body["birth_date"] = "1990-01-01"
    got = at_once(
        rest(people.one, "POST", "patients/", body),
        rest(people.two, "POST", "patients/", {**body, "study_no": f"race-{number} "}),
    )
    there = Patient.objects.filter(study_no__iexact=f"RACE-{number}").count()
    return got, one_of_two(got, there)


@kind("the same record created twice")
def created_twice(people: People, number: int) -> Judged:
    patient = builders.a_patient()
    body = {"patient": patient.pk, "course_no": 1, "infusion_date": "2024-01-15"}
    got = at_once(
        rest(people.one, "POST", "infusion/", body),
        rest(people.two, "POST", "infusion/", body),
    )
    return got, one_of_two(
        got, FORMS["infusion"].objects.filter(patient=patient).count()
    )


def one_of_two(got: list[Got], there: int) -> list[str]:
    late = [one for one in got if not one.done]
    if there != 1 or len(late) != 1 or late[0].status not in TOLD:
        return [f"{there} are there: {[(o.status, o.text[:200]) for o in got]}"]
    return []


@kind("taken back and changed")
def removed_and_edited(people: People, number: int) -> Judged:
    record = a_diagnosis()
    path = f"diagnosis/{record.pk}/"
    why = {"karyotype_text": FIRST, "reason": "chart"}

    def taken_back() -> Any:
        return people.one.delete(
            f"/api/v1/{path}", headers={"If-Match": '"1"', "X-Reason": "by mistake"}
        )

    got = at_once(taken_back, rest(people.two, "PATCH", path, why, '"1"'))
    there = FORMS["diagnosis"].objects.filter(pk=record.pk).first()
    if sum(one.done for one in got) != 1:
        return got, [f"{[(o.status, o.text[:200]) for o in got]}"]
    wrong = []
    if got[0].done and there is not None:
        wrong.append("it was told as taken back and is there")
    if got[1].done and (there is None or there.karyotype_text != FIRST):
        wrong.append("it was told as changed and is not")
    [late] = [one for one in got if not one.done]
    return got, wrong + ([] if late.status in TOLD else [f"late: {late.status}"])


@kind("taken back, and its form sent")
def removed_and_sent(people: People, number: int) -> Judged:
    record = a_begun_crs(builders.a_treated_patient())
    path = f"/api/v1/crs_episode/{record.pk}/"

    def taken_back() -> Any:
        headers = {"If-Match": '"1"', "X-Reason": "by mistake"}
        return people.one.delete(path, headers=headers)

    got = at_once(
        taken_back, form(people.two, at(record), as_typed(hypotension=HELD[0]))
    )
    there = FORMS["crs_episode"].objects.filter(pk=record.pk).first()
    kept = there is not None and there.hypotension == HELD[0]
    if sum(one.done for one in got) != 1 or got[1].done != kept:
        return got, [f"{[(o.status, o.text[:200]) for o in got]}"]
    return got, []


@kind("merged, and a form begun")
def merged_and_begun(people: People, number: int) -> Judged:
    one, other = builders.a_patient(), builders.a_patient()
    path, body = f"patients/{one.pk}/merge/{other.pk}/", {"other_version": 1}
    relapse = {"patient": other.pk, "relapse_date": "2024-06-01"}
    got = at_once(
        rest(people.one, "POST", path, {**body, "reason": "one person"}, '"1"'),
        rest(people.two, "POST", "relapse/", relapse),
    )
    there = FORMS["relapse"].objects.filter(patient__in=(one, other)).first()
    wrong = [str(o)[:300] for o in got if not o.done and o.status not in TOLD]
    if got[1].done != (there is not None):
        wrong.append("the form is not as was told")
    if there is not None and there.patient.merged_into_id:
        wrong.append("the form is with a number that was merged away")
    if got[0].status == 422 or not any(o.done for o in got):
        wrong.append(f"not merged: {got[0].text[:300]}")
    return got, wrong


def marked_and_edited(people: People, mark: str, who: Any, body: Any) -> Judged:
    record = a_diagnosis(state="complete")
    path = f"diagnosis/{record.pk}/"
    change = {"karyotype_text": FIRST, "reason": "chart"}
    got = at_once(
        rest(who, "POST", f"{path}{mark}/", body, '"1"'),
        rest(people.two, "PATCH", path, change, '"1"'),
    )
    record.refresh_from_db()
    now = people.one.get(f"/api/v1/{path}").json()
    wrong = [str(o)[:300] for o in got if not o.done and o.status not in TOLD]
    if got[1].done and record.karyotype_text != FIRST:
        wrong.append("it was told as changed and is not")
    if not any(one.done for one in got):
        wrong.append("neither was done")
    return got, wrong + stands(mark, got, now)


def stands(mark: str, got: list[Got], now: dict[str, Any]) -> list[str]:
    """Return what is wrong with a mark set while the record was changed."""
    set_, changed = got[0].done, got[1].done
    if mark == "lock":
        return ["locked and changed"] if set_ and changed else []
    if set_ and changed and now["signed"] is not None:
        return ["a signature stands on what was not signed"]
    return []


@kind("signed and changed")
def signed_and_edited(people: People, number: int) -> Judged:
    own = {"username": "investigator_ldp", "password": builders.PASSWORD}
    return marked_and_edited(people, "sign", people.investigator, own)


@kind("locked and changed")
def locked_and_edited(people: People, number: int) -> Judged:
    return marked_and_edited(people, "lock", people.administrator, {})


@kind("a query answered twice")
def answered_twice(people: People, number: int) -> Judged:
    query = builders.a_query()
    path = f"queries/{query.pk}/answer/"
    got = at_once(
        rest(people.one, "POST", path, {"said": "answer-one"}, '"1"'),
        rest(people.two, "POST", path, {"said": "answer-two"}, '"1"'),
    )
    said = [entry.said for entry in query.entries.all()]
    kept = [text for text in ("answer-one", "answer-two") if text in said]
    late = [one for one in got if not one.done]
    told = len(late) == 1 and late[0].status in (409, 412)
    return got, [] if told and len(kept) == 1 else [f"{kept} {str(got)[:500]}"]


@kind("a cohort changed twice")
def cohort_twice(people: People, number: int) -> Judged:
    slug = f"race-{number}"
    cohort = Cohort.objects.create(
        slug=slug, title_en="before", title_zh="之前", definition=DEFINITION
    )
    cohort.centres.add(Centre.objects.get(code="LDP"))
    names = ("name of one", "name of two")
    got = at_once(
        *(
            rest(
                who, "PATCH", f"cohorts/{slug}/", {"title_en": n, "reason": "r"}, '"1"'
            )
            for who, n in zip((people.investigator, people.other), names, strict=True)
        )
    )
    cohort.refresh_from_db()
    return got, winner(got, names, cohort.title_en)


@kind("drafts of two people")
def drafts(people: People, number: int) -> Judged:
    record = a_begun_crs(builders.a_treated_patient())
    path = reverse("record-draft", args=[record.patient_id, record.form])
    typed = [as_typed(record=str(record.pk), max_temp_c=t) for t in ("39,1", "39,2")]
    got = at_once(
        form(people.one, path, typed[0]),
        form(people.two, path, typed[1]),
        form(people.one, path, typed[0]),
    )
    kept = sorted(
        d.typed["max_temp_c"] for d in Draft.objects.filter(record_id=record.pk)
    )
    done = all(one.done for one in got)
    return got, [] if done and kept == ["39,1", "39,2"] else [f"{kept} {got}"[:600]]


def test_nothing_is_lost_and_whoever_is_late_is_told(
    committed_db, full, shard, record_property
):
    """A thousand pairs in full, two of each kind else."""
    builders.a_centre("LDP")
    people, times = People(), -(-1000 // len(KINDS)) if full else 2
    table = []
    for name, race in KINDS.items():
        result = Kind(name)
        for number in shard.of(range(times)):
            got, wrong = race(people, number)
            result.pairs += 1
            result.both += all(one.done for one in got)
            result.told += any(not one.done for one in got)
            result.lost += wrong
            if fault := [one for one in got if one.status >= 500 or not one.status]:
                result.lost.append(f"a fault: {fault[0]}"[:400])
        table.append(result)
    lines = "\n".join([HEADER, *(one.row() for one in table)])
    record_property("races", lines)
    wrong = [f"{one.name}: {says}" for one in table for says in one.lost[:5]]
    assert not wrong, "\n".join([lines, *wrong])
