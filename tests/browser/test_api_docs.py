"""The API's pages in a real browser, under the strict policy."""

import pytest

pytestmark = pytest.mark.browser


def test_the_docs_draw_and_violate_nothing(live_server, page):
    page.goto(f"{live_server.url}/api/v1/docs/")
    for tag, path in (
        ("crs_episode", "/api/v1/crs_episode/"),
        ("exports", "/api/v1/exports/{dataset}.{kind}"),
    ):
        page.locator(f"[data-tag='{tag}']").click()
        page.get_by_text(path, exact=True).first.wait_for()
