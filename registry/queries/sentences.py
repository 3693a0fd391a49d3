"""What each form says, in one line: words where the record has codes."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.checks import Case
from registry.checks.spoken import plain
from registry.queries import further_sentences as further
from registry.queries.wording import (
    Facts,
    agvhd_organs,
    amount,
    crs_treatment,
    derived,
    grade_words,
    mrd_words,
    signed,
    word,
)


def says(form: str, facts: Facts, case: Case) -> str:
    """Return what a record says, or nothing where it is empty."""
    return " · ".join(part for part in SAYS[form](facts, case) if part)


def _diagnosis(facts: Facts, case: Case) -> list[str]:
    lines = facts.get("recorded_prior_lines")
    etp = {"yes": _("ETP"), "no": _("not ETP")}.get(facts.get("etp") or "", "")
    return [
        facts["disease"] if facts.get("disease") != "other" else _("other disease"),
        etp,
        word("diagnosis", "recorded_status", facts),
        ngettext("%(number)s prior line", "%(number)s prior lines", lines)
        % {"number": lines}
        if lines is not None
        else "",
    ]


def _prior_line(facts: Facts, case: Case) -> list[str]:
    number = _("line %(number)s") % {"number": facts.get("line_no")}
    regimen = facts.get("regimen") or word("prior_line", "therapy_class", facts)
    return [number, regimen or "", facts.get("best_response") or ""]


def _assessment(facts: Facts, case: Case) -> list[str]:
    form = "disease_assessment"
    answers = ("response", "lymphoma_response", "myeloma_response")
    response = next((facts[name] for name in answers if facts.get(name)), "")
    blasts = facts.get("bm_blasts_pct")
    return [
        word(form, "response", facts) if response == "not_evaluable" else response,
        mrd_words(facts, case),
        _("blasts %(number)s %%") % {"number": plain(blasts)}
        if blasts is not None
        else "",
        word(form, "extramedullary", facts)
        and _("extramedullary: %(word)s")
        % {"word": word(form, "extramedullary", facts)},
    ]


def _product(facts: Facts, case: Case) -> list[str]:
    form = "apheresis_product"
    product = facts.get("product_other") or facts.get("product") or ""
    return [product, facts.get("target") or "", word(form, "cell_source", facts)]


def _lymphodepletion(facts: Facts, case: Case) -> list[str]:
    return [word("lymphodepletion", "ld_regimen", facts)]


def _infusion(facts: Facts, case: Case) -> list[str]:
    dose, flat = facts.get("dose_1e6_per_kg"), facts.get("dose_flat_1e6")
    split = {"yes": _("split dose"), "no": _("single dose")}
    return [
        f"{plain(dose)} × 10⁶/kg" if dose is not None else "",
        f"{plain(flat)} × 10⁶" if flat is not None else "",
        split.get(facts.get("split") or "", ""),
    ]


def _expansion(facts: Facts, case: Case) -> list[str]:
    copies, share = facts.get("copies_per_ug"), facts.get("car_t_pct_of_t")
    return [
        _("%(number)s copies/µg") % {"number": amount(copies)}
        if copies is not None
        else "",
        _("%(number)s %% of T cells") % {"number": plain(share)}
        if share is not None
        else "",
    ]


def _episode(occurred: str, grade: str, recorded: str) -> Callable[..., list[str]]:
    def told(form: str, facts: Facts, case: Case) -> list[str]:
        if facts.get(occurred) == "no":
            return [_("did not occur")]
        if facts.get(occurred) != "yes":
            return [word(form, occurred, facts)]
        found, written = derived(form, facts, case).get(grade), facts.get(recorded)
        if found is None:
            grades = [_("grade open")]
        else:
            grades = [_("grade %(grade)s") % {"grade": grade_words(form, found)}]
        if written not in (None, "") and str(written) != str(found):
            recorded_as = grade_words(form, written)
            grades.append(_("recorded %(grade)s") % {"grade": recorded_as})
        return grades

    return told


def _crs(facts: Facts, case: Case) -> list[str]:
    told = _episode("crs_occurred", "crs_grade", "crs_recorded_grade")
    return [*told("crs_episode", facts, case), *crs_treatment(facts)]


def _icans(facts: Facts, case: Case) -> list[str]:
    told = _episode("icans_occurred", "icans_grade", "icans_recorded_grade")
    return told("icans_episode", facts, case)


def _hsct(facts: Facts, case: Case) -> list[str]:
    names = ("graft", "conditioning", "intensity")
    donor = word("hsct", "donor", facts)
    match = facts.get("hla_match") or ""
    return [f"{donor} {match}".strip(), *(facts.get(name) or "" for name in names)]


def _engraftment(facts: Facts, case: Case) -> list[str]:
    days = derived("engraftment", facts, case)
    anc, platelets = signed(days.get("anc_day")), signed(days.get("plt_day"))
    failed = facts.get("graft_failure") not in (None, "", "none")
    return [
        _("neutrophils %(day)s") % {"day": anc} if anc else "",
        _("platelets %(day)s") % {"day": platelets} if platelets else "",
        word("engraftment", "graft_failure", facts) if failed else "",
    ]


def _acute(facts: Facts, case: Case) -> list[str]:
    told = _episode("agvhd_occurred", "agvhd_magic", "agvhd_max_recorded_grade")
    return [*told("agvhd_episode", facts, case), agvhd_organs(facts)]


def _chronic(facts: Facts, case: Case) -> list[str]:
    name = "cgvhd_max_recorded_severity"
    return _episode("cgvhd_occurred", "cgvhd_severity", name)(
        "cgvhd_episode", facts, case
    )


def _relapse(facts: Facts, case: Case) -> list[str]:
    sites = word("relapse", "relapse_sites", facts)
    return [word("relapse", "relapse_type", facts), sites]


def _follow_up(facts: Facts, case: Case) -> list[str]:
    remission = {"yes": _("in remission"), "no": _("not in remission")}
    return [
        word("follow_up", "visit", facts),
        word("follow_up", "vital_status", facts),
        remission.get(facts.get("in_remission") or "", ""),
    ]


def _death(facts: Facts, case: Case) -> list[str]:
    return [word("death", "cause_of_death", facts)]


SAYS: dict[str, Callable[[Facts, Case], list[str]]] = {
    "diagnosis": _diagnosis,
    "prior_line": _prior_line,
    "disease_assessment": _assessment,
    "apheresis_product": _product,
    "bridging": further.bridging,
    "lymphodepletion": _lymphodepletion,
    "infusion": _infusion,
    "expansion": _expansion,
    "crs_episode": _crs,
    "icans_episode": _icans,
    "iec_hs": further.iec_hs,
    "blood_count": further.blood_count,
    "infection": further.infection,
    "aplasia": further.aplasia,
    "day28": further.day28,
    "other_toxicity": further.other_toxicity,
    "hsct": _hsct,
    "comorbidity": further.comorbidity,
    "engraftment": _engraftment,
    "chimerism": further.chimerism,
    "agvhd_episode": _acute,
    "cgvhd_episode": _chronic,
    "sos_vod": further.sos_vod,
    "ta_tma": further.ta_tma,
    "dli": further.dli,
    "relapse": _relapse,
    "subsequent_therapy": further.subsequent_therapy,
    "second_malignancy": further.second_malignancy,
    "follow_up": _follow_up,
    "death": _death,
}
