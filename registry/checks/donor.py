"""Checks of the donor of a transplant and of the match."""

from decimal import Decimal

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import EITHER_OR_EXPLAIN
from registry.codelists.transplant import ABO

UNRELATED = frozenset({"matched_unrelated", "mismatched_unrelated"})
SIBLINGS_APART = 40  # years


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
        "供者为HLA全相合同胞，但相合度为 {hla_match}。",
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
        "HLA相合度 {hla_match} 与供者类型（{donor}）不符。",
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
        "供者为单倍体相合，但关系为无关。",
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
        "同胞供者{donor_age}岁，患者{age}岁。",
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
    "DQ096",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "ABO match is {abo_match}; blood groups {donor_blood_group} (donor) and "
        "{blood_group} (patient) give {derived}.",
        "ABO相合为 {abo_match}；供者{donor_blood_group}、患者{blood_group}"
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
