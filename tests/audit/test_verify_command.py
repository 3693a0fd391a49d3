"""``verify_audit`` as an inspector runs it, and after a restored backup."""

import json
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from config.embedded.postgres import SUPERUSER
from registry.audit.sealing import newest
from registry.models import Patient, Seal
from tests import builders
from tests.sealing import seal_all
from tests.settings import DATABASE_NAME, POSTGRES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def heads(settings, tmp_path) -> Path:
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    builders.a_treated_patient()
    seal_all()
    return settings.AUDIT_HEADS


def verified(*words: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("verify_audit", *words, stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, said.getvalue()


def test_a_whole_trail_is_said_to_be_whole():
    code, said = verified()
    assert code == 0
    assert said.splitlines()[-1] == "The audit trail is whole."
    assert "1 heads noted outside" in said


def test_as_json_with_what_was_counted():
    builders.a_centre("HEB")
    code, said = verified("--json", "--connections", "1")
    found = json.loads(said)
    assert code == 0
    assert (found["whole"], found["seals"], found["unsealed"]) == (True, 1, 1)
    assert found["first_broken"] is None
    assert found["head"].startswith("1:")


def test_a_broken_trail_ends_in_1_and_names_the_first_broken_link():
    with POSTGRES.superuser(DATABASE_NAME) as other:
        other.execute("ALTER TABLE registry_change DISABLE TRIGGER append_only")
        other.execute("UPDATE registry_change SET actor_id = 7")
    code, said = verified()
    assert code == 1
    assert "FIRST BROKEN LINK: broken link: seal 1" in said
    assert "append_only on registry_change is disabled" in said
    code, said = verified("--json")
    assert (code, json.loads(said)["first_broken"]["seal"]) == (1, 1)


def test_heads_can_be_given_and_have_to_be_readable(heads, tmp_path):
    heads.rename(tmp_path / "elsewhere")
    assert verified()[0] == 1
    assert verified("--no-heads")[0] == 0
    assert verified("--heads", str(tmp_path / "elsewhere"))[0] == 0
    assert verified("--heads", str(tmp_path / "nowhere"))[0] == 2
    own = bytes(Seal.objects.get().hash).hex()
    assert verified("--head", f"1:{own}")[0] == 0
    assert verified("--head", f"1:{'0' * 64}")[0] == 1
    assert verified("--head", "nonsense")[0] == 2
    heads.write_text("spoilt\n")
    assert verified()[0] == 2


def test_a_database_that_does_not_answer_is_not_called_whole(settings, monkeypatch):
    wrong = dict(connections["default"].get_connection_params(), dbname="nowhere")
    monkeypatch.setattr(connections["default"], "get_connection_params", lambda: wrong)
    code, said = verified()
    assert code == 2
    assert "could not be checked" in said


def test_a_stated_restore_is_a_gap_and_no_finding():
    before = newest()
    patient = Patient.objects.get()
    Patient.objects.filter(pk=patient.pk).update(sex="M")
    dump = _dumped_before_the_last_seal()
    seal_all()
    lost = newest()
    _restored(dump)
    assert newest().number == before.number < lost.number
    assert verified()[0] == 1
    call_command("audit_restored", reason="a disk failed", stdout=StringIO())
    Patient.objects.filter(pk=patient.pk).update(sex="F")
    seal_all()
    code, said = verified()
    assert code == 0, said
    assert "because: a disk failed" in said
    assert newest().number == lost.number
    assert bytes(newest().hash) != bytes(lost.hash)


def test_a_restore_is_stated_with_a_reason():
    with pytest.raises(CommandError, match="a reason"):
        call_command("audit_restored", reason=" ")


def _dumped_before_the_last_seal() -> Path:
    path = POSTGRES.place.state / "dump"
    _run("pg_dump", "-Fc", "-f", str(path), POSTGRES.url(SUPERUSER, DATABASE_NAME))
    return path


def _restored(dump: Path) -> None:
    connections.close_all()
    POSTGRES.drop_database(DATABASE_NAME)
    POSTGRES.create_database(DATABASE_NAME)
    url = POSTGRES.url(SUPERUSER, DATABASE_NAME)
    _run("pg_restore", "--clean", "--if-exists", "-d", url, str(dump))


def _run(program: str, *words: str) -> None:
    done = subprocess.run(
        [POSTGRES.binary(program), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
