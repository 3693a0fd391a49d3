"""A cohort's regression from today's rows, for somebody who asks for it."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from outcomes.cohorts.definition import Definition, parse
from outcomes.cohorts.members import members
from outcomes.cohorts.shared import counted
from outcomes.disclosure.access import sees_rows
from outcomes.disclosure.regression import guarded_model
from outcomes.figures.caption import Provenance
from outcomes.figures.wording import said
from outcomes.models import Cohort
from outcomes.pipeline.versions import data_version, one_view
from outcomes.regressions.asked import Asked, Checked, check
from outcomes.regressions.fitting import Fit, fit
from outcomes.regressions.rows import TooManyRows, rows_of
from outcomes.regressions.shapes import Model
from outcomes.regressions.told import told
from outcomes.regressions.typed import TypedModel
from outcomes.version import code_version
from registry.access.policy import Actor

KEPT_SECONDS = 10 * 60


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked and found; ``model`` None where it could not be asked so.

    own : whether the reader sees the rows behind it
    too_many : how many rows, where they are more than are fitted on demand
    """

    cohort: Cohort
    typed: TypedModel
    definition: Definition
    checked: Checked
    own: bool
    data_version: int = 0
    model: Model | None = None
    too_many: int = 0


def model_for(actor: Actor, cohort: Cohort, typed: TypedModel) -> Found:
    """Return a regression as its reader may see it.

    It is computed when asked for and kept for some minutes while the data stay as they
    are, so that a page, its figure and its files cost one fit.
    """
    own, definition = sees_rows(actor, cohort), parse(cohort.definition)
    checked = check(typed, definition, own_cuts=own)
    if checked.asked is None:
        return Found(cohort, typed, definition, checked, own)
    with one_view():
        version = data_version()
        key = f"regression/{cohort.pk}/{cohort.version}/{version}/{code_version()}"
        key += f"/{sha256(typed.query.encode()).hexdigest()}"
        model: Model | None = cache.get(key)
        if model is None:
            try:
                found = fitted(cohort, definition, checked.asked)
            except TooManyRows as many:
                return Found(cohort, typed, definition, checked, own, too_many=many.n)
            model = told(found, checked.asked, definition)
            cache.set(key, model, KEPT_SECONDS)
    shown = model if own else guarded_model(model, settings.SMALLEST_CELL)
    return Found(cohort, typed, definition, checked, own, version, shown)


def fitted(cohort: Cohort, definition: Definition, asked: Asked) -> Fit:
    """Fit a regression to the cohort's rows as they are. Raises TooManyRows."""
    with counted(cohort):
        return fit(rows_of(members(cohort, definition), definition, asked), asked)


def source_of(found: Found) -> Provenance:
    """Return the data and the code behind a regression: those of now."""
    cohort = found.cohort
    return Provenance(
        said({"en": cohort.title_en, "zh": cohort.title_zh}),
        cohort.slug,
        cohort.version,
        found.data_version,
        timezone.now(),
        code_version(),
    )
