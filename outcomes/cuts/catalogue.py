"""Which datasets a cut keeps: all but the codebook, which follows from these.

Cuts that were made before queries and audit trail were kept have not got these two.
"""

from outcomes.exports.conduct import CONDUCT_DATASETS
from outcomes.exports.datasets import ANALYSED, Dataset
from outcomes.exports.forms import FORM_DATASETS
from outcomes.exports.groups import GROUP_DATASETS
from outcomes.exports.series import ADLB
from registry.access.policy import Action

KEPT: dict[str, Dataset] = {
    **ANALYSED,
    ADLB.name: ADLB,
    **FORM_DATASETS,
    **GROUP_DATASETS,
    **CONDUCT_DATASETS,
}


def needed(name: str) -> Action | None:
    """Return what one must be allowed to do beside exporting, of cuts of any age."""
    return KEPT[name].needs if name in KEPT else None
