"""What a page says of results of the past."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.figures.caption import thousands
from outcomes.past.results import Past


def banner(past: Past) -> dict[str, str]:
    """Return the words of the banner: as of when, how computed, who is left out."""
    said = [
        _(
            "Computed now from the history, with the definition, version %(version)s, "
            "and the records as they were: change %(change)s, code %(code)s."
        )
        % {
            "version": past.snapshot.cohort_version,
            "change": thousands(past.snapshot.data_version),
            "code": past.snapshot.code_version,
        }
    ]
    if past.withdrawn_since:
        said.append(
            ngettext(
                "%(n)s patient who was there is left out: consent was withdrawn since.",
                "%(n)s patients who were there are left out: consent was withdrawn "
                "since.",
                past.withdrawn_since,
            )
            % {"n": past.withdrawn_since}
        )
    return {"title": _("As of %(cut)s") % {"cut": past.cut}, "text": " ".join(said)}
