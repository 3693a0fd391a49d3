"""Covariates as the columns of a regression: numbers as they are, labels as levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """One row a patient (or a stretch of one), one column a coefficient.

    columns : p names; matrix : (n, p)
    terms : the positions of each covariate's columns; a label of L levels has L - 1
    """

    columns: tuple[str, ...]
    matrix: Floats
    terms: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, covariates: Mapping[str, ArrayLike]) -> Self:
        """Make columns of covariates by name, in their order.

        Numbers and yes/no are one column. Labels become one column for each level
        but the first in alphabetical order, named as in R: covariate and level.

        Raises
        ------
        ValueError
            If there is no covariate, lengths differ, or a value is missing.
        """
        if not covariates:
            raise ValueError("a regression needs at least one covariate")
        names: list[str] = []
        columns: list[Floats] = []
        terms: dict[str, tuple[int, ...]] = {}
        for term, given in covariates.items():
            found = _columns(term, np.asarray(given))
            terms[term] = tuple(range(len(names), len(names) + len(found)))
            names += found
            columns += found.values()
        lengths = {column.size for column in columns}
        if len(lengths) > 1:
            raise ValueError(f"covariates differ in length: {sorted(lengths)}")
        size = np.asarray(next(iter(covariates.values()))).size
        matrix = np.column_stack(columns) if columns else np.empty((size, 0))
        return cls(tuple(names), matrix, terms)


def _columns(term: str, given: NDArray[np.generic]) -> dict[str, Floats]:
    if given.ndim != 1:
        raise ValueError(f"{term} must have one value a row, got shape {given.shape}")
    if given.dtype.kind in "biuf":
        numbers = given.astype(float)
        if not np.isfinite(numbers).all():
            raise ValueError(f"{term} has values that are missing or infinite")
        return {term: numbers}
    labels = given.astype(str)
    if (labels == "").any():
        raise ValueError(f"{term} has values that are missing")
    levels = np.unique(labels).tolist()[1:]
    return {f"{term}{level}": (labels == level).astype(float) for level in levels}
