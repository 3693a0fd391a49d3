"""A whole installation in a folder of its own: servers, processes, patients, people."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from config.children import Children
from config.demo import await_web, background, web
from config.embedded.broker import Broker
from config.embedded.environment import announce, migrate_if_behind
from config.embedded.place import Place
from config.embedded.postgres import Postgres
from config.embedded.session import running
from config.folders import VAR
from config.static import collect_if_changed
from faults.disk import small_disk

LOOKED_AFTER_SECONDS = 0.2


@dataclass
class Installation:
    """What runs; the broker can be stopped by closing ``broker_up``.

    on_small_disk : whether the servers' files lie on a disk that may be filled
    """

    port: int
    postgres: Postgres
    broker: Broker
    children: Children
    broker_up: ExitStack
    on_small_disk: bool

    @property
    def url(self) -> str:
        """Return where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    def stop_broker(self) -> None:
        """Stop the broker, cleanly and for good."""
        self.broker_up.close()

    def start_broker(self) -> None:
        """Start it again, on what it had written."""
        self.broker_up.enter_context(running(self.broker))


@contextmanager
def installed(patients: int, seed: int) -> Iterator[Installation]:
    """Hold up an installation with made-up patients and everything derived."""
    place = Place(VAR)
    postgres, broker = Postgres(place), Broker(place)
    with ExitStack() as stack:
        stack.callback(place.remove)
        small = stack.enter_context(small_disk(place.servers))
        place.create()
        stack.enter_context(running(postgres))
        broker_up = stack.enter_context(ExitStack())
        broker_up.enter_context(running(broker))
        announce(postgres)
        migrate_if_behind()
        collect_if_changed()
        children = stack.enter_context(Children(VAR / "log"))
        here = Installation(_free_port(), postgres, broker, children, broker_up, small)
        _populate(patients, seed)
        children.start(web(here.port) | background())
        await_web(here.port, children)
        with _looked_after(children):
            yield here


def _populate(patients: int, seed: int) -> None:
    import django

    django.setup()
    from faults.population import populate
    from registry.access.reach import everywhere

    with everywhere():
        populate(patients, seed)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def _looked_after(children: Children) -> Iterator[None]:
    """Restart what dies, as the demonstration's own process does."""
    ended = threading.Event()

    def look_after() -> None:
        while not ended.wait(LOOKED_AFTER_SECONDS):
            children.look_after()

    thread = threading.Thread(target=look_after)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
