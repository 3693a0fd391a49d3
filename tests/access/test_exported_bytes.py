"""What is planted is in no file of any format that it is not for: read from the bytes.

Names and hospital numbers are for nobody who takes data out; study numbers and free
text for people of the centre alone; another centre's words for no one of this one.
"""

import io
import re
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet
import pyreadstat
import pytest

from outcomes.exports.catalogue import FORMATS
from outcomes.models import AnalysisSubject
from registry.models import FORMS, Patient
from registry.variables.spec import Kind

# Free text, groups of rows, queries and what is derived; every other dataset's text
# comes through the same statement, whose columns the tests of profiles read as CSV.
TEXTUAL = ("patient", "diagnosis", "diagnosis_genes", "queries", "adsl")
NUMBER_OF_ANOTHER = "NUMBER-13800"  # a telephone's, typed where it does not belong
NEVER = ("LDPNAME", "HEB", "LDPCANARY", "LDPTEXT", NUMBER_OF_ANOTHER)
READ = {
    "dta": pyreadstat.read_dta,
    "sav": pyreadstat.read_sav,
    "xpt": pyreadstat.read_xport,
}


@pytest.fixture(scope="module")
def planted(world):
    """Type words into every free text of every form, beside what the world has."""
    for code, site in world.sites.items():
        word = f"{code}TEXT {NUMBER_OF_ANOTHER}"
        for model in (Patient, *FORMS.values()):
            own = {"pk": site.patient.pk}
            if model is not Patient:
                own = {"patient": site.patient}
            texts = {
                name
                for name, one in model.variables().items()
                if one.kind is Kind.TEXT and name != "study_no"
                if (model._meta.get_field(name).max_length or 99) >= len(word)
            }
            model.objects.filter(**own).update(**dict.fromkeys(texts, word))
        AnalysisSubject.objects.filter(patient_id=site.patient.pk).update(
            hla_match=word
        )
    return world


def taken(client, name, **query):
    """Return a file with what is said of it, as bytes of one letter each."""
    answer = client.get(f"/api/v1/exports/{name}", query)
    assert answer.status_code == 200, (name, answer.content)
    return str(answer.headers), b"".join(answer.streaming_content)


def told(kind, content, place):
    """Return all that the readers of a format find in a file."""
    if kind in ("xlsx", "sas"):
        with ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        return "\n".join(
            told("xpt" if name.endswith(".xpt") else "txt", member, place)
            for name, member in members.items()
        )
    if kind in ("parquet", "arrow"):
        opened = io.BytesIO(content)
        parquet = kind == "parquet"
        read = pa.parquet.read_table if parquet else pa.ipc.open_stream
        table = read(opened) if parquet else read(opened).read_all()
        return f"{table.schema.metadata} {table.schema} {table.to_pylist()}"
    if kind in READ:
        path = place / f"file.{kind}"
        path.write_bytes(content)
        rows, about = READ[kind](path, output_format="polars")
        return f"{rows.rows()} {vars(about)}"
    return content.decode()


def test_a_bundle_tells_neither_names_nor_of_another_centre(planted):
    site = planted.sites["LDP"]
    path = f"/api/v1/patients/{site.patient.pk}/fhir/"
    found = planted.clients["manager"].get(path).content.decode()
    assert "LDPCANARY" in found
    assert "LDPNAME" not in found
    assert "HEB" not in found
    for who in ("statistician", "manager2"):
        assert planted.clients[who].get(path).status_code in (403, 404)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_file_tells_what_is_planted(planted, kind, tmp_path):
    for who, query, never in (
        ("manager", {"profile": "full"}, ("LDPNAME", "HEB")),
        ("statistician", {"profile": "shifted"}, NEVER),
        ("statistician", {"profile": "ages"}, NEVER),
    ):
        for name in TEXTUAL:
            headers, content = taken(planted.clients[who], f"{name}.{kind}", **query)
            found = told(kind, content, tmp_path)
            if who == "manager" and name == "diagnosis":
                assert {"LDPTEXT", "LDPCANARY"} <= set(re.findall(r"[A-Z]+", found))
            everything = headers + found + content.decode("latin-1")
            for word in never:
                assert word not in everything, (who, name, query)
