"""What the export page finds: columns on offer, first rows, or what to change."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.thawing import Damaged
from outcomes.exports.abroad import genetic, kept_back
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.columns import Column
from outcomes.exports.preview import MOST_OF_A_CUT, Preview, preview
from outcomes.exports.profiles import Profile
from outcomes.exports.reach import InFullAlone, NotThisProfile
from outcomes.exports.small_groups import SmallGroups, behind, small_groups
from outcomes.exports.table import Options
from outcomes.exports.taking import Asked, profiles_for, rows_of
from outcomes.exports.writing import UnknownColumn, chosen
from outcomes.pipeline.versions import one_view
from registry.access.policy import Actor, Refused
from registry.codelists.base import Label

DAMAGED = gettext_lazy(
    "This cut is stored otherwise than it was made. Tell those who run the registry: "
    "a backup has it."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows of what was asked for.

    ``profiles`` are those that the person may use here, the usual one first; ``large``:
    a worker writes the file. With ``problems`` there is nothing to take yet.
    """

    options: Options
    offered: tuple[Column, ...] = ()
    seen: Preview | None = None
    profiles: tuple[Profile, ...] = ()
    large: bool = False
    groups: SmallGroups | None = None
    problems: tuple[dict[str, str], ...] = ()


def found(actor: Actor, asked: Asked) -> Found:
    """Return the first rows, or what has to be changed before there are any."""
    nothing = Found(asked.options)
    try:
        nothing = replace(nothing, profiles=profiles_for(actor, asked))
        return _rows(actor, asked, nothing)
    except NotThisProfile as other:
        text = _("This profile is not for you here. Choose another.")
        if isinstance(other, InFullAlone):
            text = str(other)
        return replace(nothing, problems=(problem("profile", text),))
    except Refused:
        text = _("Your role does not take this out of this study, or not by that day.")
        return replace(nothing, problems=(problem("dataset", text),))
    except UnknownColumn as error:
        text = _("There is no column %(name)s for you.") % {"name": error.name}
        return replace(nothing, problems=(problem("dataset", text),))
    except NotInTheCut as missing:
        return replace(nothing, problems=(problem("cut", str(missing)),))
    except Damaged:
        return replace(nothing, problems=(problem("cut", str(DAMAGED)),))


def offered(actor: Actor, asked: Asked) -> tuple[Profile, ...]:
    """Return the profiles to choose from, none where nothing may be taken out."""
    try:
        return profiles_for(actor, asked)
    except (Refused, NotInTheCut):
        return ()


def _rows(actor: Actor, asked: Asked, nothing: Found) -> Found:
    large = asked.is_large
    kind, options = FORMATS[asked.kind], asked.options
    with one_view():
        with rows_of(actor, asked, MOST_OF_A_CUT) as (dataset, reach):
            offered = chosen(dataset, reach, kind, Options())
            if {column.name for column in offered} <= {*options.columns}:
                options = replace(options, columns=())
            seen = preview(dataset, reach, kind, options)
            lacks = kept_back(asked.recipient, genetic(dataset, seen.columns, options))
            told = reach.whole and not large
            patients = behind(dataset, reach, options) if told else None
        groups = small_groups(actor, asked, patients)
    few = groups if groups and groups.patients else None
    wrong = (problem("approval", str(lacks)),) if lacks else ()
    return Found(options, offered, seen, nothing.profiles, large, few, wrong)


def problem(anchor: str, says: Label | str) -> dict[str, str]:
    """Return what has to be changed, and where on the page."""
    text = says if isinstance(says, str) else says.in_language(get_language())
    return {"anchor": anchor, "text": text}
