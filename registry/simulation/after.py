"""What becomes of a made-up patient: relapse, visits, death."""

from datetime import date

from registry.simulation.chances import after
from registry.simulation.course import END, Course
from registry.simulation.transplant import complications

# Mean days to relapse and to death without one, after which treatment.
AFTER_CELLS, AFTER_HSCT = (900, 6000), (3200, 4200)
SHARE_OF_CURED = 0.45
AFTER_RELAPSE = 260
VISITS = (90, 180, 365, 730, 1095, 1825, 2555)
POINTS = ("D90", "M6", "M12", "annual", "annual", "annual", "annual")
OTHER_CAUSES = {
    "infection": 45.0,
    "gvhd_acute": 15.0,
    "organ_failure": 20.0,
    "haemorrhage": 20.0,
}
EARLIEST = 95


def followed(course: Course) -> None:
    """Tell the rest: to death, or to the last contact before the registry's end."""
    chance, day0 = course.chance, course.day0
    relapse, death = _to_come(course)
    seen = min(END, after(day0, chance.waiting(2600) + EARLIEST))
    end = min(death or seen, seen)
    relapse = relapse if relapse and relapse < end else None
    complications(course, min(end, relapse or end))
    if relapse:
        _relapse(course, relapse)
    _visits(course, end, relapse, died=end == death)
    if end == death:
        _death(course, end, relapse)


def _to_come(course: Course) -> tuple[date | None, date | None]:
    """Return the days of relapse and death, if one waited long enough."""
    chance, day0 = course.chance, course.day0
    to_relapse, to_death = AFTER_HSCT if course.transplanted else AFTER_CELLS
    relapses = not (course.in_remission and chance.happens(SHARE_OF_CURED))
    relapse = EARLIEST + chance.waiting(to_relapse)
    dies = EARLIEST + chance.waiting(to_death)
    if relapses and relapse < dies:
        dies = relapse + chance.waiting(AFTER_RELAPSE)
        return after(day0, relapse), after(day0, dies)
    return None, after(day0, dies)


def _relapse(course: Course, day: date) -> None:
    chance = course.chance
    course.add(
        "relapse",
        {
            "relapse_date": day,
            "relapse_type": "haematological"
            if course.been_in_remission
            else "progression",
            "relapse_bm_blasts_pct": chance.amount(8, 90),
            "relapse_method": ["morphology", "flow"],
            "target_antigen": chance.one_of({"positive": 7.0, "negative": 3.0}),
        },
    )
    course.assessed(day, "relapse", remission=False)


def _visits(course: Course, end: date, relapse: date | None, *, died: bool) -> None:
    day0 = course.day0
    days = [
        (after(day0, days), point) for days, point in zip(VISITS, POINTS, strict=True)
    ]
    due = [(day, point) for day, point in days if day < end]
    if not died:
        due.append((end, "other"))
    for day, point in due:
        relapsed = relapse is not None and relapse <= day
        remission = course.in_remission and not relapsed
        course.add(
            "follow_up",
            {
                "visit_date": day,
                "visit": point,
                "contact_type": course.chance.one_of({"clinic": 8.0, "telephone": 2.0}),
                "vital_status": "alive",
                "performance": course.chance.one_of({"100": 3.0, "90": 5.0, "80": 2.0}),
                "in_remission": "yes" if remission else "no",
                "immunosuppression": "off" if course.transplanted else "never",
                "steroid_use": "none",
                "subsequent_events": ["relapse"] if relapsed else ["none"],
            },
        )


def _death(course: Course, day: date, relapse: date | None) -> None:
    cause = "relapse" if relapse else course.chance.one_of(OTHER_CAUSES)
    course.add(
        "death",
        {
            "death_date": day,
            "cause_of_death": cause,
            "remission_at_death": "no" if relapse else "yes",
        },
    )
