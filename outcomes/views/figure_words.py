"""What a figure says of itself in words: its caption, and a paper's methods."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from outcomes.figures.caption import Provenance, sentences
from outcomes.figures.catalogue import Figure
from outcomes.figures.wording import paragraph, stopped
from outcomes.models import Cohort, Snapshot
from outcomes.views.cohort_words import cohort_words


@dataclass(frozen=True, slots=True)
class Said:
    """Caption and methods of a figure, to copy."""

    caption: str
    methods: str


def said_of(figure: Figure, cohort: Cohort, snapshot: Snapshot) -> Said:
    """Return both in the reader's language."""
    results, source = snapshot.results, Provenance.of(cohort, snapshot)
    how = figure.method(results)
    lines = sentences(figure.compared(results), source, how, subset=figure.subset)
    own = _(
        "Estimates were computed by Day Zero from counts by group, day and cause; they "
        "are tested to agree with the R packages survival and cmprsk to 1e-9."
    )
    methods = [cohort_words(cohort, results), figure.methods(results), own]
    return Said(
        caption=paragraph(stopped(str(figure.title)), *lines),
        methods=paragraph(*methods, str(source)),
    )
