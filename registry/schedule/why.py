"""Why a visit is due, moved or cancelled, in both languages."""

from registry.codelists.base import Label
from registry.schedule.planned import Planned
from registry.schedule.visits import Track

TREATMENT = {
    Track.CAR_T: Label("CAR-T infusion", "CAR-T回输"),
    Track.HSCT: Label("HSCT", "移植"),
}
ENDED: dict[str, Label] = {
    "death": Label(
        "Not asked: the patient died on {on}, before the window was over.",
        "不再要求：患者于 {on} 死亡，早于访视窗结束。",
    ),
    "withdrawn": Label(
        "Not asked: consent was withdrawn on {on}.",
        "不再要求：知情同意已于 {on} 撤回。",
    ),
    "consent_scope": Label(
        "Not asked: the consent does not cover follow-up after the fifth year.",
        "不再要求：知情同意未包含第5年之后的长期随访。",
    ),
    "lost": Label(
        "Not asked: lost to follow-up since {on}. A later contact brings it back.",
        "不再要求：患者自 {on} 起失访。之后若再联系上，访视将恢复。",
    ),
    "hsct": Label(
        "Moved: since the HSCT of {on} the disease is followed on the HSCT track; only "
        "the safety visits of CAR-T go on.",
        "已转移：自 {on} 移植起按移植轨道随访疾病；CAR-T仅保留安全性访视。",
    ),
    "restarted_car_t": Label(
        "Moved: the infusion of {on} restarted the CAR-T track and its 15 years.",
        "已转移：{on} 再次回输，CAR-T轨道及15年随访重新开始。",
    ),
    "restarted_hsct": Label(
        "Moved: the HSCT of {on} restarted the HSCT track.",
        "已转移：{on} 再次移植，移植轨道重新开始。",
    ),
}
COUNTED = Label(
    "{name}, day {day} after the {treatment} of {zero}: window {opens} to {closes}.",
    "{zero} {treatment}后第{day}天（{name}）：访视窗 {opens} 至 {closes}。",
)
BEFORE = Label(
    "{name}, before the {treatment} of {zero}: window {opens} to {closes}.",
    "{zero} {treatment}前（{name}）：访视窗 {opens} 至 {closes}。",
)
SAFETY = Label(
    "Only for safety: after an HSCT the CAR-T track goes on to 15 years from the last "
    "infusion.",
    "仅为安全性访视：移植后CAR-T轨道延续至末次回输后15年。",
)
OPTIONAL = Label(
    "Optional: it is never overdue.",
    "可选访视：不计逾期。",
)
SCREENED = 0


def why(visit: Planned) -> tuple[Label, ...]:
    """Return the reasons in the order in which they are read."""
    said = [_counted(visit)]
    if visit.ended:
        said.append(_filled(ENDED[visit.ended], on=visit.ended_on))
    elif visit.safety:
        said.append(SAFETY)
    if visit.optional and not visit.ended:
        said.append(OPTIONAL)
    return tuple(said)


def _counted(visit: Planned) -> Label:
    row, treatment = visit.visit, TREATMENT[visit.track]
    words = {
        "zero": visit.day_zero,
        "day": row.day,
        "opens": visit.opens_on,
        "closes": visit.closes_on,
    }
    pattern = BEFORE if row.day < SCREENED else COUNTED
    return Label(
        pattern.en.format(name=row.label.en, treatment=treatment.en, **words),
        pattern.zh.format(name=row.label.zh, treatment=treatment.zh, **words),
    )


def _filled(pattern: Label, **words: object) -> Label:
    return Label(pattern.en.format(**words), pattern.zh.format(**words))
