"""What Wald says of one log hazard ratio and its standard error."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri


class Wald:
    """Something with ``coef``, a log hazard ratio, and its ``std_err``."""

    __slots__ = ()
    coef: float
    std_err: float

    @property
    def ratio(self) -> float:
        """Return the hazard ratio, a unit of the covariate where there is one."""
        return float(np.exp(self.coef))

    @property
    def p(self) -> float:
        """Return Wald's two-sided p-value."""
        return float(2 * ndtr(-abs(self.coef / self.std_err)))

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """Return Wald's limits of the hazard ratio."""
        width = float(ndtri(1 - (1 - level) / 2)) * self.std_err
        return float(np.exp(self.coef - width)), float(np.exp(self.coef + width))
