"""A query has no copy of a free text, and knows whether it stands."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection

from registry.audit.context import acting
from registry.checks import Case, Finding, Severity
from registry.checks.declare import RULES
from registry.codelists.base import Label
from registry.models import FORMS, Act, ClosedAs, DataQuery, Diagnosis, Patient, Status
from registry.queries.cases import case_of, records_of, variables_by_form
from registry.queries.judged import answers_at, settles, values_judged
from registry.queries.kept_words import as_kept, is_same
from registry.services.queries import close_query, open_query
from registry.services.reconciling import reconcile
from registry.variables.spec import Kind, Variable
from registry.views.query_words import value_words, values_now
from tests import builders

pytestmark = pytest.mark.django_db
NAME = "Nemo"
# It looks like a name, is too long for some fields, and of the right form for none.
PLANTED = f"name: {NAME} {'x' * 600}"
TABLES = ("dataquery", "historicaldataquery", "queryentry")
# What says so itself: a match is of digits, a study number is read on every page.
OF_TEXTS = {"DQ090", "DQ091", "DQ092", "DQ117", "DQ121"}


def free_texts(form: str) -> list[str]:
    variables = variables_by_form()[form].items()
    return [name for name, one in variables if one.kind is Kind.TEXT]


def planted_findings() -> Iterator[tuple[Finding, Case]]:
    """Yield what each rule would say of free texts, with all that it would read."""
    for rule in RULES:
        names = {rule.form: (*rule.fields, *rule.inputs), **rule.also}
        for form, fields in names.items():
            if texts := set(fields) & set(free_texts(form) if form != "*" else ()):
                record = {"id": 7, **dict.fromkeys(texts, PLANTED)}
                patient = record if form == "patient" else {"id": 7}
                case = Case(
                    patient=patient, forms={form: [record]}, today=builders.DAY0
                )
                words = Label("", ""), Label("", "")
                read = tuple((text, PLANTED) for text in texts)
                at = (form, tuple(texts), *words, None, 7, (form, 7), read)
                yield Finding(rule.check, Severity.SOFT, *at), case


def test_no_check_of_the_catalogue_has_a_free_text_kept():
    asked = set()
    for finding, case in planted_findings():
        judged = values_judged(finding, case)
        kept = as_kept(judged)
        assert NAME not in json.dumps(kept)
        assert is_same(kept, judged)
        asked.add(finding.check)
    assert asked == OF_TEXTS


def everything_kept() -> str:
    """Return every row of the queries, of their history and of their entries."""
    with connection.cursor() as cursor:
        rows = []
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM registry_{table} AS t")
            rows += [row for (row,) in cursor.fetchall()]
    assert rows
    return "\n".join(rows)


def asked(patient: Patient) -> list[DataQuery]:
    """Let the checks ask of the whole patient, as the registry's own run does."""
    actor = builders.a_data_manager().actor()
    patient.refresh_from_db()
    with acting(actor, "checked"):
        reconcile({patient.pk: case_of(patient, records_of(patient))}, actor=actor)
    return list(DataQuery.objects.filter(patient=patient))


def planted(patient: Patient) -> list:
    """Return a record of each form that has a free text, each with a name in it."""
    records = []
    for form in FORMS:
        variables = variables_by_form()[form]
        texts = {
            name: f"name: {NAME}"[: variables[name].longest]
            for name in free_texts(form)
            if not variables[name].pattern
        }
        if texts:
            records.append(builders.a_record(form, patient, **texts))
    return records


def test_a_name_in_a_free_text_is_in_no_row_of_any_query():
    patient = builders.a_patient(consent_version=f"name: {NAME}")
    records, monitor = [patient, *planted(patient)], builders.a_monitor().actor()
    about = {"patient_id": patient.pk, "actor": monitor}
    names = [(one, name) for one in records for name in free_texts(one.form)]
    for record, name in names:
        at = {"form": record.form, "record_id": record.pk, "field": name}
        open_query(**about, **at, asks="Is it so?")
    wanted = {one for one in names if NAME in str(getattr(*one) or "")}
    found = [query for query in asked(patient) if query.code == "DQ124"]
    told = {(q.form, q.record_id, q.field) for q in found}
    assert told == {(r.form, r.pk, n) for r, n in wanted if n != "batch_no"}
    for query in found:
        close_query(query_id=query.pk, actor=monitor, said="Let it be.")
    assert all(q.is_settled for q in asked(patient) if q.code == "DQ124")
    for record, name in wanted:
        now = f"{getattr(record, name)}, {NAME}"
        type(record).objects.filter(pk=record.pk).update(**{name: now[:30]})
    again = [q for q in asked(patient) if q.code == "DQ124"]
    assert {q.status for q in again} == {Status.OPEN}
    for record, name in wanted:
        type(record).objects.filter(pk=record.pk).update(**{name: "CHOP"})
    assert {q.closed_as for q in asked(patient) if q.code == "DQ124"} == {
        ClosedAs.CORRECTED
    }
    acts = {entry.act for q in again for entry in q.entries.all()}
    assert acts == {Act.CLOSED, Act.RECURRED, Act.CORRECTED}
    assert NAME not in everything_kept()


def of_a_name(value=None) -> DataQuery:
    """Return a question that was settled about a text which looks like a name."""
    patient = builders.a_patient()
    builders.a_record("prior_line", patient, regimen=f"name: {NAME}")
    (query,) = [one for one in asked(patient) if one.code == "DQ124"]
    if value:
        DataQuery.objects.filter(pk=query.pk).update(value=value)
    said = {"actor": builders.a_monitor().actor(), "said": "Let it be."}
    return close_query(query_id=query.pk, **said)


def test_what_was_settled_when_words_were_kept_stays_so_and_they_go():
    query = of_a_name({"regimen": f"name: {NAME}"})
    (line,) = query.patient.priorline_set.all()
    case = case_of(query.patient, records_of(query.patient))
    finding = Finding(
        "DQ124",
        Severity.SOFT,
        "prior_line",
        ("regimen",),
        Label("", ""),
        Label("", ""),
        record=line.pk,
    )
    assert settles(query, finding, case)
    asked(query.patient)
    query.refresh_from_db()
    assert query.is_settled
    assert list(query.value["regimen"]) == ["text"]


def test_a_settled_text_stays_so_with_a_new_secret(settings):
    query = of_a_name()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, as long as it is random"
    before = query.value
    asked(query.patient)
    query.refresh_from_db()
    assert (query.is_settled, query.value == before) == (True, False)


def test_the_page_says_the_text_that_stands_and_not_what_stood():
    query = of_a_name()
    assert value_words(query, values_now(query)) == f"name: {NAME}"
    query.patient.priorline_set.update(regimen="CHOP")
    words = value_words(query, values_now(query))
    assert words == "a text that is not there any more"
    query.patient.priorline_set.all().delete()
    assert value_words(query, values_now(query)) == words


def test_the_same_text_elsewhere_has_another_fingerprint():
    query, other = of_a_name(), of_a_name()
    assert query.value != other.value


def test_cells_of_a_group_are_kept_as_fields_are(monkeypatch):
    cell = Variable(Kind.TEXT, Label("Gene", "基因"))
    group = Variable(Kind.ROWS, Label("Genes", "基因"), parts=(("gene", cell),))
    monkeypatch.setitem(variables_by_form(), "diagnosis", {"genes": group})
    record = {"id": 7, "genes": [{"gene": NAME}]}
    values = answers_at("diagnosis", record, ["genes", "genes/0/gene"])
    kept = as_kept(values)
    assert kept["genes"] == [{"gene": kept["genes/0/gene"]}]
    assert NAME not in json.dumps(kept)
    assert is_same(kept, values)
    monkeypatch.setattr(Diagnosis, "variables", lambda: {"genes": group})
    query = DataQuery(form="diagnosis", fields=["genes"], value=kept)
    assert value_words(query, values) == NAME
    assert value_words(query, {}) == "a text that is not there any more"
    record["genes"][0]["gene"] = "TP53"
    assert not is_same(kept, answers_at("diagnosis", record, ["genes"]))
