"""A workbook of one sheet a form: made from the models, filled, brought in again."""

import io
import re
import tempfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils.translation import override
from openpyxl import load_workbook

from registry.access.policy import Refused
from registry.audit.context import SYSTEM
from registry.checks.identity import SAME_WHEN
from registry.intake.catalogue import (
    columns_of,
    every_form,
    form_named,
    model_of,
    variables_of,
)
from registry.intake.reading import read_tables
from registry.intake.run import import_file
from registry.intake.template import template
from registry.intake.workbooks import filled_workbook
from registry.models import FORMS, Change, Patient, WorkbookLog
from registry.services.matching import keys_of
from registry.variables.spec import Kind
from tests.builders import NEEDED, a_data_manager, a_monitor, a_patient, a_record, day

LANGUAGES = ("en", "zh-hans")
ODD = ["NA", "'quoted", "=1+1", "-ve", "a  b", "不详", "no value: unknown", "ＡＢ"]

FORMED = ("10/10", "9700/3", "P-1")


def run(content, actor=SYSTEM, **options):
    return import_file(content, file_name="book.xlsx", actor=actor, **options)


def some_value(variable, at=0):
    """Return an answer that the database takes, another for each ``at``."""
    if variable.kind is Kind.CODE:
        return variable.codes.values[at % len(variable.codes)]
    if variable.kind is Kind.CODES:
        return list(variable.codes.values[at % len(variable.codes) :])
    if variable.kind is Kind.ROWS:
        return [
            {name: plain(some_value(part, row)) for name, part in variable.parts}
            for row in range(at + 1)
        ]
    if variable.kind is Kind.DAY:
        return day(at)
    if variable.kind is Kind.TEXT:
        formed = (one for one in FORMED if re.fullmatch(variable.pattern, one))
        return next(formed) if variable.pattern else ODD[at % len(ODD)]
    low, high = variable.limits.low, variable.limits.high
    return int(high) if variable.kind is Kind.WHOLE else (low + high) / 2 + at


def plain(value):
    """Return a cell of a repeating group as JSON keeps it."""
    return float(value) if isinstance(value, Decimal) else value


def answers(form, at):
    """Return an answer to each question of ``form``, as far as they fit together."""
    said = {}
    for name, variable in model_of(form).variables().items():
        value = some_value(variable, at)
        high = variable.limits.high if variable.limits else None
        said[name] = min(value, high) if high is not None else value
    return said | {k: v for k, v in NEEDED.get(form, {}).items() if k in ("course_no",)}


def sheets(content):
    return {table.form: table for table in read_tables(content, "book.xlsx")}


# ---- The template


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_has_every_field_of_every_form(language):
    with override(language):
        found = sheets(template())
    assert list(found) == list(every_form())
    for form, table in found.items():
        names = {header.splitlines()[-1].partition("[")[0] for header in table.headers}
        assert names >= model_of(form).variables().keys(), form
        assert {"study_no", "centre"} <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_offered_by_a_word_that_is_read_as_that_code(language):
    from registry.intake.codes import code_of
    from registry.intake.spelling import code_word

    for form in every_form():
        for column in columns_of(form).values():
            for code in column.variable.codes or ():
                word = code_word(code.value, column, language)
                assert code_of(word, column) == code.value, (column.name, word)


def test_the_template_offers_the_answers_and_says_how_to_fill_it_in():
    with override("zh-hans"):
        book = load_workbook(io.BytesIO(template(["infusion"])))
    assert book.sheetnames == ["说明", "代码", "CAR-T回输"]
    sheet = book["CAR-T回输"]
    assert sheet.freeze_panes == "C2"
    lists = [one.formula1 for one in sheet.data_validations.dataValidation]
    assert any(formula.startswith("'代码'!") or "代码" in formula for formula in lists)
    heads = [cell.value for cell in sheet[1]]
    assert "总剂量（每公斤） (10^6 CAR-T/kg)\ndose_1e6_per_kg" in heads
    words = [row[0].value for row in book["说明"].iter_rows()]
    assert "How to fill in this workbook" in words
    assert "如何填写本工作簿" in words


def test_the_command_writes_the_template(tmp_path):
    file = tmp_path / "template.xlsx"
    call_command("import_template", str(file), "--form", "death", stdout=io.StringIO())
    assert list(sheets(file.read_bytes())) == ["death"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_a_form_s_by_its_name(language):
    with override(language):
        for form in every_form():
            label = model_of(form).label.in_language(language)
            assert form_named(label) == form == form_named(form)


# ---- Out and in again


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_what_the_registry_filled_changes_nothing(db, form, language):
    manager = a_data_manager("LDP")
    patient = a_patient("LDP")
    for at in range(3):
        a_record(form, patient, **answers(form, at))
    gaps = {
        name: ("unknown", "not_done", "pending")[at % 3]
        for at, (name, variable) in enumerate(model_of(form).variables().items())
        if not variable.key and name not in NEEDED.get(form, {})
    }
    a_record(form, patient, absent=gaps)
    written = Change.objects.count()
    with override(language):
        content = filled_workbook(actor=manager.actor())
        report = run(content, manager.actor(), reason="again")
    assert [p.message for p in report.problems] == []
    assert (report.rows, report.accepted, report.unchanged) == (5, 1, 1)
    assert report.patients[0].unchanged == {"patient": 1, form: 4}
    assert Change.objects.count() == written


def test_the_patient_s_own_answers_come_back_as_they_were(db):
    manager = a_data_manager("LDP")
    a_patient("LDP", **answers("patient", 0) | {"study_no": "p-1", "sex": "M"})
    a_patient("LDP", study_no="P-2", absent={"height_cm": "not_done"})
    a_patient("HEB", study_no="P-3")
    written = Change.objects.count()
    report = run(filled_workbook(actor=manager.actor()), manager.actor())
    assert (report.records, report.unchanged, report.problems) == (2, 2, [])
    assert Change.objects.count() == written


def test_whose_consent_was_withdrawn_stays_in_the_registry(db):
    manager = a_data_manager("LDP")
    gone = a_patient("LDP", study_no="P-1", consent_status="withdrawn")
    a_record("death", gone)
    found = sheets(filled_workbook(actor=manager.actor(), forms=["patient", "death"]))
    assert [len(table.rows) for table in found.values()] == [0, 0]
    content = book(death=[["study_no", "autopsy"], ["P-1", "no"]])
    assert [p.code for p in run(content).problems] == ["DQ041"]


def test_a_row_of_a_merged_registration_names_the_other(db):
    kept = a_patient("LDP", study_no="P-1")
    a_patient("LDP", study_no="P-2", merged_into=kept)
    [found] = run(book(death=[["study_no", "autopsy"], ["P-2", "no"]])).problems
    assert (found.code, "P-1" in found.message) == ("merged_patient", True)


def test_taking_the_data_out_is_logged_and_not_everybody_may(db):
    manager = a_data_manager("LDP")
    a_record("death")
    filled_workbook(actor=manager.actor(), forms=["death"])
    log = WorkbookLog.objects.get()
    assert (log.user, log.centres, log.forms, log.rows) == (
        manager,
        ["LDP"],
        ["death"],
        1,
    )
    with pytest.raises(Refused):
        filled_workbook(actor=a_monitor("LDP").actor())


def test_every_form_that_can_have_the_same_row_twice_tells_its_records_apart():
    for form in SAME_WHEN:
        assert keys_of(form), form
    for form in FORMS:
        assert set(keys_of(form)) <= variables_of(form).keys()


# ---- Repeats


def test_a_repeating_group_is_numbered_columns_and_other_rows_stay(db):
    genes = [{"gene": "NOTCH1", "gene_result": "positive"}, {"gene": "PTEN"}]
    a_record("diagnosis", genes=genes)
    head = ["study_no", "genes[2].gene_vaf_pct", "genes[3].gene"]
    report = run(book(diagnosis=[head, ["P001", "12,5", "FBXW7"]]))
    assert [p.message for p in report.problems if p.is_error] == []
    record = FORMS["diagnosis"].objects.get()
    assert record.genes == [
        genes[0],
        {"gene": "PTEN", "gene_vaf_pct": 12.5},
        {"gene": "FBXW7"},
    ]
    wide = "study_no,diagnosis.genes[1].gene_result\nP001,negative\n"
    run(wide.encode())
    record.refresh_from_db()
    assert record.genes[0] == {"gene": "NOTCH1", "gene_result": "negative"}


def test_a_wide_sheet_numbers_its_repeats(db):
    text = "study_no,centre,sex,birth_date,hsct.hsct_date,hsct[2].hsct_date,"
    text += "follow_up.visit_date,follow_up.visit_date (2)\n"
    text += "P-1,LDP,F,1990-02-28,2020-01-01,2021-01-01,2022-01-01,2023-01-01\n"
    report = run(text.encode())
    assert [p.code for p in report.problems] == ["new_centre"]
    assert sorted(FORMS["hsct"].objects.values_list("hsct_no", flat=True)) == [1, 2]
    assert FORMS["follow_up"].objects.count() == 2
    again = run(text.encode())
    assert (again.unchanged, again.differences) == (1, [])


# ---- What tells records apart


def test_what_could_mean_several_records_says_which(db):
    patient = a_patient()
    for at in (100, 200):
        a_record("relapse", patient, relapse_date=day(at))
    head = ["study_no", "relapse_type"]
    [found] = run(book(relapse=[head, ["P001", "molecular"]])).problems
    assert found.code == "ambiguous_record"
    for record in FORMS["relapse"].objects.all():
        assert f"(record {record.pk})" in found.message
        assert str(record.relapse_date) in found.message


def test_the_record_s_own_key_corrects_what_tells_it_apart(db):
    record = a_record("relapse", relapse_date=day(100))
    head = ["study_no", "record", "relapse_date"]
    report = run(book(relapse=[head, ["P001", record.pk, day(101)]]))
    told = [(change.field, change.new) for change in report.differences]
    assert told == [("relapse_date", day(101))]
    lost = run(book(relapse=[head, ["P001", 10**9, day(101)]]))
    assert [p.code for p in lost.problems] == ["no_such_record"]


def test_another_day_is_another_record_and_the_only_one_is_meant_without_a_day(db):
    a_record("follow_up", visit_date=day(100))
    head = ["study_no", "visit_date", "vital_status"]
    run(book(follow_up=[head, ["P001", day(150), "alive"]]))
    assert FORMS["follow_up"].objects.count() == 2
    a_record("death", Patient.objects.get(), death_date=day(400))
    run(book(death=[["study_no", "autopsy"], ["P001", "no"]]))
    assert FORMS["death"].objects.get().autopsy == "no"


# ---- Rows of forms


def book(**rows):
    """Return a workbook of sheets by form; the first row of each is the header."""
    from openpyxl import Workbook

    made = Workbook()
    del made[made.active.title]
    for form, lines in rows.items():
        sheet = made.create_sheet(form)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


PATIENTS = [
    ["study_no", "centre", "sex", "birth_date"],
    ["P-1", "LDP", "F", "1990-02-28"],
]


def test_one_workbook_brings_in_a_patient_with_every_form(db):
    content = book(
        patient=PATIENTS,
        infusion=[
            ["study_no", "centre", "course_no", "infusion_date"],
            ["P-1", "LDP", 1, date(2024, 1, 15)],
            ["p-1", "LDP", 2, date(2024, 6, 15)],
        ],
        随访=[
            ["研究编号", "中心", "随访日期", "生存状态"],
            ["P-1", "LDP", "2024-08-01", "存活"],
        ],
    )
    report = run(content)
    assert [p.code for p in report.problems] == ["new_centre"]
    assert (report.records, report.rows, report.accepted) == (1, 4, 1)
    assert report.patients[0].new == {"patient": 1, "infusion": 2, "follow_up": 1}
    courses = FORMS["infusion"].objects.order_by("course_no")
    assert [one.course_no for one in courses] == [1, 2]
    assert FORMS["follow_up"].objects.get().vital_status == "alive"


def test_a_row_of_somebody_unknown_is_left_out_with_what_to_do(db):
    a_patient("LDP")
    content = book(death=[["study_no", "death_date"], ["P-9", "2024-09-09"]])
    report = run(content)
    [found] = report.problems
    assert (found.code, found.sheet, found.row) == ("unknown_patient", "death", 2)
    assert "Patient" in found.message
    assert not FORMS["death"].objects.exists()


def test_a_wrong_row_is_left_out_and_the_patient_s_others_are_not(db):
    patient = a_patient("LDP")
    head = ["study_no", "infusion_date", "dose_1e6_per_kg", "course_no"]
    content = book(
        infusion=[
            head,
            ["P001", "2024-01-15", 2, 1],
            ["P001", "2024-06-15", 2_000_000, 2],
        ]
    )
    report = run(content)
    assert [(p.row, p.column) for p in report.problems if p.is_error] == [
        (3, "dose_1e6_per_kg")
    ]
    assert report.accepted == 1
    assert FORMS["infusion"].objects.get(patient=patient).course_no == 1


def test_a_row_that_needs_one_left_out_is_judged_again_without_it(db):
    a_patient("LDP")
    content = book(
        infusion=[["study_no", "infusion_date"], ["P001", "1980-01-15"]],
        death=[["study_no", "death_date"], ["P001", "2024-06-15"]],
    )
    report = run(content)
    assert {(p.sheet, p.code) for p in report.problems if p.is_error} == {
        ("infusion", "DQ002")
    }
    assert FORMS["death"].objects.exists()
    assert not FORMS["infusion"].objects.exists()


def test_a_form_s_rows_meet_the_checks_of_a_saved_form(db):
    a_record("infusion")
    content = book(
        infusion=[
            ["study_no", "course_no", "infusion_date"],
            ["P001", 2, "2024-01-15"],
        ]
    )
    report = run(content)
    assert [p.code for p in report.problems if p.is_error] == ["DQ122"]
    assert report.problems[0].column == "infusion_date"


def test_a_csv_of_one_form_is_recognised_by_its_columns(db):
    a_patient("LDP")
    text = "study_no,crs_occurred,crs_onset_date,max_temp_c,hypotension\n"
    text += "P001,yes,2024-01-17,39.4,none\n"
    report = run(text.encode())
    assert [one.form for one in report.sheets] == ["crs_episode"]
    assert FORMS["crs_episode"].objects.get().max_temp_c == Decimal("39.4")


def test_a_reason_erases_and_an_empty_cell_does_not(db):
    a_record("infusion", trial_no="T-1")
    head = ["study_no", "course_no", "trial_no"]
    assert run(book(infusion=[head, ["P001", 1, None]])).unchanged == 1
    report = run(book(infusion=[head, ["P001", 1, "no value: not applicable"]]))
    assert [(c.old, c.new) for c in report.differences] == [("T-1", "not_applicable")]
    record = FORMS["infusion"].objects.get()
    assert (record.trial_no, record.absent) == (None, {"trial_no": "not_applicable"})


def test_an_unknown_sheet_is_named(db):
    content = book(patient=PATIENTS, shopping=[["eggs", "milk"], [1, 2]])
    found = [p for p in run(content).problems if p.code == "sheet_not_read"]
    assert [p.value for p in found] == ["shopping"]
    assert Patient.objects.count() == 1


def test_a_workbook_that_is_given_up_leaves_no_file_of_its_rows(
    tmp_path, monkeypatch, db
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def broken():
        yield a_patient()
        raise LookupError

    with pytest.raises(LookupError):
        template(("patient",), {"patient": broken()})
    assert list(tmp_path.iterdir()) == []
