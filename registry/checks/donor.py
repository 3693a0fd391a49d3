"""Checks of the donor, the graft's match and the conditioning of a transplant."""

from decimal import Decimal

from registry.checks.case import Case, Record, is_blank, is_stated
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import EITHER_OR_EXPLAIN
from registry.codelists.base import Label
from registry.codelists.transplant import ABO

UNRELATED = frozenset({"matched_unrelated", "mismatched_unrelated"})
SIBLINGS_APART = 40  # years
OF_A_DONOR = (
    "donor_relation",
    "hla_match",
    "donor_age",
    "donor_sex",
    "donor_blood_group",
    "abo_match",
    "cmv_donor",
)


def _match(hla_match: str) -> tuple[int, int] | None:
    """Return n and m of "n/m"; another form is told by the field's own pattern."""
    n, slash, m = hla_match.partition("/")
    return (int(n), int(m)) if slash and n.isdigit() and m.isdigit() else None


@check(
    "DQ092",
    "hsct",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "HLA match {hla_match} has more matches than loci.",
        "HLA相合度 {hla_match} 的相合数多于位点数。",
    ),
    fix=("Correct the HLA match.", "请更正HLA相合度。"),
)
def no_more_matches_than_loci(hla_match: str) -> Answer:
    """Of m loci at most m match."""
    counted = _match(hla_match)
    return counted is None or counted[0] <= counted[1]


@check(
    "DQ090",
    "hsct",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "The donor is an HLA-identical sibling, but the match is {hla_match}.",
        "供者为HLA全相合同胞,但相合度为 {hla_match}。",
    ),
    fix=("Correct the donor type or the match.", "请更正供者类型或相合度。"),
)
def identical_sibling_matches(donor: str, hla_match: str) -> Answer:
    """An HLA-identical sibling matches at every locus."""
    counted = _match(hla_match)
    return donor != "matched_sibling" or counted is None or counted[0] == counted[1]


@check(
    "DQ091",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "HLA match {hla_match} is unusual for this donor type ({donor}).",
        "HLA相合度 {hla_match} 与供者类型({donor})不符。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def match_fits_the_donor(donor: str, hla_match: str) -> Answer:
    """A haploidentical donor matches below 9/10, an unrelated one at 7/10 or more."""
    counted = _match(hla_match)
    if counted is None:
        return True
    share = counted[0] / counted[1] if counted[1] else 0
    if donor == "haploidentical":
        return share < 0.9
    return donor not in UNRELATED or share >= 0.7


@check(
    "DQ093",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The donor is haploidentical, but unrelated.",
        "供者为单倍体相合,但关系为无关。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def haploidentical_is_related(donor: str, donor_relation: str) -> Answer:
    """A haploidentical donor is a relative."""
    return donor != "haploidentical" or donor_relation != "unrelated"


@check(
    "DQ093",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The sibling donor is {donor_age} years old, the patient {age}.",
        "同胞供者{donor_age}岁,患者{age}岁。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("donor_age",),
    also={"patient": ("birth_date",)},
)
def siblings_are_of_an_age(donor_age: Decimal, record: Record, case: Case) -> Answer:
    """Siblings are at most 40 years apart."""
    sibling = record.get("donor_relation") == "sibling" or (
        record.get("donor") == "matched_sibling"
    )
    age = case.age_on(record.get("hsct_date"))
    if not sibling or age is None:
        return True
    return abs(donor_age - age) <= SIBLINGS_APART or wrong(age=age)


@check(
    "DQ094",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Intensity is myeloablative, but {problem}.",
        "强度为清髓,但{problem}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("intensity", "conditioning"),
)
def myeloablative_has_the_doses(
    intensity: str, conditioning: str, record: Record
) -> Answer:
    """Myeloablative is TBI of 8 Gy (5 Gy single) or busulfan of 9 mg/kg and more.

    Judged where the regimen's dose is known. Source: CIBMTR 2009.
    """
    problem = _too_weak(conditioning, record) if intensity == "MAC" else None
    return wrong(problem=problem) if problem else True


def _too_weak(conditioning: str, record: Record) -> Label | None:
    tbi, busulfan = record.get("tbi_gy"), record.get("bu_mg_kg_total")
    if conditioning == "none":
        return Label("no conditioning is recorded", "记录为无预处理")
    if conditioning.startswith("TBI") and tbi is not None and tbi < 8:
        return Label(
            f"TBI is {tbi} Gy (8 Gy, or 5 Gy single)",
            f"TBI为{tbi} Gy(应≥8 Gy,或单次5 Gy)",
        )
    if conditioning.startswith("Bu") and busulfan is not None and busulfan < 9:
        return Label(
            f"busulfan is {busulfan} mg/kg (9 mg/kg)",
            f"白消安为{busulfan} mg/kg(应≥9 mg/kg)",
        )
    return None


@check(
    "DQ095",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Conditioning is {conditioning}, and the TBI dose is not given.",
        "预处理为 {conditioning},但未填写TBI剂量。",
    ),
    fix=("Enter the dose, or why it is not known.", "请填写剂量,或注明未知原因。"),
    at=("tbi_gy", "conditioning"),
)
def irradiation_has_a_dose(conditioning: str, record: Record) -> Answer:
    """Conditioning with TBI has its dose."""
    return not conditioning.startswith("TBI") or is_stated(record, "tbi_gy")


@check(
    "DQ095",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "TBI of {tbi_gy} Gy is given, but conditioning is {conditioning}.",
        "TBI剂量为{tbi_gy} Gy,但预处理为 {conditioning}。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def dose_has_irradiation(tbi_gy: Decimal, conditioning: str) -> Answer:
    """A TBI dose goes with conditioning that has TBI, or may have it."""
    may_have = conditioning.startswith("TBI") or conditioning in ("TT", "other")
    return tbi_gy == 0 or may_have


@check(
    "DQ096",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "ABO match is {abo_match}; blood groups {donor_blood_group} (donor) and "
        "{blood_group} (patient) give {derived}.",
        "ABO相合为 {abo_match};供者{donor_blood_group}、患者{blood_group}"
        "应为 {derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def abo_match_is_derived(
    abo_match: str, donor_blood_group: str, blood_group: str
) -> Answer:
    """The ABO match follows from the groups: what only the donor has is major."""
    donor, patient = _antigens(donor_blood_group), _antigens(blood_group)
    major, minor = bool(donor - patient), bool(patient - donor)
    derived = {
        (False, False): "match",
        (True, False): "major",
        (False, True): "minor",
        (True, True): "bidirectional",
    }[major, minor]
    return abo_match == derived or wrong(derived=ABO.label(derived))


def _antigens(blood_group: str) -> set[str]:
    return set(blood_group) & {"A", "B"}


@check(
    "DQ098",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "No GVHD prophylaxis is given for an allogeneic HSCT.",
        "异基因移植未填写GVHD预防。",
    ),
    fix=("Enter the drugs, or choose none.", "请填写药物,或选择“无”。"),
    at=("gvhd_prophylaxis",),
)
def allogeneic_has_prophylaxis(hsct_type: str, record: Record) -> Answer:
    """An allogeneic transplant states its prophylaxis, even if it is none."""
    return hsct_type != "allogeneic" or is_stated(record, "gvhd_prophylaxis")


@check(
    "DQ103",
    "hsct",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "The HSCT is autologous, but a donor is described.",
        "移植为自体,但填写了供者信息。",
    ),
    fix=("Correct the type, or clear these fields.", "请更正类型,或清空这些字段。"),
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
            "请更正移植类型,或本表的移植次序。",
        ),
        at=(field,),
    )
    def no_gvhd_after_autologous(hsct_type: str, record: Record) -> Answer:
        """There is no graft-versus-host disease without a donor."""
        return hsct_type != "autologous" or record.get(field) != "yes"


_autologous_excludes("agvhd_episode", "agvhd_occurred", "Acute", "急性")
_autologous_excludes("cgvhd_episode", "cgvhd_occurred", "Chronic", "慢性")
