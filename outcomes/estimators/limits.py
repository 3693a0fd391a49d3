"""Confidence limits of a probability, on R's five scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
# Which days of a curve, by their places.
Steps = slice | Sequence[int] | NDArray[np.int64]
EVERY = slice(None)
ConfType = Literal["log", "log-log", "plain", "logit", "arcsin"]
CONF_TYPES: tuple[ConfType, ...] = get_args(ConfType)


def limits(
    probability: Floats,
    std_err: Floats,
    conf_type: ConfType,
    *,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Return lower and upper limits of survival or cumulative incidence.

    Parameters
    ----------
    probability, std_err : (m,) float
        The estimate and its standard error on its own scale, (0, 1) and >= 0.
    conf_type
        The scale on which the limits are symmetric, R's ``conf.type``. For a
        cumulative incidence F the log-log limits are F^exp(-/+ z se / (F log F)).
    level
        Two-sided, 0.95 unless said.

    NaN marks where the scale has no limits: at 0 on every scale when the standard
    error is not defined, at 1 on the log-log, logit and arcsin scales.

    Raises
    ------
    ValueError
        If ``conf_type`` is none of the five.

    Source: R survival, survfit (conf.type); Klein JP, Moeschberger ML, Survival
    Analysis, 2nd ed. 2003, section 4.3.
    """
    if conf_type not in CONF_TYPES:
        raise ValueError(f"conf_type must be one of {CONF_TYPES}, got {conf_type!r}")
    z = float(ndtri(1 - (1 - level) / 2))
    with np.errstate(all="ignore"):
        lower, upper = _SCALES[conf_type](probability, std_err, z)
    return lower, upper


def _plain(p: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    return np.maximum(p - z * se, 0), np.minimum(p + z * se, 1)


def _log(p: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    p = np.where(p == 0, np.nan, p)
    factor = np.exp(z * se / p)
    return p / factor, np.minimum(p * factor, 1)


def _log_log(p: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    p = np.where((p == 0) | (p == 1), np.nan, p)
    width = z * se / (p * np.log(p))
    return p ** np.exp(-width), p ** np.exp(width)


def _logit(p: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    p = np.where((p == 0) | (p == 1), np.nan, p)
    odds, factor = p / (1 - p), np.exp(z * se / (p * (1 - p)))
    return 1 - 1 / (1 + odds / factor), 1 - 1 / (1 + odds * factor)


def _arcsin(p: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    p = np.where((p == 0) | (p == 1), np.nan, p)
    angle, width = np.arcsin(np.sqrt(p)), 0.5 * z * se / np.sqrt(p * (1 - p))
    lower = np.sin(np.maximum(angle - width, 0)) ** 2
    return lower, np.sin(np.minimum(angle + width, np.pi / 2)) ** 2


_SCALES = {
    "plain": _plain,
    "log": _log,
    "log-log": _log_log,
    "logit": _logit,
    "arcsin": _arcsin,
}
