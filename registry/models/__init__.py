"""What happened to each patient: one module a form."""

from registry.models.agvhd_episode import AcuteGVHD
from registry.models.apheresis_product import ApheresisProduct
from registry.models.base import Record, State, Versioned
from registry.models.centre import Centre
from registry.models.cgvhd_episode import ChronicGVHD
from registry.models.change import Change, Pending
from registry.models.check_run import CheckRun
from registry.models.crs_episode import CRSEpisode
from registry.models.data_query import Act, ClosedAs, DataQuery, QueryEntry, Status
from registry.models.death import Death
from registry.models.diagnosis import Diagnosis
from registry.models.disease_assessment import DiseaseAssessment
from registry.models.draft import Draft
from registry.models.engraftment import Engraftment
from registry.models.expansion import Expansion
from registry.models.follow_up import FollowUp
from registry.models.hsct import HSCT
from registry.models.icans_episode import ICANSEpisode
from registry.models.import_batch import ImportBatch
from registry.models.infusion import Infusion
from registry.models.lymphodepletion import Lymphodepletion
from registry.models.patient import Patient
from registry.models.prior_line import PriorLine
from registry.models.relapse import Relapse
from registry.models.user import Membership, User

# Every form of a patient, in the order of a patient's way through treatment.
FORMS: dict[str, type[Record]] = {
    model.form: model
    for model in (
        Diagnosis,
        PriorLine,
        DiseaseAssessment,
        ApheresisProduct,
        Lymphodepletion,
        Infusion,
        Expansion,
        CRSEpisode,
        ICANSEpisode,
        HSCT,
        Engraftment,
        AcuteGVHD,
        ChronicGVHD,
        Relapse,
        FollowUp,
        Death,
    )
}

__all__ = [
    "FORMS",
    "HSCT",
    "Act",
    "AcuteGVHD",
    "ApheresisProduct",
    "CRSEpisode",
    "Centre",
    "Change",
    "CheckRun",
    "ChronicGVHD",
    "ClosedAs",
    "DataQuery",
    "Death",
    "Diagnosis",
    "DiseaseAssessment",
    "Draft",
    "Engraftment",
    "Expansion",
    "FollowUp",
    "ICANSEpisode",
    "ImportBatch",
    "Infusion",
    "Lymphodepletion",
    "Membership",
    "Patient",
    "Pending",
    "PriorLine",
    "QueryEntry",
    "Record",
    "Relapse",
    "State",
    "Status",
    "User",
    "Versioned",
]
