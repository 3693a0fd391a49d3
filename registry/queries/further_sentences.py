"""What the forms of support, complications and late effects say, in one line."""

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.checks.spoken import plain
from registry.queries.wording import (
    Facts,
    amount,
    derived,
    grade_words,
    low,
    word,
)

HCT_CI = (
    *("arrhythmia", "cardiac", "inflammatory_bowel", "diabetes", "cerebrovascular"),
    *("psychiatric", "hepatic_mild", "obesity", "infection", "rheumatologic"),
    *("peptic_ulcer", "renal", "pulmonary_moderate", "prior_malignancy"),
    *("heart_valve", "pulmonary_severe", "hepatic_severe"),
)


def bridging(facts: Facts, case: Case) -> list[str]:
    """Say what was given, or that nothing was."""
    if facts.get("bridging_given") == "no":
        return [_("none given")]
    what = facts.get("bridging_regimen") or word("bridging", "bridging_class", facts)
    return [what, word("bridging", "bridging_response", facts)]


def iec_hs(facts: Facts, case: Case) -> list[str]:
    """Say the grade and the highest ferritin."""
    ferritin = facts.get("ferritin_peak_ng_ml")
    return [
        *graded("iec_hs", "iec_hs_grade", "iec_hs_recorded_grade", facts, case),
        _("ferritin %(number)s ng/mL") % {"number": amount(ferritin)}
        if ferritin is not None
        else "",
    ]


def graded(form: str, name: str, recorded: str, facts: Facts, case: Case) -> list[str]:
    """Say the grade by findings, and what people recorded where it differs."""
    found, written = derived(form, facts, case).get(name), facts.get(recorded)
    said = []
    if found not in (None, ""):
        said.append(_("grade %(grade)s") % {"grade": grade_words(form, found)})
    if written not in (None, "") and str(written) != str(found):
        grade = grade_words(form, written)
        said.append(_("recorded %(grade)s") % {"grade": grade})
    return said


def blood_count(facts: Facts, case: Case) -> list[str]:
    """Say neutrophils, platelets, haemoglobin and transfusions."""
    counts = (
        (_("neutrophils %(number)s"), "anc"),
        (_("platelets %(number)s"), "platelets"),
        (_("Hb %(number)s"), "hb_g_dl"),
    )
    given = [
        words % {"number": plain(facts[name])}
        for words, name in counts
        if facts.get(name) is not None
    ]
    if "yes" in (facts.get("platelet_transfusion"), facts.get("rbc_transfusion")):
        given.append(_("transfused"))
    return given


def infection(facts: Facts, case: Case) -> list[str]:
    """Say the organism, where it was found, and how grave it was."""
    form, grade = "infection", facts.get("infection_grade")
    what = facts.get("organism_other") or word(form, "organism", facts)
    if facts.get("viral_reactivation_only") == "yes":
        where = _("viraemia only")
    else:
        where = word(form, "infection_site", facts)
    return [
        what or word(form, "infection_type", facts),
        where,
        _("grade %(grade)s") % {"grade": grade} if grade else "",
        word(form, "infection_outcome", facts),
    ]


def aplasia(facts: Facts, case: Case) -> list[str]:
    """Say the compartment with its count, and immunoglobulin."""
    cells, igg = facts.get("abs_cells_per_ul"), facts.get("igg_g_l")
    return [
        word("aplasia", "aplasia_type", facts),
        f"{amount(cells)}/µL" if cells is not None else "",
        f"IgG {plain(igg)} g/L" if igg is not None else "",
        _("recovered") if facts.get("aplasia_recovered_date") else "",
    ]


def day28(facts: Facts, case: Case) -> list[str]:
    """Say whether a transplant is planned."""
    planned = {"yes": _("HSCT planned"), "no": _("no HSCT planned")}
    return [planned.get(facts.get("hsct_planned") or "", "")]


def other_toxicity(facts: Facts, case: Case) -> list[str]:
    """Say the term, its grade, and whether it was serious."""
    grade = facts.get("tox_grade")
    return [
        word("other_toxicity", "tox_term", facts),
        _("grade %(grade)s") % {"grade": grade} if grade else "",
        _("serious") if facts.get("serious") == "yes" else "",
    ]


def comorbidity(facts: Facts, case: Case) -> list[str]:
    """Say which comorbidities there are, or that there is none."""
    answers = [facts.get(name) for name in HCT_CI]
    if all(one == "no" for one in answers):
        return [_("none of them")]
    return [_item(name) for name in HCT_CI if facts.get(name) == "yes"]


def _item(name: str) -> str:
    names = {
        "arrhythmia": _("arrhythmia"),
        "cardiac": _("cardiac disease"),
        "inflammatory_bowel": _("inflammatory bowel disease"),
        "diabetes": _("diabetes"),
        "cerebrovascular": _("cerebrovascular disease"),
        "psychiatric": _("psychiatric disease"),
        "hepatic_mild": _("mild liver disease"),
        "obesity": _("obesity"),
        "infection": _("infection"),
        "rheumatologic": _("rheumatologic disease"),
        "peptic_ulcer": _("peptic ulcer"),
        "renal": _("renal disease"),
        "pulmonary_moderate": _("moderate lung disease"),
        "prior_malignancy": _("prior malignancy"),
        "heart_valve": _("heart valve disease"),
        "pulmonary_severe": _("severe lung disease"),
        "hepatic_severe": _("severe liver disease"),
    }
    return names[name]


def chimerism(facts: Facts, case: Case) -> list[str]:
    """Say the lineage with its share of donor cells."""
    share = facts.get("donor_pct")
    donor = {"number": plain(share)} if share is not None else None
    return [
        word("chimerism", "chimerism_lineage", facts),
        _("donor %(number)s %%") % donor if donor else "",
    ]


def sos_vod(facts: Facts, case: Case) -> list[str]:
    """Say the severity, whether defibrotide was given, and how it ended."""
    found = derived("sos_vod", facts, case).get("sos_severity")
    severity = {"sos_recorded_severity": found or facts.get("sos_recorded_severity")}
    return [
        word("sos_vod", "sos_recorded_severity", severity),
        _("defibrotide") if facts.get("defibrotide") == "yes" else "",
        word("sos_vod", "sos_outcome", facts),
    ]


def ta_tma(facts: Facts, case: Case) -> list[str]:
    """Say the risk, what was done, and how it ended."""
    return [
        _("high risk") if facts.get("tma_high_risk") == "yes" else "",
        word("ta_tma", "tma_therapy", facts),
        word("ta_tma", "tma_outcome", facts),
    ]


def dli(facts: Facts, case: Case) -> list[str]:
    """Say why and how many cells were given."""
    cells = facts.get("dli_cd3_1e6_per_kg")
    return [
        word("dli", "dli_reason", facts),
        f"CD3 {plain(cells)} × 10⁶/kg" if cells is not None else "",
    ]


def subsequent_therapy(facts: Facts, case: Case) -> list[str]:
    """Say what was given, why, and to what effect."""
    form = "subsequent_therapy"
    return [
        word(form, "subsequent_class", facts),
        word(form, "subsequent_reason", facts),
        word(form, "subsequent_response", facts),
    ]


def second_malignancy(facts: Facts, case: Case) -> list[str]:
    """Say the malignancy, the vector test, or the pregnancy."""
    form = "second_malignancy"
    tested = word(form, "rcl_result", facts)
    transgene = word(form, "car_transgene", facts)
    return [
        word(form, "malignancy_type", facts),
        low(transgene) if transgene else "",
        _("RCL/RCR %(result)s") % {"result": tested} if tested else "",
        _("pregnancy") if facts.get("pregnancy") == "yes" else "",
    ]
