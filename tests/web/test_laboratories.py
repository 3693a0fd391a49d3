"""Normal ranges per laboratory, and values as multiples of their upper limit."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from registry.access.policy import Refused
from registry.intake.numbers import read_number
from registry.models import Comorbidity, Laboratory, NormalRange
from registry.queries.normal_ranges import best_ranges, times_upper
from registry.services.errors import ReasonNeeded
from registry.services.laboratories import add_laboratory, save_range
from tests import builders

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 1)


def a_laboratory(centre="LDP", name="Central laboratory"):
    return Laboratory.objects.create(centre=builders.a_centre(centre), name=name)


def a_range(laboratory, upper="40", **values):
    plain = {"analyte": "alt", "unit": "U/L", "valid_from": date(2020, 1, 1)}
    return NormalRange.objects.create(
        laboratory=laboratory, upper=Decimal(upper), **plain | values
    )


def found(patient, on=ON, analytes=("alt",)):
    return [float(one.upper) for one in best_ranges(patient, analytes, on)]


def test_the_range_that_was_valid_that_day_counts():
    patient, of = builders.a_patient(), a_laboratory()
    a_range(of, "40", valid_to=date(2024, 2, 29))
    a_range(of, "50", valid_from=date(2024, 3, 1))
    assert found(patient, date(2024, 2, 29)) == [40]
    assert found(patient, date(2024, 3, 1)) == [50]
    assert found(patient, date(2019, 1, 1)) == []


def test_the_most_particular_range_counts():
    patient, of = (
        builders.a_patient(sex="F", birth_date=date(2014, 3, 1)),
        a_laboratory(),
    )
    a_range(of, "50")
    a_range(of, "45", sex="M")
    assert found(patient) == [50]
    a_range(of, "35", sex="F")
    assert found(patient) == [35]
    a_range(of, "30", sex="F", age_from=0, age_to=9)
    assert found(patient) == [35]
    assert found(patient, date(2024, 2, 28)) == [30]


def test_each_laboratory_of_the_own_centre_is_offered():
    patient = builders.a_patient()
    a_range(a_laboratory(), "40")
    a_range(a_laboratory(name="At night"), "41")
    a_range(a_laboratory("HEB"), "99")
    assert found(patient) == [41, 40]


def test_a_value_is_a_multiple_of_the_upper_limit():
    of = a_range(a_laboratory(), "40")
    assert times_upper(Decimal(124), of).times == Decimal("3.10")


def test_the_centre_administrator_keeps_them_with_a_reason_for_a_correction():
    admin = builders.a_centre_administrator().actor()
    of = add_laboratory(centre=builders.a_centre(), name=" Central  lab ", actor=admin)
    assert of.name == "Central lab"
    said = {
        "analyte": "ast",
        "unit": "U/L",
        "upper": Decimal(40),
        "valid_from": date(2024, 1, 1),
    }
    kept = save_range(laboratory=of, values=said, actor=admin)
    change = {"laboratory": of, "range_id": kept.pk, "actor": admin}
    with pytest.raises(ReasonNeeded):
        save_range(values={"upper": Decimal(41)}, **change)
    save_range(values={"upper": Decimal(41)}, reason="misread", **change)
    newest = NormalRange.history.order_by("history_id").last()
    assert newest.history_change_reason == "misread"
    with pytest.raises(ValidationError):
        save_range(values={"lower": Decimal(90)}, reason="x", **change)
    with pytest.raises(ValidationError):
        add_laboratory(centre=builders.a_centre(), name="Central lab", actor=admin)


@pytest.mark.parametrize("person", [builders.a_data_manager, builders.a_monitor])
def test_nobody_else_keeps_them(person):
    with pytest.raises(Refused):
        add_laboratory(centre=builders.a_centre(), name="x", actor=person().actor())


def test_the_pages_add_a_laboratory_and_its_ranges(client):
    client.force_login(builders.a_centre_administrator())
    home = builders.a_centre()
    assert client.post("/laboratories/", {}).status_code == 422
    sent = {"centre": home.pk, "name": "Central"}
    url = client.post("/laboratories/", sent).url
    again = client.post("/laboratories/", sent)
    assert "has a laboratory of this name" in again.content.decode()
    said = {"analyte": "alt", "unit": "U/L", "upper": "40", "valid_from": "2024-01-01"}
    assert client.post(url, said).status_code == 302
    bad = client.post(url, said | {"lower": "50"})
    assert "below the upper" in bad.content.decode()
    kept = NormalRange.objects.get()
    edit = client.get(url, {"range": kept.pk}).content.decode()
    assert "Correct a range" in edit
    fix = said | {"range": kept.pk, "upper": "41"}
    assert "correction has a reason" in client.post(url, fix).content.decode()
    assert client.post(url, fix | {"reason": "misread"}).status_code == 302


def test_beside_the_form_a_value_becomes_a_multiple(client):
    patient = builders.a_patient()
    a_range(a_laboratory(), "20", analyte="bilirubin", unit="µmol/L")
    client.force_login(builders.a_data_manager())
    form = client.get(f"/patients/{patient.pk}/comorbidity/new/").content.decode()
    url = f"/patients/{patient.pk}/comorbidity/from-laboratory/bilirubin_x_uln/"
    assert f'href="{url}"' in form
    page = client.get(url, {"on": "2024-03-01", "value": "50,0"}).content.decode()
    assert "<b>2.50</b> × ULN" in page
    assert "Central laboratory" in page
    entered = "50 µmol/L ÷ 20 µmol/L (Central laboratory)"
    assert f'data-repair="{entered}" data-for="id_bilirubin_x_uln"' in page
    assert (
        "no number"
        in client.get(url, {"on": "2024-03-01", "value": "x"}).content.decode()
    )
    assert "No normal range" in client.get(url, {"on": "1999-01-01"}).content.decode()
    other = url.replace("bilirubin_x_uln", "hct_ci_recorded")
    assert client.get(other).status_code == 404


ENTERED = "50 µmol/L ÷ 20 µmol/L (Central laboratory)"


def a_comorbidity(client, patient, **typed):
    """Save the form with its multiple, from the laboratory's value, on the page."""
    url = f"/patients/{patient.pk}/comorbidity/new/"
    said = {"hsct_no": "1", "bilirubin_x_uln": ENTERED, **typed}
    return client.post(url, said).url


def test_the_laboratorys_value_is_kept_behind_the_multiple(client):
    patient = builders.a_treated_patient()
    client.force_login(builders.a_data_manager())
    url = a_comorbidity(client, patient)
    saved = patient.comorbidity_set.get()
    assert saved.bilirubin_x_uln == Decimal("2.5")
    assert saved.as_entered == {"bilirubin_x_uln": ENTERED}
    page = client.get(url).content.decode()
    assert f'value="{ENTERED}"' in page
    assert "= 2.5 × ULN" in page
    # What is shown is read back as the same answer: nothing changed.
    client.post(url, {"bilirubin_x_uln": ENTERED, "version": saved.version})
    saved.refresh_from_db()
    assert saved.version == 1


def test_what_was_entered_outlives_a_new_limit(client):
    patient, of = builders.a_treated_patient(), a_laboratory()
    limit = a_range(of, "20", analyte="bilirubin", unit="µmol/L")
    client.force_login(builders.a_data_manager())
    url = a_comorbidity(client, patient)
    saved = patient.comorbidity_set.get()
    save_range(
        laboratory=of,
        values={"upper": Decimal(25)},
        actor=builders.a_centre_administrator().actor(),
        range_id=limit.pk,
        reason="a new method",
    )
    saved.refresh_from_db()
    assert (saved.bilirubin_x_uln, saved.as_entered["bilirubin_x_uln"]) == (
        Decimal("2.5"),
        ENTERED,
    )
    history = client.get(url.rstrip("/") + "/history/").content.decode()
    assert f"{ENTERED} (= 2.5 × ULN)" in history


def test_a_multiple_is_still_a_number(client):
    patient = builders.a_treated_patient()
    client.force_login(builders.a_data_manager())
    a_comorbidity(client, patient, bilirubin_x_uln="2,5")
    saved = patient.comorbidity_set.get()
    assert (saved.bilirubin_x_uln, saved.as_entered) == (Decimal("2.5"), {})


def test_rest_takes_value_and_limit(client):
    patient = builders.a_treated_patient()
    client.force_login(builders.a_data_manager())
    limit = {"unit": "µmol/L", "upper": "20", "laboratory": "Central laboratory"}
    sent = {"patient": patient.pk, "bilirubin_x_uln": {"value": "50", **limit}}
    url, kind = "/api/v1/comorbidity/", {"content_type": "application/json"}
    answer = client.post(url, sent, **kind)
    assert answer.status_code == 201, answer.content
    assert answer.json()["bilirubin_x_uln"] == 2.5
    assert answer.json()["as_entered"] == {"bilirubin_x_uln": ENTERED}
    sent["bilirubin_x_uln"] = {"value": "50", **limit, "upper": "0"}
    assert client.post(url, sent, **kind).status_code in (400, 422)


@pytest.mark.parametrize(
    "text", ["50 µmol/L ÷ 0 µmol/L (Central)", "50 µmol/L ÷ 20 mg/dL (Central)", "50 ÷"]
)
def test_what_is_no_multiple_is_no_number(client, text):
    patient = builders.a_treated_patient()
    client.force_login(builders.a_data_manager())
    url = f"/patients/{patient.pk}/comorbidity/new/"
    answer = client.post(url, {"hsct_no": "1", "bilirubin_x_uln": text})
    assert answer.status_code == 422
    assert "is no number" in answer.content.decode()


def test_a_sheet_may_say_value_and_limit():
    variable = Comorbidity.variables()["bilirubin_x_uln"]
    assert str(read_number(ENTERED, variable).value) == ENTERED
    assert read_number("2.5", variable).value == Decimal("2.5")


def test_rest_lists_ranges_and_counts_multiples(client):
    patient = builders.a_patient()
    a_range(a_laboratory(), "40")
    a_range(a_laboratory("HEB"), "99")
    client.force_login(builders.a_data_manager())
    url = "/api/v1/normal-ranges/"
    (only,) = client.get(url).json()
    assert (only["upper"], only["times_upper"]) == ("40.000", None)
    asked = {
        "patient": patient.pk,
        "on": "2024-03-01",
        "analyte": "alt",
        "value": "100",
    }
    (one,) = client.get(url, asked).json()
    assert one["times_upper"] == "2.50"
    assert client.get(url, {"patient": patient.pk}).status_code == 400
    other = builders.a_patient("HEB")
    assert client.get(url, asked | {"patient": other.pk}).status_code == 404
