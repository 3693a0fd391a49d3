"""What the wide sheet means beyond its cells: the mapping's notes, one rule a form."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from registry.intake.sheet import Sheet, filled, settle
from registry.intake.values import Reading
from registry.services.cases import Entry
from registry.variables.entered import PartialDate, earliest, latest

BEFORE, DAY_28 = "disease_assessment@before", "disease_assessment@D28"
PEAK, BEFORE_HSCT = "expansion@peak", "expansion@before_hsct"


def read_row(cells: dict[str, Reading]) -> Sheet:
    """Return the records that one row describes, and its contradictions."""
    sheet = filled(cells)
    for rule in RULES:
        rule(sheet)
    settle(sheet)
    return sheet


def forms_of(sheet: Sheet) -> dict[str, list[Entry]]:
    """Return the row's records by form, the patient's own apart."""
    forms: dict[str, list[Entry]] = {}
    for name, entry in sheet.records.items():
        if name != "patient":
            forms.setdefault(name.partition("@")[0], []).append(entry)
    return forms


def followed_until(sheet: Sheet) -> date | None:
    """Return the last day on which the patient's state is known."""
    days = (sheet.value("last_contact_date"), sheet.value("death_date"))
    return max((earliest(day) for day in days if day), default=None)


def patient(sheet: Sheet) -> None:
    """Keep the study number as the registry writes it: case never makes a change."""
    sheet.records["patient"].weak.add("study_no")


def cohort(sheet: Sheet) -> None:
    """Hold the arm against the infusion, from which the registry derives it."""
    arm, infused = sheet.value("cohort"), sheet.value("car_t_date")
    if arm == "CAR-T" and not infused and not sheet.wrong("car_t_date"):
        message = _("The arm is CAR-T but the infusion has no date: give it.")
        sheet.refuse("car_t_date", "arm_without_infusion", message)
    if arm == "chemotherapy" and infused:
        message = _("The arm is chemotherapy but an infusion has a date: correct one.")
        sheet.refuse("cohort", "arm_against_infusion", message)


def before_treatment(sheet: Sheet) -> None:
    """Place what was known before treatment; the sheet does not say the day."""
    if not sheet.has(BEFORE):
        return
    infused = bool(sheet.value("car_t_date"))
    sheet.state(BEFORE, time_point="pre_ld" if infused else "baseline")
    sheet.lack(BEFORE, "unknown", "assessment_date")
    if sheet.value("bm_blasts_pct_before_car_t") is not None:
        sheet.state(BEFORE, bm_done="yes")


def day_28(sheet: Sheet) -> None:
    """Turn the MRD figure into result and level: 0 is not detected."""
    if not sheet.has(DAY_28):
        return
    sheet.state(DAY_28, time_point="D28")
    reading = sheet.cells.get("d28_mrd_pct")
    if reading is None or reading.wrong:
        return
    if reading.positive:
        sheet.state(DAY_28, mrd_result="positive_not_quantifiable")
    elif reading.value:
        sheet.state(DAY_28, mrd_result="quantified")
    elif reading.value is not None or reading.absent == "below_detection":
        sheet.state(DAY_28, mrd_result="not_detected")
        sheet.lack(DAY_28, "unknown", "mrd_sensitivity")
        if reading.value is not None:
            sheet.forget(DAY_28, "mrd_pct")
    elif reading.absent:
        sheet.lack(DAY_28, reading.absent, "mrd_result", weak=reading.blank)


def product(sheet: Sheet) -> None:
    """Number course and product; the day of leukapheresis is not in the sheet."""
    if sheet.has("apheresis_product"):
        sheet.lack("apheresis_product", "unknown", "apheresis_date")
    if sheet.has("infusion"):
        sheet.suppose("infusion", course_no=1)


def expansion(sheet: Sheet) -> None:
    """Date the peak by its day; the last value before HSCT has no day."""
    infused, day = sheet.value("car_t_date"), sheet.value("car_t_peak_day")
    if sheet.has(PEAK):
        sheet.state(PEAK, time_point=None)
        if infused and day is not None:
            peak = infused + timedelta(days=day)
            sheet.state(PEAK, expansion_date=peak)
        else:
            sheet.lack(PEAK, "unknown", "expansion_date")
    if sheet.has(BEFORE_HSCT):
        sheet.state(BEFORE_HSCT, time_point="pre_hsct")
        sheet.lack(BEFORE_HSCT, "unknown", "expansion_date")


def crs(sheet: Sheet) -> None:
    """State whether CRS occurred, and what tocilizumab and steroids say."""
    if sheet.wrong("crs"):
        return
    _occurrence(
        sheet,
        "crs_episode",
        "crs_occurred",
        said=sheet.value("crs"),
        onset="crs_onset_date",
        after=sheet.value("car_t_date"),
    )
    if not sheet.has("crs_episode"):
        return
    given = sheet.value("crs_tocilizumab")
    if sheet.records["crs_episode"].values.get("crs_occurred") == "no":
        if given == "yes":
            message = _("Tocilizumab was given though CRS is denied: correct one.")
            sheet.warn("crs_tocilizumab", "denied_but_treated", message)
        return
    if given == "no":
        sheet.state("crs_episode", tocilizumab_doses=0)
    elif "crs_tocilizumab" in sheet.cells:
        sheet.lack("crs_episode", "unknown", "tocilizumab_doses")
    if "yes" in (given, sheet.value("crs_steroids")):
        sheet.state("crs_episode", antipyretic_or_anticytokine="yes")


def transplant(sheet: Sheet) -> None:
    """Number the transplant, tell its type by the donor, and date it after CAR-T."""
    if not sheet.has("hsct"):
        return
    sheet.suppose("hsct", hsct_no=1)
    if donor := sheet.value("donor"):
        kind = "autologous" if donor == "autologous" else "allogeneic"
        sheet.state("hsct", hsct_type=kind)
    infused, transplanted = sheet.value("car_t_date"), sheet.value("hsct_date")
    if infused and transplanted and transplanted < infused:
        message = _(
            "The transplant on %(hsct)s is before the CAR-T infusion on %(infusion)s; "
            "in this sheet it follows: correct one of the days."
        ) % {"hsct": transplanted, "infusion": infused}
        sheet.refuse("hsct_date", "hsct_before_car_t", message)


def engraftment(sheet: Sheet) -> None:
    """A day means engrafted; an empty cell leaves it unknown."""
    if not sheet.has("hsct"):
        return
    for cell_line in ("anc", "plt"):
        name = f"{cell_line}_engraftment_date"
        reading = sheet.cells.get(name)
        if reading is None or reading.wrong:
            continue
        answer = f"{cell_line}_engrafted"
        if reading.value:
            sheet.state("engraftment", **{answer: "yes"})
        elif reading.none_occurred:
            sheet.state("engraftment", **{answer: "no"})
            sheet.forget("engraftment", name)
        else:
            sheet.suppose("engraftment", **{answer: "unknown"})
            sheet.forget("engraftment", name)


def acute_gvhd(sheet: Sheet) -> None:
    """An empty onset of a patient who was followed means that none occurred."""
    stages = ("agvhd_skin", "agvhd_liver", "agvhd_lower_gi", "agvhd_upper_gi")
    staged = any(sheet.value(stage) not in (None, "0") for stage in stages)
    _occurrence(
        sheet,
        "agvhd_episode",
        "agvhd_occurred",
        said="yes" if staged else None,
        onset="agvhd_onset_date",
        after=sheet.value("hsct_date"),
    )
    _not_staged(sheet, "agvhd", "skin", "liver", "lower_gi", "upper_gi")


def chronic_gvhd(sheet: Sheet) -> None:
    """An empty onset of a patient who was followed means that none occurred."""
    severity = sheet.value("cgvhd_severity")
    _occurrence(
        sheet,
        "cgvhd_episode",
        "cgvhd_occurred",
        said="yes" if severity not in (None, "none") else None,
        onset="cgvhd_onset_date",
        after=sheet.value("hsct_date"),
    )
    _not_staged(sheet, "cgvhd", "cgvhd_max_recorded_severity")


def _occurrence(
    sheet: Sheet,
    form: str,
    answer: str,
    *,
    said: str | None,
    onset: str,
    after: date | None,
) -> None:
    """State whether an episode occurred, by what is said, its onset, the follow-up."""
    if said or sheet.value(onset):
        sheet.state(form, **{answer: said or "yes"})
        return
    if sheet.wrong(onset) or onset not in sheet.cells or after is None:
        return
    until = followed_until(sheet)
    if not sheet.says_nothing(onset):
        sheet.state(form, **{answer: "unknown"})
    elif until and until >= after:
        sheet.suppose(form, **{answer: "no"})


def _not_staged(sheet: Sheet, gvhd: str, *names: str) -> None:
    """Drop the noughts that stand beside an episode that did not occur."""
    form, answer = f"{gvhd}_episode", f"{gvhd}_occurred"
    if sheet.has(form) and sheet.records[form].values.get(answer) == "no":
        sheet.forget(form, *names)


def follow_up(sheet: Sheet) -> None:
    """The last contact; a death is one where none is given."""
    if not sheet.has("follow_up"):
        return
    died, contact = sheet.value("death_date"), sheet.value("last_contact_date")
    if isinstance(died, PartialDate) and not contact:
        # A visit has a whole day; that the patient died is said by the death.
        sheet.records.pop("follow_up")
    elif died and not contact and not sheet.wrong("last_contact_date"):
        sheet.state("follow_up", visit_date=died)
    if died and contact and contact > latest(died):
        message = _(
            "The last contact is after the death on %(day)s: correct one of the days."
        )
        sheet.warn("last_contact_date", "contact_after_death", message % {"day": died})


def death(sheet: Sheet) -> None:
    """Hold vital status against the death, and say which GVHD was fatal."""
    status = sheet.value("vital_status")
    died, cause = sheet.value("death_date"), sheet.value("death_cause")
    if status in ("alive", "lost") and (died or cause):
        message = _("The patient is %(status)s but has a death: correct one of them.")
        shown = _("alive") if status == "alive" else _("lost to follow-up")
        sheet.refuse("vital_status", "alive_with_death", message % {"status": shown})
        sheet.records.pop("death", None)
    elif status == "dead" and not died:
        message = _("The patient is dead: give the date of death.")
        sheet.refuse("death_date", "dead_without_date", message)
        sheet.records.pop("death", None)
    if cause == "gvhd" and sheet.has("death"):
        sheet.state("death", cause_of_death=_fatal_gvhd(sheet))


def _fatal_gvhd(sheet: Sheet) -> str:
    def occurred(form: str, answer: str) -> bool:
        entry = sheet.records.get(form)
        return entry is not None and entry.values.get(answer) == "yes"

    acute = occurred("agvhd_episode", "agvhd_occurred")
    chronic = occurred("cgvhd_episode", "cgvhd_occurred")
    return "gvhd_acute" if acute and not chronic else "gvhd_chronic"


RULES: tuple[Callable[[Sheet], None], ...] = (
    patient,
    cohort,
    before_treatment,
    day_28,
    product,
    expansion,
    crs,
    transplant,
    engraftment,
    acute_gvhd,
    chronic_gvhd,
    follow_up,
    death,
)
