"""The frame of every page: language, banner, navigation, states."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client

from registry.access.policy import Role
from registry.models import Centre, Membership, User

pytestmark = pytest.mark.urls("tests.web.gallery")


def page_of(client: Client, path: str = "/", **headers: str) -> str:
    return client.get(path, headers=headers).content.decode()


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_page_says_its_language(client):
    assert '<html lang="en">' in page_of(client)
    chinese = page_of(client, **{"accept-language": "zh-hans"})
    assert '<html lang="zh-Hans">' in chinese
    assert "跳到正文" in chinese


def test_demonstration_says_so_on_every_page(client, settings):
    settings.DEMO = True
    assert "synthetic patients only" in page_of(client)
    assert "synthetic patients only" in page_of(client, "/sign-in")
    settings.DEMO = False
    assert "synthetic patients only" not in page_of(client)


def test_current_page_is_marked_in_the_navigation(client):
    page = page_of(client)
    assert page.count('aria-current="page"') >= 1
    assert 'data-go="p" aria-current="page">Patients' in page


def test_navigation_lists_only_pages_that_exist(client):
    assert "Codebook</a>" not in page_of(client)


def test_content_policy_of_the_page_is_strict(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert " style=" not in page_of(client)


def test_sign_in_has_no_navigation_and_keeps_the_draft_promise(client):
    page = page_of(client, "/sign-in")
    assert 'class="top"' not in page
    assert "Your draft is kept" in page
    assert 'autocomplete="current-password"' in page


def test_state_is_icon_and_word():
    drawn = draw('{% state "overdue" %}')
    assert "#i-overdue" in drawn
    assert "overdue</span>" in drawn


def test_state_that_is_unknown_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        draw('{% state "lost" %}')


def test_text_in_a_chip_and_a_panel_is_escaped():
    drawn = draw(
        "{% chip text %}{% panel title=text %}{{ text }}{% endpanel %}", text="<b>"
    )
    assert "<b>" not in drawn


def test_bar_has_no_style_attribute():
    drawn = draw('{% bar 62 100 "62 of 100" 20 %}')
    assert 'width="62"' in drawn
    assert 'width="82"' in drawn
    assert "style" not in drawn


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ day|day_number }}", "day −21"),
        ("{{ day|minus }}", "−21"),
        ("{{ pair|bounds }}", "2–4"),
        ("{{ same|bounds }}", "3"),
        ("{{ nothing|day_number }}{{ nothing|minus }}{{ nothing|bounds }}", ""),
    ],
)
def test_numbers_are_written_with_true_signs(source, said):
    drawn = draw(source, day=-21, pair=(2, 4), same=(3, 3), nothing=None)
    assert drawn == said


@pytest.mark.parametrize("name", ["403", "404", "429", "500", "503"])
def test_error_page_says_what_to_do(rf, name):
    request = None if name in ("500", "503") else rf.get("/")
    page = render_to_string(f"{name}.html", {}, request)
    assert 'href="/"' in page


@pytest.mark.django_db
def test_top_bar_names_the_person_their_role_and_centres(client):
    centre = Centre.objects.create(code="LDP")
    person = User.objects.create_user("manager")
    Membership.objects.create(user=person, role=Role.DATA_MANAGER, centre=centre)
    client.force_login(person)
    page = page_of(client)
    assert "<b>manager</b>" in page
    assert "data manager" in page
    assert "<b>LDP</b>" in page
    assert 'action="/sign-out"' in page
