"""What the centres of an actor have said of their files, for each sheet."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from registry.access.policy import Action, Actor
from registry.intake.columns import key_of
from registry.intake.mapping import Stated
from registry.intake.table import Table
from registry.models import Centre, ImportSaying

WIDE = "wide"
KINDS = ImportSaying.Kind


@dataclass(frozen=True, slots=True)
class Memory:
    """All that was said, the newest last."""

    sayings: tuple[ImportSaying, ...] = ()

    def of(self, table: Table) -> Stated:
        """Return what holds for a sheet: said of such a sheet, or of the same layout.

        What was said of a sheet with exactly these headers goes first.
        """
        headers: dict[str, str] = {}
        orders: dict[str, str] = {}
        units: dict[str, str] = {}
        words: dict[str, dict[str, str]] = defaultdict(dict)
        for one in self.about(table):
            if one.kind == KINDS.COLUMN:
                headers[one.header] = one.meaning
            elif one.kind == KINDS.ORDER:
                orders[one.header] = one.meaning
            elif one.kind == KINDS.UNIT:
                units[one.header] = one.meaning
            else:
                words[one.header][one.word] = one.meaning
        return Stated(headers, orders, words, units)

    def about(self, table: Table) -> list[ImportSaying]:
        """Return what was said of the layout, of these very headers last."""
        layout, source = layout_of(table), source_of(table)
        said = [one for one in self.sayings if one.layout == layout]
        return sorted(said, key=lambda one: one.source == source)


def memory_of(actor: Actor) -> Memory:
    """Return what was said of the files of the centres that the actor imports for."""
    theirs = ImportSaying.objects.filter(centre__in=actor.centres_for(Action.IMPORT))
    return Memory(tuple(theirs.select_related("said_by").order_by("at", "pk")))


def layout_of(table: Table) -> str:
    """Return what kind of sheet it is: a form's, or wide."""
    return table.form or WIDE


def source_of(table: Table) -> str:
    """Return the fingerprint of the sheet's headers, in whatever order they stand."""
    keys = sorted({key_of(header) for header in table.headers} - {""})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def header_of(written: str) -> str:
    """Return a header as it is remembered."""
    return " ".join(written.split())[:255]


def homes_of(actor: Actor) -> list[Centre]:
    """Return the centres that the actor imports for."""
    return list(Centre.objects.filter(pk__in=actor.centres_for(Action.IMPORT)))
