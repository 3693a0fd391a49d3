"""Pages in a real browser, in both languages and widths: no barrier, no overflow."""

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe

from registry.models import FORMS
from tests.access.world import World, build
from tests.browser.states import lived_in
from tests.browser.test_entry import AXE, NARROW, WIDE, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = (
    "/",
    "/worklist/visits/",
    "/worklist/forms/",
    "/completeness/",
    "/completeness/crs_episode/",
    "/queries/",
    "/queries/{query}/",
    "/checks/",
    "/forms/",
    "/calculators/",
    "/calculators/crs_astct/",
    "/calculators/agvhd_magic/",
    "/calculators/cgvhd_nih/",
    "/duplicates/",
    "/duplicates/{patient}/{second}/",
    "/transfers/",
    "/transfers/{transfer}/",
    "/import/",
    "/import/{batch}/",
    "/import/{batch}/columns/",
    "/account/notices/",
)
PATIENT = (
    "",
    "reports/",
    "daily-counts/",
    "transfer/",
    "identity/",
    "history/",
    "crs_episode/query/",
    "crs_episode/{crs}/move/",
)
# What has been used for a while: ``tests.browser.states``.
LIVED_IN = (
    "/patients/{treated}/daily-counts/",
    "/patients/{treated}/reports/",
    "/patients/{treated}/history/",
    "/patients/{marked}/",
    "/patients/{marked}/history/",
    "/patients/{marked}/crs_episode/{locked_crs}/",
    "/patients/{marked}/crs_episode/{locked_crs}/history/",
    "/patients/{marked}/icans_episode/{void_icans}/",
    "/patients/{withdrawn}/",
    "/patients/{gone}/",
    "/patients/{gone}/merged/",
    "/queries/{thread}/",
    "/transfers/{arriving}/",
    "/transfers/{leaving}/",
)
STUDY = tuple(
    f"/studies/ldp-group/{at}"
    for at in (
        *("", "edit", "versions", "changes/?since=1", "behind/"),
        "regression/?endpoint=OS&x=sex&x=age",
    )
)
# English words are the longest on a narrow screen; lines are the fullest on a wide one.
LOOKS = [("en", NARROW), ("zh-hans", WIDE)]
# The element that reaches farthest to the right, innermost last.
WIDEST = """[...document.querySelectorAll("main *")].reduce((widest, one) =>
  one.getBoundingClientRect().right >= widest.getBoundingClientRect().right
  ? one : widest).outerHTML.slice(0, 300)"""
WAYS = {
    "manager-lists": ("manager", LISTS),
    "manager-patient": ("manager", [f"/patients/{{patient}}/{at}" for at in PATIENT]),
    "manager-forms": ("manager", [f"/patients/{{patient}}/{form}/" for form in FORMS]),
    "monitor": ("monitor", ["/patients/{patient}/crs_episode/{crs}/verify/"]),
    "manager-used": ("manager", LIVED_IN),
    "manager2-used": ("manager2", ["/transfers/{arriving}/", "/transfers/{leaving}/"]),
    "investigator": (
        "investigator",
        [
            *STUDY,
            "/patients/{marked}/icans_episode/{void_icans}/sign/",
            "/emergency/",
            "/emergency/{opened}/",
        ],
    ),
    "centreadmin": (
        "centreadmin",
        [
            "/exports/",
            "/laboratories/",
            "/laboratories/{laboratory}/",
            "/studies/ldp-group/sharing",
            "/people/",
            "/people/invite",
            "/people/{manager}/",
            "/account/second-factor/",
            "/account/tokens/",
            "/audit/",
            "/emergency/",
        ],
    ),
    "admin": ("admin", ["/", "/system/", "/people/", "/audit/"]),
}


def addresses(world: World, more: dict[str, int], ways: Iterable[str]) -> list[str]:
    """Fill in what the centre has; a form's own page stands for the form."""
    site = world.sites["LDP"]
    keys = {
        "patient": site.patient.pk,
        "second": site.second.pk,
        "query": site.query.pk,
        "transfer": site.transfer.pk,
        "batch": site.batch.pk,
        "laboratory": site.laboratory.pk,
        "manager": site.manager.pk,
        "crs": site.records["crs_episode"].pk,
        "gone": site.gone.pk,
        **more,
    }
    own = {f"/patients/{{patient}}/{form}/": form for form in FORMS}
    return [
        (f"{way}{site.records[own[way]].pk}/" if way in own else way).format(**keys)
        for way in ways
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_pages_have_no_barrier_and_never_scroll_sideways(
    page, live_server, way, language, size
):
    who, ways = WAYS[way]
    world = build()
    more = lived_in(world)
    sign_in(page, live_server, world.users[who])
    page.context.add_cookies(
        [{"name": "django_language", "value": language, "url": live_server.url}]
    )
    page.set_viewport_size(size)
    away: list[str] = []
    page.on(
        "request",
        lambda sent: (
            sent.url.startswith((live_server.url, "data:")) or away.append(sent.url)
        ),
    )
    faults = [
        fault
        for path in addresses(world, more, ways)
        for fault in faults_at(page, live_server.url, path)
    ]
    assert (faults, away) == ([], [])


def faults_at(page, site: str, path: str) -> list[tuple[str, ...]]:
    """Look at one page as wide as the screen is."""
    answer = page.goto(site + path)
    assert answer.ok, path
    found = Axe().run(page, options=AXE).response["violations"]
    faults = [(path, one["id"], one["nodes"][0]["html"][:160]) for one in found]
    across = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if across > 0:
        faults.append((path, f"too wide by {across}", page.evaluate(WIDEST)))
    return faults
