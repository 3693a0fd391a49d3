"""The API's pages in a real browser, under the strict policy."""

import pytest

pytestmark = pytest.mark.browser


def test_the_docs_draw_and_violate_nothing(live_server, page):
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.get_by_text("/api/v1/crs_episode/", exact=True).first.wait_for(timeout=120_000)
    assert page.get_by_text("/api/v1/exports/{dataset}.{kind}").count()
