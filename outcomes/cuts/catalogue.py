"""Which datasets a cut keeps: those whose rows follow from the records alone."""

from outcomes.exports.datasets import ANALYSED, Dataset
from outcomes.exports.forms import FORM_DATASETS
from outcomes.exports.groups import GROUP_DATASETS
from outcomes.exports.series import ADLB

KEPT: dict[str, Dataset] = {
    **ANALYSED,
    ADLB.name: ADLB,
    **FORM_DATASETS,
    **GROUP_DATASETS,
}
