"""A study's figures in Chromium: from the request for each to its being drawn."""

import os
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from analysed import SLUG

BROWSER_ROUNDS = 5
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# By section of the page, whose figures are waited for.
DRAWN = {
    "toxicity/": ("crs-icans",),
    "survival/": ("overall-survival", "leukaemia-free-survival"),
    "incidence/": ("relapse", "non-relapse-mortality", "relapse-and-nrm"),
    "courses/": ("states",),
}
FEW_MARKS = "crs-icans"
FIGURES = tuple(name for names in DRAWN.values() for name in names)
NOTE_WHEN_DRAWN = """
window.drawnAt = {};
addEventListener("dayzero:chart-drawn", (event) => {
  window.drawnAt[event.target.id] = performance.now();
});
"""
TAKEN = """(name) => drawnAt[`chart-${name}`] - performance.getEntriesByType("resource")
  .find((one) => one.name.includes(`/${name}.json`)).startTime"""


@contextmanager
def served() -> Iterator[str]:
    """Serve the application while the block runs; yield where."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Silent(WSGIRequestHandler):
        def log_message(self, *said: object) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def drawn(client: Any) -> Iterator[dict[str, Any]]:
    """Yield the time from a specification's request to its figure, in Chromium."""
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context()
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session, "url": base}])
        context.add_init_script(NOTE_WHEN_DRAWN)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{base}/studies/{SLUG}/")
        times = [
            figure_times(page, f"{base}/studies/{SLUG}/{section}", names)
            for section, names in DRAWN.items()
            for _ in range(BROWSER_ROUNDS)
        ]
        browser.close()
    found = {name: [one[name] for one in times if name in one] for name in FIGURES}
    floor = statistics.median(found[FEW_MARKS])
    for name, taken in found.items():
        if taken:
            yield {
                "name": f"{name} in the browser, from its request to drawn, median",
                "value": round(statistics.median(taken)),
                "unit": "ms",
                "against": "the bars of toxicity",
                "ratio": round(statistics.median(taken) / floor, 1),
            }


def figure_times(page: Any, address: str, names: Sequence[str]) -> dict[str, float]:
    """Return for each figure of a page the ms from its request to drawn."""
    page.goto(address)
    for name in names:
        page.locator(f"#chart-{name} svg").wait_for()
    return {name: float(page.evaluate(TAKEN, name)) for name in names}
