"""What happened to each patient: one module a form."""

from registry.models.access_log import Access, AccessEvent
from registry.models.agvhd_episode import AcuteGVHD
from registry.models.apheresis_product import ApheresisProduct
from registry.models.api_token import ApiToken, Scope
from registry.models.aplasia import Aplasia
from registry.models.attestation import WHOLE_CASE, Attestation, Kind
from registry.models.base import Record, State, Versioned
from registry.models.blood_count import BloodCount
from registry.models.bridging import Bridging
from registry.models.centre import Centre
from registry.models.centre_count import CentreCount
from registry.models.cgvhd_episode import ChronicGVHD
from registry.models.change import Change, Pending
from registry.models.check_run import CheckRun
from registry.models.chimerism import Chimerism
from registry.models.comorbidity import Comorbidity
from registry.models.crs_episode import CRSEpisode
from registry.models.data_query import Act, ClosedAs, DataQuery, QueryEntry, Status
from registry.models.day28 import Day28
from registry.models.death import Death
from registry.models.diagnosis import Diagnosis
from registry.models.disease_assessment import DiseaseAssessment
from registry.models.dli import DLI
from registry.models.draft import Draft
from registry.models.duplicate import NotTheSame
from registry.models.emergency import EmergencyAccess
from registry.models.engraftment import Engraftment
from registry.models.expansion import Expansion
from registry.models.follow_up import FollowUp
from registry.models.hsct import HSCT
from registry.models.icans_episode import ICANSEpisode
from registry.models.identity import IdentityKey, PatientIdentity
from registry.models.iec_hs import IECHS
from registry.models.import_batch import (
    ImportBatch,
    ImportedPatient,
    ImportPhase,
    ImportProblem,
    ImportState,
    ImportTrouble,
)
from registry.models.import_saying import ImportSaying
from registry.models.infection import Infection
from registry.models.infusion import Infusion
from registry.models.laboratory import Laboratory, NormalRange
from registry.models.lymphodepletion import Lymphodepletion
from registry.models.notices import Digest, Notices
from registry.models.other_toxicity import OtherToxicity
from registry.models.patient import Patient
from registry.models.prior_line import PriorLine
from registry.models.rate_window import RateWindow
from registry.models.relapse import Relapse
from registry.models.schedule import (
    BegunForm,
    FollowUpClock,
    FormTally,
    ScheduledVisit,
)
from registry.models.seal import HistoryColumns, Seal
from registry.models.sealed_log import SealedLog
from registry.models.second_factor import RecoveryCode, SecondFactor
from registry.models.second_malignancy import SecondMalignancy
from registry.models.sos_vod import SOS
from registry.models.subsequent_therapy import SubsequentTherapy
from registry.models.ta_tma import TATMA
from registry.models.transfer import PatientTransfer, Stage
from registry.models.unit_choice import UnitChoice
from registry.models.user import Membership, User
from registry.models.workbook_log import WorkbookLog

# Every form of a patient, in the order of a patient's way through treatment.
FORMS: dict[str, type[Record]] = {
    model.form: model
    for model in (
        Diagnosis,
        PriorLine,
        DiseaseAssessment,
        ApheresisProduct,
        Bridging,
        Lymphodepletion,
        Infusion,
        Expansion,
        CRSEpisode,
        ICANSEpisode,
        IECHS,
        BloodCount,
        Infection,
        Aplasia,
        Day28,
        OtherToxicity,
        HSCT,
        Comorbidity,
        Engraftment,
        Chimerism,
        AcuteGVHD,
        ChronicGVHD,
        SOS,
        TATMA,
        DLI,
        Relapse,
        SubsequentTherapy,
        SecondMalignancy,
        FollowUp,
        Death,
    )
}

__all__ = [
    "DLI",
    "FORMS",
    "HSCT",
    "IECHS",
    "SOS",
    "TATMA",
    "WHOLE_CASE",
    "Access",
    "AccessEvent",
    "Act",
    "AcuteGVHD",
    "ApheresisProduct",
    "ApiToken",
    "Aplasia",
    "Attestation",
    "BegunForm",
    "BloodCount",
    "Bridging",
    "CRSEpisode",
    "Centre",
    "CentreCount",
    "Change",
    "CheckRun",
    "Chimerism",
    "ChronicGVHD",
    "ClosedAs",
    "Comorbidity",
    "DataQuery",
    "Day28",
    "Death",
    "Diagnosis",
    "Digest",
    "DiseaseAssessment",
    "Draft",
    "EmergencyAccess",
    "Engraftment",
    "Expansion",
    "FollowUp",
    "FollowUpClock",
    "FormTally",
    "HistoryColumns",
    "ICANSEpisode",
    "IdentityKey",
    "ImportBatch",
    "ImportPhase",
    "ImportProblem",
    "ImportSaying",
    "ImportState",
    "ImportTrouble",
    "ImportedPatient",
    "Infection",
    "Infusion",
    "Kind",
    "Laboratory",
    "Lymphodepletion",
    "Membership",
    "NormalRange",
    "NotTheSame",
    "Notices",
    "OtherToxicity",
    "Patient",
    "PatientIdentity",
    "PatientTransfer",
    "Pending",
    "PriorLine",
    "QueryEntry",
    "RateWindow",
    "Record",
    "RecoveryCode",
    "Relapse",
    "ScheduledVisit",
    "Scope",
    "Seal",
    "SealedLog",
    "SecondFactor",
    "SecondMalignancy",
    "Stage",
    "State",
    "Status",
    "SubsequentTherapy",
    "UnitChoice",
    "User",
    "Versioned",
    "WorkbookLog",
]
