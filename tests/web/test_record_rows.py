"""A repeating group inside a form: genes at diagnosis, the parts of a split dose."""

import re

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from registry.audit.reading import edits_of
from registry.models import Diagnosis, Draft, Infusion
from tests.builders import a_data_manager, a_monitor, a_patient, a_record
from tests.web.entering import at

pytestmark = pytest.mark.django_db
NPM1 = {"gene": "NPM1", "gene_result": "positive", "gene_vaf_pct": 12.5}
TYPED = {
    "disease": "AML",
    "genes__0-gene": "NPM1",
    "genes__0-gene_result": "positive",
    "genes__0-gene_vaf_pct": "12,5",
    "genes__2-gene": "TP53",
    "genes__2-gene_result": "negative",
}


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def new_diagnosis():
    return reverse("record-new", args=[a_patient().pk, "diagnosis"])


def test_rows_are_typed_without_a_script_and_shown_again(manager):
    page = manager.post(new_diagnosis(), TYPED, follow=True).content.decode()
    rows = Diagnosis.objects.get().genes
    assert rows == [NPM1, {"gene": "TP53", "gene_result": "negative"}]
    assert '<option value="NPM1" selected>' in page
    assert re.search(r'name="genes__0-gene_vaf_pct" value="12\.5"', page)
    assert 'name="genes__4-gene"' in page


def test_wrong_cell_is_told_at_the_cell_and_nothing_typed_is_lost(manager):
    address = new_diagnosis()
    typed = TYPED | {"genes__2-gene_vaf_pct": "much", "genes__0-gene_vaf_pct": "120"}
    page = manager.post(address, typed).content.decode()
    assert 'data-cell="id_genes__2-gene_vaf_pct"' in page
    assert "Row 3, Variant allele fraction: “much” is no number" in page
    assert 'name="genes__0-gene_vaf_pct" value="120"' in page
    page = manager.post(address, typed | {"genes__2-gene_vaf_pct": ""}).content.decode()
    assert 'data-cell="id_genes__0-gene_vaf_pct"' in page
    assert "outside possible values" in page
    assert not Diagnosis.objects.exists()


def test_rows_are_kept_as_a_draft(manager):
    address = new_diagnosis()
    manager.post(address, TYPED | {"genes__0-gene_vaf_pct": "much"})
    assert Draft.objects.get().typed["genes__2-gene"] == "TP53"
    page = manager.get(address).content.decode()
    assert 'name="genes__0-gene_vaf_pct" value="much"' in page


def test_result_without_its_gene_is_refused_at_the_cell(manager):
    typed = TYPED | {"genes__2-gene": ""}
    page = manager.post(new_diagnosis(), typed).content.decode()
    assert 'data-cell="id_genes__2-gene"' in page
    assert "without its gene" in page


def test_history_tells_the_rows_that_changed(manager):
    record = a_record("diagnosis", disease="AML", genes=[NPM1, {"gene": "TP53"}])
    typed = TYPED | {"genes__2-gene": "RAS", "version": "1"}
    manager.post(at(record), typed | {"genes__0-gene_vaf_pct": "12.5"})
    assert len(edits_of(record)) == 2
    page = manager.get(at(record, "record-history")).content.decode()
    changed = page.split("created")[0]
    assert "N/KRAS" in changed
    assert "TP53" in changed
    assert "NPM1" not in changed


def test_rows_are_read_as_text_by_who_may_not_change_them(client):
    record = a_record("diagnosis", disease="AML", genes=[NPM1])
    client.force_login(a_monitor())
    page = client.get(at(record)).content.decode()
    assert "NPM1, Positive, 12.5" in page
    assert "genes__0" not in page


def test_other_persons_rows_can_be_taken(manager):
    record = a_record("diagnosis", disease="AML", genes=[NPM1])
    Diagnosis.objects.filter(pk=record.pk).update(genes=[{"gene": "TP53"}])
    mine = {"disease": "AML", "genes__0-gene": "RAS", "version": "1"}
    assert manager.post(at(record), mine).status_code == 412
    taken = {"version": "2", "differs": ["genes"], "keep__genes": "theirs"}
    manager.post(at(record), mine | taken)
    record.refresh_from_db()
    assert record.genes == [{"gene": "TP53"}]


def test_parts_of_a_dose_add_up(manager):
    patient = a_patient()
    address = reverse("record-new", args=[patient.pk, "infusion"])
    typed = {
        "course_no": "1",
        "infusion_date": "2024-01-15",
        "split": "yes",
        "split_parts__0-split_day": "0",
        "split_parts__0-split_pct": "30",
        "split_parts__1-split_day": "2",
        "split_parts__1-split_pct": "60",
    }
    assert "add up to 90 %" in manager.post(address, typed).content.decode()
    manager.post(address, typed | {"split_parts__1-split_pct": "70"})
    assert Infusion.objects.get().split_parts[1] == {"split_day": 2, "split_pct": 70}


@pytest.mark.parametrize(
    "genes",
    [
        '{"gene": "NPM1"}',
        '["NPM1"]',
        '[{"gene": "XYZ"}]',
        '[{"gen": "NPM1"}]',
        '[{"gene": "NPM1", "gene_vaf_pct": 101}]',
        '[{"gene": "NPM1", "gene_vaf_pct": "12"}]',
    ],
)
def test_database_refuses_what_is_no_row(genes):
    record = a_record("diagnosis")
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_diagnosis SET genes = %s WHERE id = %s", [genes, record.pk]
        )
