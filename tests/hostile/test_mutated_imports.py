"""Broken import files: no fault, a clear word, and nothing half imported."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from registry.models import FORMS, ImportBatch, ImportState, ImportTrouble, Patient
from tests.builders import a_centre, a_data_manager
from tests.hostile.mutating import mutants, plain, study


def rows_there():
    return [Patient.objects.count(), *(m.objects.count() for m in FORMS.values())]


def brought(client, name, content):
    """Bring a file in and confirm it; return how it ended."""
    before = rows_there()
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("imports"), {"file": file})
    if answer.status_code == 422:
        told = answer.content.decode()
        assert 'id="id_file_error"' in told, told[:3000]
        assert rows_there() == before
        return "refused"
    assert answer.status_code == 302, answer.status_code
    batch = ImportBatch.objects.latest("pk")
    assert rows_there() == before, "a file that was only tried left something"
    is_told(client, batch)
    if batch.state != ImportState.TRIED:
        return batch.state
    said = client.post(reverse("import-confirm", args=[batch.pk]), {"reason": "tried"})
    assert said.status_code in (302, 409, 422), said.status_code
    batch.refresh_from_db()
    is_told(client, batch)
    new = Patient.objects.count() - before[0]
    if batch.state == ImportState.DONE:
        assert new == batch.report["created"]
        return "imported" if new else "nothing to import"
    assert rows_there() == before, "a file that was not imported left something"
    return batch.state


def is_told(client, batch):
    """Look at the page and at every problem: what, where, and no fault of ours."""
    assert batch.trouble != ImportTrouble.FAULT, batch.advice
    assert client.get(reverse("import-report", args=[batch.pk])).status_code == 200
    for problem in batch.problems.all():
        assert problem.message
        assert problem.code
        if problem.row is not None:
            assert problem.row > 0
    if batch.problems.exclude(row=None).exists():
        url = reverse("import-corrections", args=[batch.pk])
        assert client.get(url).status_code == 200


@pytest.mark.slow
def test_no_broken_file_is_a_fault_or_half_imported(db, full, shard, record_property):
    for code in ("LDP", "HEB"):
        a_centre(code)
    client, person = Client(raise_request_exception=False), a_data_manager()
    ended, wrong = Counter(), []
    for name, content in shard.of(mutants(2000 if full else 40)):
        with transaction.atomic():
            # Each time: that a session was used is taken back, so that it ends.
            client.force_login(person)
            try:
                ended[brought(client, name, content)] += 1
            except AssertionError as error:
                wrong.append(f"{name}: {str(error)[:2000]}")
            transaction.set_rollback(True)
    record_property("ended", dict(ended))
    assert not wrong, "\n".join([str(dict(ended)), f"{len(wrong)} wrong", *wrong[:20]])
    assert ended["refused"]
    assert ended["imported"], ended


@pytest.mark.parametrize("make", [study, plain])
def test_the_files_that_are_broken_are_whole_before(db, make):
    a_centre("LDP")
    client = Client()
    client.force_login(a_data_manager())
    kind = "csv" if make is study else "xlsx"
    assert brought(client, f"whole.{kind}", make()) == "imported"
