"""A file made to harm its reader is refused in words, within memory and time."""

import resource
import time
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.intake.jobs import go_on
from registry.intake.unpacking import MEMORY, SECONDS
from registry.models import ImportBatch, ImportTrouble, Patient
from tests.builders import a_data_manager
from tests.hostile.bombs import BOMBS, SECRET

# What the web process itself may grow by while it refuses; kilobytes.
GROWS = 300 * 1024
# These are no bombs to who reads them right, and what they hold is text.
READ = {"climbing_names", "laughs", "outside", "far_formula"}
# A million rows are read by openpyxl: seconds of a processor.
LONG = {"far_formula"}


def peak(whose):
    return resource.getrusage(whose).ru_maxrss


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words(client, db, full, name):
    if name in LONG and not full:
        return
    client.force_login(a_data_manager())
    content = BOMBS[name]()
    kind = {"many_columns": "csv", "many_short_rows": "csv", "repeated": "ods"}
    file = SimpleUploadedFile(f"{name}.{kind.get(name, 'xlsx')}", content)
    before, started = peak(resource.RUSAGE_SELF), time.monotonic()
    answer = client.post(reverse("imports"), {"file": file})
    if answer.status_code == 302:
        while go_on():  # what is larger waits for a worker
            pass
    assert time.monotonic() - started < 2 * SECONDS
    assert peak(resource.RUSAGE_SELF) - before < GROWS
    assert peak(resource.RUSAGE_CHILDREN) * 1024 < MEMORY
    assert not Patient.objects.exists()
    if answer.status_code == 422:
        assert 'id="id_file_error"' in answer.content.decode()
        assert not ImportBatch.objects.exists()
        return
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert Path(SECRET).read_text().splitlines()[0] not in page
    assert "hahaha" not in page
    if name not in READ:
        batch = ImportBatch.objects.get()
        assert (batch.state, batch.trouble) == ("failed", ImportTrouble.UNREADABLE)
        assert batch.advice in unescape(page)
