"""What a centre says of its columns and words, remembered for its next file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.models import FORMS, Change, ImportBatch, ImportSaying, Patient
from tests.builders import a_data_manager, a_patient, a_record, an_investigator, day

pytestmark = pytest.mark.django_db

HEAD = "study_no,geschlecht,geboren,diagnosis,hsct_date\n"
ROW = "{},1,2000-01-01,T-ALL,03/04/2020\n"


@pytest.fixture
def manager(client):
    user = a_data_manager("LDP")
    client.force_login(user)
    return user


def send(client, text, name="cases.csv"):
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post(reverse("imports"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.order_by("pk").last()


def columns_url(batch):
    return reverse("import-columns", args=[batch.pk])


def boxes(client, batch):
    """Return what the page's boxes hold, as a browser would send them."""
    form = client.get(columns_url(batch)).context["form"]
    return {field.html_name: field.value() or "" for field in form}


def say(client, batch, **said):
    return client.post(columns_url(batch), boxes(client, batch) | said, follow=True)


def test_what_is_said_is_used_remembered_and_signed(client, manager):
    batch = send(client, HEAD + ROW.format("C1-1"))
    assert batch.report["accepted"] == 0
    page = client.get(reverse("import-report", args=[batch.pk])).content.decode()
    assert "3 columns or words wait for you to say what they mean" in page

    say(client, batch, header_0_1="sex", header_0_2="birth_date", order_0_4="dmy")
    batch.refresh_from_db()
    word = batch.problems.get()
    assert (word.code, word.value) == ("unknown_code", "1")
    assert "word_0" in boxes(client, batch)

    say(client, batch, word_0="M")
    batch.refresh_from_db()
    assert (batch.report["accepted"], batch.report["problems"]) == (1, 0)
    confirm = reverse("import-confirm", args=[batch.pk])
    client.post(confirm, {"reason": "first"})
    patient = Patient.objects.get()
    assert (patient.sex, str(patient.birth_date)) == ("M", "2000-01-01")
    assert str(patient.hsct_set.get().hsct_date) == "2020-04-03"
    said = {(s.kind, s.header, s.word): s.meaning for s in ImportSaying.objects.all()}
    assert said == {
        ("column", "geschlecht", ""): "sex",
        ("column", "geboren", ""): "birth_date",
        ("order", "hsct_date", ""): "dmy",
        ("word", "geschlecht", "1"): "M",
    }
    changes = Change.objects.filter(table="registry_importsaying")
    assert set(changes.values_list("actor_id", flat=True)) == {manager.pk}


def test_a_colleague_s_next_file_is_read_and_shows_who_said_so(client, manager):
    batch = send(client, HEAD + ROW.format("C1-1"))
    say(client, batch, header_0_1="sex", header_0_2="birth_date", order_0_4="dmy")
    say(client, batch, word_0="M")
    client.force_login(a_data_manager("LDP", name="colleague"))
    second = send(client, HEAD + ROW.format("C1-2"))
    assert second.report["accepted"] == 1
    page = client.get(columns_url(second)).content.decode()
    assert f"remembered: {manager.username}" in page
    client.force_login(a_data_manager("HEB", name="elsewhere"))
    assert send(client, HEAD + ROW.format("C1-3")).report["accepted"] == 0


def test_a_header_with_a_meaning_of_its_own_may_be_left_out_and_taken_back(
    client, manager
):
    text = "study_no,sex,birth_date,diagnosis\nC1-1,M,2000-01-01,rubbish\n"
    batch = send(client, text)
    assert batch.report["accepted"] == 0
    say(client, batch, header_0_3="")
    batch.refresh_from_db()
    assert (batch.report["accepted"], batch.report["problems"]) == (1, 0)
    say(client, batch, header_0_3="diagnosis")
    batch.refresh_from_db()
    assert batch.report["accepted"] == 0
    assert not ImportSaying.objects.exists()


def test_what_is_alike_is_shown_and_never_taken(client, manager):
    batch = send(client, "study_no,sex,birth_date,Birth dat\nC1-1,M,2000-01-01,x\n")
    page = client.get(columns_url(batch)).content.decode()
    assert "Alike:" in page
    assert boxes(client, batch)["header_0_3"] == ""


def test_a_column_that_there_is_not_is_refused_and_nothing_is_lost(client, manager):
    batch = send(client, HEAD + ROW.format("C1-1"))
    answer = say(client, batch, header_0_1="gender of", header_0_2="birth_date")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“gender of” is no column" in page
    assert 'value="birth_date"' in page
    assert not ImportSaying.objects.exists()


def test_a_form_s_sheet_takes_the_form_s_columns_alone(client, manager):
    a_patient("LDP")
    batch = send(
        client, "study_no,crs_occurred,max_temp_c,shown\nP001,yes,39.1,2024-01-17\n"
    )
    assert say(client, batch, header_0_3="hsct.hsct_date").status_code == 422
    assert say(client, batch, header_0_3="crs_episode.crs_onset_date").status_code
    batch.refresh_from_db()
    assert batch.report["accepted"] == 1


def test_who_may_not_import_says_nothing(client, manager):
    batch = send(client, HEAD + ROW.format("C1-1"))
    client.force_login(an_investigator("LDP"))
    assert client.get(columns_url(batch)).status_code == 403


# ---- What is shown is what is imported


def test_what_changed_after_the_look_is_shown_before_it_is_imported(client, manager):
    record = a_record("infusion", trial_no="T-1")
    text = "study_no,course_no,infusion_date,trial_no\nP001,1,2024-01-15,T-2\n"
    batch = send(client, text, "infusion.csv")
    record.trial_no = "T-3"
    record.save()
    confirm = reverse("import-confirm", args=[batch.pk])
    answer = client.post(confirm, {"reason": "correct"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "the registry changed after the file was tried" in page
    assert "T-3" in page
    record.refresh_from_db()
    assert record.trial_no == "T-3"
    client.post(confirm, {"reason": "correct"})
    record.refresh_from_db()
    assert record.trial_no == "T-2"


def test_the_report_shows_new_records_and_old_beside_new(client, manager):
    a_record("infusion", trial_no="T-1")
    text = "study_no,course_no,infusion_date,trial_no\n"
    text += f"P001,1,2024-01-15,T-2\nP001,2,{day(90)},\n"
    batch = send(client, text, "infusion.csv")
    page = client.get(reverse("import-report", args=[batch.pk])).content.decode()
    for said in ("T-1", "T-2", "Course number 2", "new: 1"):
        assert said in page


def test_a_long_report_is_paged(client, manager):
    rows = [f"L-{n:03},M,1990-01-01\n" for n in range(120)]
    batch = send(client, "study_no,sex,birth_date\n" + "".join(rows))
    url = reverse("import-report", args=[batch.pk])
    first = client.get(url).content.decode()
    assert "Page 1 of 3" in first
    assert ("L-000" in first, "L-119" in first) == (True, False)
    assert "L-119" in client.get(f"{url}?page=3").content.decode()
    assert client.get(f"{url}?page=nonsense").status_code == 200


SOS = "study_no,sos_onset_date,{}\nP001,2024-03-29,{}\n"


def test_the_unit_of_a_column_is_stated_converted_and_remembered(client, manager):
    a_patient("LDP")
    batch = send(client, SOS.format("Bilirubin", 60), "sos_vod.csv")
    page = client.get(columns_url(batch)).content.decode()
    assert "Unit of Bilirubin" in page
    say(client, batch, unit_0_2="µmol/L")
    batch.refresh_from_db()
    client.post(reverse("import-confirm", args=[batch.pk]), {"reason": "first"})
    record = FORMS["sos_vod"].objects.get()
    assert str(record.bilirubin_mg_dl) == "3.508772"
    assert record.as_entered == {"bilirubin_mg_dl": "60 µmol/L"}
    saying = ImportSaying.objects.get()
    assert (saying.kind, saying.header, saying.meaning) == (
        *("unit", "Bilirubin"),
        "µmol/L",
    )
    # The same amount changes nothing, in whichever unit it comes.
    again = send(client, SOS.format("Bilirubin", 60), "sos_vod.csv")
    assert (again.report["unchanged"], again.report["patients"]) == (1, 0)
    own = send(client, SOS.format("Bilirubin", "3.508772 mg/dL"), "sos_vod.csv")
    assert (own.report["unchanged"], own.report["patients"]) == (1, 0)
    say(client, own, unit_0_2="mg/dL")
    assert not ImportSaying.objects.exists()


def test_a_unit_in_the_header_is_taken_and_may_be_corrected(client, manager):
    a_patient("LDP")
    batch = send(client, SOS.format("Bilirubin (µmol/L)", 60), "sos_vod.csv")
    told = batch.patients.get().told
    assert told["new"] == {"sos_vod": 1}
    assert boxes(client, batch)["unit_0_2"] == "µmol/L"
    assert batch.patients.get().changes[-1]["new"] == "60 µmol/L"
    say(client, batch, unit_0_2="mg/dL")
    batch.refresh_from_db()
    assert batch.patients.get().changes[-1]["new"] == "60"


def test_other_columns_of_a_form_on_the_study_s_sheet_speak_of_its_record(
    client, manager
):
    head = "study_no,sex,birth_date,diagnosis,WBC at diagnosis\n"
    batch = send(client, head + "C1-1,M,2000-01-01,T-ALL,4500 /µL\n")
    assert batch.patients.get().told["new"] == {"patient": 1, "diagnosis": 1}
    client.post(reverse("import-confirm", args=[batch.pk]), {"reason": "first"})
    diagnosis = FORMS["diagnosis"].objects.get()
    assert (diagnosis.disease, diagnosis.wbc_at_diagnosis) == ("T-ALL", 4.5)
