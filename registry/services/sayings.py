"""Remember what a person says of the files of their centre."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.models import Centre, ImportSaying


@dataclass(frozen=True, slots=True)
class Said:
    """One answer on the page of columns; without ``meaning`` None nothing is said."""

    layout: str
    source: str
    kind: str
    header: str
    meaning: str | None
    word: str = ""


def remember(
    said: Iterable[Said], *, centre: Centre, actor: Actor, reason: str
) -> None:
    """Keep what was said of the centre's files, and forget what was taken back.

    Raises Refused for an actor who does not import there.
    """
    require(actor, Action.IMPORT, centre.pk)
    with transaction.atomic(), acting(actor, reason):
        for one in said:
            where: dict[str, Any] = {
                "centre": centre,
                "layout": one.layout,
                "source": one.source,
                "kind": one.kind,
                "header": one.header,
                "word": one.word,
            }
            known = ImportSaying.objects.filter(**where).first()
            if one.meaning is None:
                if known:
                    known.delete()
            elif known is None or known.meaning != one.meaning:
                ImportSaying.objects.update_or_create(
                    **where,
                    defaults={"meaning": one.meaning, "said_by_id": actor.person},
                )
