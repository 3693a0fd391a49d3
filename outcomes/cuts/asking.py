"""Ask for a cut: what it is to be called, as of when, and why."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outcomes.models import CutWork, DataCut
from outcomes.past.cut import Cut, NotACut, cut_of
from outcomes.pipeline.versions import data_version
from registry.access.policy import Action, Actor, require
from registry.audit.context import acting

NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,49}")


class NotMade(ValueError):
    """The cut cannot be made as asked; ``field`` is wrong, the message says why."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


def ask_for_cut(*, name: str, at: Cut, reason: str, actor: Actor) -> DataCut:
    """Write down that a cut is to be made; a worker makes it.

    Raises Refused; NotMade for a name that is taken or unfit, a point that has not
    ended yet, and a reason that is not given.
    """
    require(actor, Action.MAKE_CUT)
    name, reason = name.strip(), reason.strip()
    if not NAME.fullmatch(name):
        raise NotMade(
            "name", _("Write small letters, digits and hyphens, such as 2026-spring.")
        )
    if not reason:
        raise NotMade("reason", _("Say what the cut is for: it is kept with it."))
    if at.change is None and not at.closed:
        raise NotMade(
            "at", _("This day has not ended: leave it out to cut at the newest change.")
        )
    try:
        with acting(actor, reason), transaction.atomic():
            cut = DataCut.objects.create(
                name=name,
                at=at.text,
                data_version=at.data_version,
                reason=reason[:500],
                asked_by_id=actor.user_id,
            )
            CutWork.objects.create(cut=cut)
    except IntegrityError as taken:
        raise NotMade("name", _("There is a cut of this name: choose another.")) from (
            taken
        )
    return cut


def ask_as_typed(actor: Actor, name: str, at: str, reason: str) -> DataCut:
    """Ask for a cut as it was typed; without ``at`` of the newest change.

    Raises NotMade, Refused.
    """
    require(actor, Action.MAKE_CUT)
    newest = data_version()
    point = Cut(str(newest), change=newest)
    if at.strip():
        try:
            point = cut_of(at)
        except NotACut as why:
            raise NotMade("at", str(why)) from why
    return ask_for_cut(name=name, at=point, reason=reason, actor=actor)


def ask_again(*, cut: DataCut, actor: Actor) -> None:
    """Have a cut that failed tried again. Raises Refused."""
    require(actor, Action.MAKE_CUT)
    failed = CutWork.objects.filter(cut=cut, failed=True)
    failed.update(failed=False, attempts=0, done=0, total=0)
