"""What an autologous transplant excludes."""

from registry.checks.case import Record, is_blank
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity

OF_A_DONOR = (
    "donor_relation",
    "hla_match",
    "donor_age",
    "donor_sex",
    "donor_blood_group",
    "abo_match",
    "cmv_donor",
)


@check(
    "DQ103",
    "hsct",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "The HSCT is autologous, but a donor is described.",
        "移植为自体，但填写了供者信息。",
    ),
    fix=("Correct the type, or clear these fields.", "请更正类型，或清空这些字段。"),
    at=("hsct_type",),
)
def autologous_has_no_donor(hsct_type: str, record: Record) -> Answer:
    """An autologous transplant has no donor but the patient."""
    if hsct_type != "autologous":
        return True
    filled = [name for name in OF_A_DONOR if not is_blank(record.get(name))]
    if record.get("donor") not in (None, "", "autologous"):
        filled.insert(0, "donor")
    return wrong("hsct_type", *filled) if filled else True


def _autologous_excludes(form: str, field: str, en: str, zh: str) -> None:
    @check(
        "DQ103",
        form,
        Severity.HARD,
        Group.AGREEMENT,
        says=(
            f"{en} GVHD is recorded after an autologous HSCT.",
            f"自体移植后记录了{zh}GVHD。",
        ),
        fix=(
            "Correct the type of the HSCT, or the HSCT number of this form.",
            "请更正移植类型，或本表的移植次序。",
        ),
        at=(field,),
    )
    def no_gvhd_after_autologous(hsct_type: str, record: Record) -> Answer:
        """There is no graft-versus-host disease without a donor."""
        return hsct_type != "autologous" or record.get(field) != "yes"


_autologous_excludes("agvhd_episode", "agvhd_occurred", "Acute", "急性")
_autologous_excludes("cgvhd_episode", "cgvhd_occurred", "Chronic", "慢性")
