"""What a patient's consent allows, and what each scope that it leaves out takes away.

Pure: the one place that says so. For many patients at once the same conditions are in
``registry.models.patient``; a test holds both together.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from registry.codelists.base import Label
from registry.codelists.general import CONSENT_SCOPE

# Whose scope was stated. Where an ethics committee waived consent, or it is pending,
# there is no form that could leave anything out.
STATED = ("given", "withdrawn")
TAKES_AWAY: Mapping[str, Label] = MappingProxyType(
    {
        "registry": Label(
            "The patient is in no cohort, figure, dashboard or export, and monitors do "
            "not see the forms. Care goes on: worklist, visits and forms stay.",
            "患者不进入任何队列、图表、看板或导出，监查员看不到表单。诊疗不受影响："
            "工作列表、访视和表单照常。",
        ),
        "biobank": Label(
            "No sample may be kept. The registry keeps none: nothing changes here.",
            "不得留存样本。本系统不管理样本，其他不变。",
        ),
        "sharing": Label(
            "In no dataset that somebody outside the centre takes out, and not to be "
            "reported to other registries. Figures count the patient.",
            "不进入中心以外人员取得的任何数据集，也不得上报其他登记系统。"
            "图表统计仍包含该患者。",
        ),
        "recontact": Label(
            "Not among those to ask after: not listed as lost to follow-up or as not "
            "heard of.",
            "不列入需联系的患者：不提示疑似失访，也不列入未获随访者。",
        ),
        "ltfu15": Label(
            "No visit after the fifth year is asked for.",
            "不再要求第5年之后的访视。",
        ),
    }
)


def withdrawn(patient: Mapping[str, Any]) -> bool:
    """Tell whether consent was withdrawn: nothing more may be collected."""
    return patient.get("consent_status") == "withdrawn"


def covers(patient: Mapping[str, Any], scope: str) -> bool:
    """Tell whether the consent covers ``scope``; one that states none covers all."""
    stated = patient.get("consent_scope") or ()
    return not stated or scope in stated or patient.get("consent_status") not in STATED


def left_out(patient: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the scopes that the consent leaves out, in the order of the list."""
    return tuple(one for one in CONSENT_SCOPE.values if not covers(patient, one))


def may_be_analysed(patient: Mapping[str, Any]) -> bool:
    """Tell whether the consent covers analyses.

    A withdrawal ends them, unless it says that what was collected may stay; a
    consent whose stated scope leaves the registry out never allowed them.
    """
    stays = patient.get("consent_withdrawn_scope") == "collection"
    return (stays or not withdrawn(patient)) and covers(patient, "registry")
