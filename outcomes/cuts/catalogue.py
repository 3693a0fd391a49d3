"""Which datasets a cut keeps: those whose rows follow from the records alone."""

from outcomes.exports.datasets import ANALYSED, Dataset
from outcomes.exports.forms import FORM_DATASETS

KEPT: dict[str, Dataset] = {**ANALYSED, **FORM_DATASETS}
