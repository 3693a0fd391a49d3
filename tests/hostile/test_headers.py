"""Whatever is answered, a browser runs nothing of others and keeps nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.matrix import rows
from tests.access.routes import routes
from tests.access.trying import address_of

ROUTES = {route.name: route for route in routes()}
READ = sorted({row.route for row in rows() if row.method == "GET"})
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def is_strict(answer):
    policy = answer["Content-Security-Policy"]
    said = dict(one.strip().split(" ", 1) for one in policy.split(";") if one.strip())
    assert "unsafe" not in policy, policy
    assert "*" not in policy
    assert "http" not in policy
    assert said["default-src"] == "'self'"
    assert said["object-src"] == said["frame-ancestors"] == "'none'"
    assert said.keys() >= {"base-uri", "form-action"}
    assert not {"script-src", "style-src", "connect-src"} & said.keys()
    for name, value in EVERYWHERE.items():
        assert answer[name] == value, name
    return True


@pytest.mark.parametrize("name", READ)
def test_every_address_is_strict_and_kept_nowhere(world, name):
    route = ROUTES[name]
    for actor in ("anonymous", "manager", "admin"):
        for site in world.sites.values():
            answer = world.clients[actor].get(address_of(route, site))
            if answer.streaming:
                b"".join(answer.streaming_content)
            assert is_strict(answer)
            if actor != "anonymous":
                # A figure's spec and a poll are asked again by their tag each time.
                kept = answer["Cache-Control"]
                assert "private" in kept
                assert "no-store" in kept or "no-cache" in kept


@pytest.fixture
def browser(db):
    """A browser of nobody; faults come back as 500."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


TOO_MANY = {f"name{number}": "x" for number in range(10_000)}
ERRORS = {
    "no such page": (404, lambda b: b.get("/nothing-here")),
    "no such address": (404, lambda b: b.get("/api/v1/nothing/")),
    "no token against forgery": (403, lambda b: b.post("/sign-in/", {"username": "x"})),
    "another host": (400, lambda b: b.get("/sign-in/", headers={"host": "evil.test"})),
    "a host of nonsense": (400, lambda b: b.get("/", headers={"host": "a/b"})),
    "10,000 parameters": (400, lambda b: b.get("/sign-in/", TOO_MANY)),
    "10,000 fields": (400, lambda b: Client().post("/sign-in/", TOO_MANY)),
    "10,000 parameters by REST": (400, lambda b: b.get("/api/v1/schema/", TOO_MANY)),
    "a path outside": (404, lambda b: b.get("/static/../../etc/passwd")),
    "an encoded path outside": (
        404,
        lambda b: b.get("/static/%2e%2e/%2e%2e/settings.py"),
    ),
    "bytes that are no text": (404, lambda b: b.get("/patients/%ff%fe")),
}


@pytest.mark.parametrize("what", ERRORS)
def test_an_error_is_strict_too(browser, what):
    status, ask = ERRORS[what]
    answer = ask(browser)
    assert answer.status_code == status
    assert is_strict(answer)
    text = answer.content.decode()
    assert "evil.test" not in text
    assert "Traceback" not in text
    assert " style=" not in text
    assert "<style" not in text


def test_a_fault_is_strict_and_tells_nothing(browser, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("CANARY")

    monkeypatch.setattr("registry.views.sign_in._is_entry_page", broken)
    answer = browser.get(reverse("sign-in"))
    assert answer.status_code == 500
    assert is_strict(answer)
    assert "CANARY" not in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [("/import", 413, "larger than 12 MB"), ("/api/v1/patients/", 401, "credentials")],
)
def test_what_is_too_large_is_refused_unread(browser, path, status, says):
    """The length alone is judged: none of the body is ever asked for."""

    class NeverRead:
        def read(self, *_args):
            raise AssertionError("the body was read")

        readline = read

    answer = browser.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(2**30), "wsgi.input": NeverRead()},
    )
    assert answer.status_code == status
    assert is_strict(answer)
    assert says in answer.content.decode()


def test_a_static_file_carries_the_policy(browser):
    answer = browser.get("/static/dayzero.css")
    b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert is_strict(answer)
