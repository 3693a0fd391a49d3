"""The shapes of a fitted regression as JSON, as pages, REST and figures read it."""

from typing import TypedDict

from outcomes.cohorts.shapes import Number, Ratio, Reason, Test, Words


class Level(TypedDict):
    """One row: a level against the reference, or a unit of a number.

    n, events : of those with the level; of a number, of all; of a state, those who
    entered it, and their events from then on
    alone : with this covariate alone; together : with all of them, on the same rows
    """

    key: str
    label: Words
    reference: bool
    n: int | None
    events: int | None
    alone: Ratio | None
    together: Ratio | None


class Covariate(TypedDict):
    """One covariate; ``test`` is Wald's of all its levels, ``proportional`` of time.

    kind : levels, number or state; per : the unit of a number's ratio
    missing : subjects without a value
    """

    variable: str
    label: Words
    kind: str
    unit: str
    per: float
    missing: int | None
    levels: list[Level]
    test: Test
    proportional: Test | None


class Caution(TypedDict):
    """Something to know before the ratios are believed; ``code`` is stable."""

    code: str
    en: str
    zh: str


class Residuals(TypedDict):
    """Scaled Schoenfeld residuals of one column: its coefficient as time goes by."""

    variable: str
    key: str
    label: Words
    day: list[float]
    value: list[float]


class Model(TypedDict):
    """A fitted regression, or why it cannot be.

    model : cox (the cause's own hazard) or fine_gray (the subdistribution's)
    subjects : of the cohort; n : used; incomplete : left out without a value; no_time :
    left out without the endpoint, or because it was over when days begin
    events, competing, censored : of those used; parameters : coefficients asked for
    concordance : of Cox; whole : likelihood ratio, wald, score; strata, robust : as
    asked; proportional : the test of all covariates together
    """

    schema: int
    endpoint: str
    label: Words
    definition: Words
    model: str
    method: str
    landmark: int
    hsct: str
    strata: list[Words]
    robust: bool
    subjects: int | None
    n: int | None
    incomplete: int | None
    no_time: int | None
    events: int | None
    competing: int | None
    censored: int | None
    parameters: int
    covariates: list[Covariate]
    strata_missing: list[tuple[Words, int | None]]
    concordance: Number
    whole: list[Test]
    proportional: Test | None
    cautions: list[Caution]
    residuals: list[Residuals]
    why: Reason | None
