"""What the records add up to: analysis rows, cohorts, snapshots, the work's leases."""

from outcomes.models.analysis import AnalysisOutcome, AnalysisSubject
from outcomes.models.cohort import Cohort, CohortCentre, CohortGrant
from outcomes.models.cut import (
    CutDataset,
    CutManifest,
    CutPart,
    CutStudy,
    CutWork,
    DataCut,
)
from outcomes.models.export_job import ExportJob, JobState
from outcomes.models.export_log import ExportLog
from outcomes.models.lease import Lease, StaleCohort
from outcomes.models.lookback import Lookback
from outcomes.models.patient import AnalysisPatient
from outcomes.models.snapshot import Snapshot
from outcomes.models.tally import Tally
from outcomes.models.webhook import Delivery, DeliveryState, Webhook

__all__ = [
    "AnalysisOutcome",
    "AnalysisPatient",
    "AnalysisSubject",
    "Cohort",
    "CohortCentre",
    "CohortGrant",
    "CutDataset",
    "CutManifest",
    "CutPart",
    "CutStudy",
    "CutWork",
    "DataCut",
    "Delivery",
    "DeliveryState",
    "ExportJob",
    "ExportLog",
    "JobState",
    "Lease",
    "Lookback",
    "Snapshot",
    "StaleCohort",
    "Tally",
    "Webhook",
]
