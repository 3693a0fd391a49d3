"""Everything that can be taken out, and in which formats."""

from outcomes.exports.datasets import ANALYSED
from outcomes.exports.formats.format import Format
from outcomes.exports.forms import FORM_DATASETS
from registry.codelists.base import Label

DATASETS = {**ANALYSED, **FORM_DATASETS}
FORMATS = {
    one.name: one
    for one in (Format("csv", Label("CSV", "CSV"), "text/csv; charset=utf-8"),)
}
