"""The API describes itself, completely, and from its own address."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from config.rest.contract import accepted, broken, lines_of
from registry.models import FORMS


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    import yaml

    path = tmp_path_factory.mktemp("schema") / "schema.yml"
    call_command("spectacular", file=str(path), validate=True, fail_on_warn=True)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_schema_is_valid_and_without_warnings(document):
    assert document["openapi"].startswith("3.")


@pytest.mark.parametrize("form", FORMS)
def test_every_variable_of_every_form_is_described(document, form):
    model = FORMS[form]
    said = document["components"]["schemas"][model.__name__]["properties"]
    for name, variable in model.variables().items():
        assert variable.label.en in said[name].get("description", "")
        assert variable.unit in said[name]["description"]
        if variable.codes and "enum" in said[name]:
            assert set(variable.codes.values) <= set(said[name]["enum"])
        if variable.limits:
            assert said[name]["maximum"] == float(variable.limits.high)


def test_every_operation_says_that_its_errors_are_problems(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            kinds = operation["responses"]["default"]["content"]
            assert kinds.keys() == {"application/problem+json"}, (method, path)


def test_the_schema_is_served_to_everyone(client, db):
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert b"/api/v1/crs_episode/" in answer.content


def test_the_docs_need_nothing_from_elsewhere(client, db):
    page = client.get("/api/v1/docs/")
    html = page.content.decode()
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert not re.search(r"<style|<script>|style=|https?://|onload=", html)
    sources = re.findall(r'(?:src|href)="([^"]+)"', html)
    for source in sources:
        if source.startswith("/static/"):
            assert finders.find(source.removeprefix("/static/")), source
    (script,) = [s for s in sources if "script" in s and not s.startswith("/static/")]
    answer = client.get(script.replace("&amp;", "&"))
    assert answer["Content-Type"] == "application/javascript"
    assert b"/api/v1/schema/" in answer.content


def test_the_root_leads_to_the_docs(client, db):
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs/"


def test_nothing_breaks_what_was_promised(document):
    """A release that breaks something is another version of the API."""
    stumbles = broken(accepted(), lines_of(document))
    told = "\n".join(stumbles)
    assert not stumbles, (
        f"a program written for the last release stumbles over:\n{told}\n"
        "Keep it, and mark it deprecated (docs/api.md, What stays). If nobody can have "
        "used it: manage.py api_contract --accept, and say so in CHANGELOG.md."
    )


def test_each_resource_has_an_example(document):
    shown = {}
    for path, operations in document["paths"].items():
        resource = path.split("/")[3]
        has = any(_examples(operation) for operation in operations.values())
        shown[resource] = shown.get(resource, False) or has
    assert not [resource for resource, has in shown.items() if not has]


def test_answers_say_the_rate_and_reads_their_tag(document):
    answers = document["paths"]["/api/v1/patients/"]["get"]["responses"]
    assert {"ETag", "RateLimit-Remaining"} <= answers["200"]["headers"].keys()
    assert answers["200"]["headers"].keys() - {"ETag"} <= (
        document["components"]["headers"].keys()
    )


def test_each_body_has_an_example(document):
    without = [
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for media in operation.get("requestBody", {}).get("content", {}).values()
        if "examples" not in media
    ]
    assert not without


def _examples(operation):
    answers = operation["responses"].values()
    contents = [operation.get("requestBody", {}), *answers]
    return [
        media["examples"]
        for content in contents
        for media in content.get("content", {}).values()
        if "examples" in media
    ]
