"""The specification of a figure of a snapshot: made once, then kept for a while."""

import json
from hashlib import sha256

from django.core.cache import cache
from django.utils.translation import get_language

from outcomes.cohorts.kept import with_days
from outcomes.cohorts.people import People
from outcomes.figures.caption import Provenance
from outcomes.figures.figure import Figure
from outcomes.figures.layout import Layout
from outcomes.figures.render import Spec, specification
from outcomes.models import Cohort, Snapshot
from outcomes.version import drawing_version

KEPT_SECONDS = 60 * 60


def version(snapshot: Snapshot) -> str:
    """Name what a figure depends on: data, what its reader may see, what draws it."""
    return f"{_of_data(snapshot)}.{drawing_version()}"


def _of_data(snapshot: Snapshot) -> str:
    if snapshot.lookback:
        kept = snapshot.lookback
        return f"as-of.{kept._meta.model_name}.{kept.pk}"
    if snapshot.as_of:
        day = f"{snapshot.cohort_id}.{snapshot.as_of}.{snapshot.set_aside}"
        return f"as-of.{day}.{_digest(snapshot)}"
    guarded = snapshot.results.get("smallest_cell", "")
    sums = f".sums{guarded}{snapshot.listed}" if guarded else ""
    return f"{snapshot.pk}.{snapshot.data_version}{sums}"


def _digest(snapshot: Snapshot) -> str:
    """Tell results of one past day apart: someone may have withdrawn in between."""
    what = [snapshot.results, snapshot.days, snapshot.code_version]
    said = json.dumps(what, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]


def personal_spec(
    figure: Figure, cohort: Cohort, snapshot: Snapshot, layout: Layout, people: People
) -> Spec:
    """Return the specification with the reader's own patients, which nobody keeps."""
    if figure.personal is None:
        return spec_of(figure, cohort, snapshot, layout)
    source = Provenance.of(cohort, snapshot)
    results = with_days(snapshot, figure.days)
    drawing = figure.personal(results, source, layout, people)
    return specification(drawing, str(figure.title))


def spec_of(figure: Figure, cohort: Cohort, snapshot: Snapshot, layout: Layout) -> Spec:
    """Return the figure's specification in the reader's language."""
    named = f"{figure.name}/{layout.columns}/{version(snapshot)}/{get_language()}"
    key = f"figure/{named}"
    kept: Spec | None = cache.get(key)
    if kept is None:
        results = with_days(snapshot, figure.days)
        drawing = figure.draw(results, Provenance.of(cohort, snapshot), layout)
        kept = specification(drawing, str(figure.title))
        cache.set(key, kept, KEPT_SECONDS)
    return kept
