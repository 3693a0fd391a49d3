"""How far a file is: said where it is written, read by who tells it beside the work."""

from dataclasses import dataclass

from registry.beside import Cancelled


@dataclass(slots=True)
class Progress:
    """Rows that the file will have, once counted; rows read, then written, so far.

    ``read`` is None while the database still reads them: it counts these itself.
    ``dropped`` by whoever asked: the work stops where it next says how far it is.
    """

    total: int | None = None
    read: int | None = None
    written: int = 0
    dropped: bool = False

    def at(self, written: int) -> None:
        """Note how many rows are written. Raises Cancelled."""
        self.written = written
        self.go_on()

    def go_on(self) -> None:
        """Raise Cancelled where nobody wants the file any more."""
        if self.dropped:
            raise Cancelled
