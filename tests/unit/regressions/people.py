"""Rows of a regression without a database."""

import numpy as np

from outcomes.cohorts.members import Group
from outcomes.cohorts.rules import Grouping
from outcomes.cohorts.variables import VARIABLES
from outcomes.regressions.asked import Asked, Term
from outcomes.regressions.rows import Column, Left, Rows
from registry.codelists.base import Label


def levels(name, values, order=(), reference=""):
    """Return a covariate of levels."""
    keys = order or sorted(set(values))
    groups = tuple(Group(key, Label(key, key), {name: key}) for key in keys)
    term = Term(VARIABLES[name], Grouping(VARIABLES[name]), reference=reference)
    return Column(term, groups, np.array(values, object))


def number(name, values, per=1.0):
    """Return a covariate that is a number."""
    return Column(Term(VARIABLES[name], per=per), (), np.array(values, float) / per)


def state(name, since):
    """Return a state, with the day on which it began or NaN."""
    return Column(Term(VARIABLES[name], state=True), (), np.array(since, float))


def rows(day, cause, *columns, members=None, missing=0, centre=None):
    """Return complete rows, of which ``missing`` more were left out."""
    n = len(day)
    lacks = {column.term.variable.name: missing for column in columns}
    return Rows(
        members or n + missing,
        np.array(day, float),
        np.array(cause, int),
        columns,
        None,
        np.array(centre or [1] * n),
        Left(lacks, missing, 0),
    )


def asked(found, endpoint="OS", model="cox", **more):
    """Return what was asked for these rows."""
    terms = tuple(column.term for column in found.columns)
    return Asked(endpoint, model, terms, **more)
