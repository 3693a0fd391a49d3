"""Everything that can be taken out, and in which formats."""

from outcomes.exports.datasets import ANALYSED
from outcomes.exports.forms import FORM_DATASETS

DATASETS = {**ANALYSED, **FORM_DATASETS}
FORMATS = {"csv": "text/csv; charset=utf-8"}
