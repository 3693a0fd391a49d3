"""A definition in words, part by part, in both languages. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.refusals import DAY_0
from outcomes.cohorts.rules import Filter, Grouping, Point
from outcomes.cohorts.variable import Variable
from outcomes.endpoints import ENDPOINTS
from registry.codelists.base import Label

NOTHING = Label("no groups", "不分组")
QUANTILE_WORDS = {
    "median": Label("cut at the median", "按中位数分"),
    "tertiles": Label("in tertiles", "按三分位数分"),
    "quartiles": Label("in quartiles", "按四分位数分"),
    "quintiles": Label("in quintiles", "按五分位数分"),
    "sextiles": Label("in sextiles (6)", "按六分位数分"),
    "septiles": Label("in septiles (7)", "按七分位数分"),
    "octiles": Label("in octiles (8)", "按八分位数分"),
    "noniles": Label("in noniles (9)", "按九分位数分"),
    "deciles": Label("in deciles", "按十分位数分"),
}
HSCT_WAYS = {
    "ignore": Label("HSCT is passed over", "忽略移植"),
    "censor": Label("censored at HSCT", "移植处删失"),
    "time_dependent": Label("HSCT as a time-dependent state", "移植为时间依赖状态"),
    "landmark": Label("HSCT at a landmark", "移植的界标分析"),
    "competing": Label("HSCT competes", "移植为竞争事件"),
}
HSCT_MEANINGS = {
    "ignore": Label(
        "Patients are followed through HSCT as they were meant to be treated "
        "(treatment policy). The default for survival.",
        "按治疗策略随访，跨越移植。总生存的默认方式。",
    ),
    "censor": Label(
        "Follow-up ends on the day before conditioning. HSCT is not by chance, so read "
        "it beside the curve that passes over HSCT.",
        "随访止于预处理前一日。移植并非随机，请与忽略移植的曲线并看。",
    ),
    "time_dependent": Label(
        "Patients count as without HSCT until its day and as with it from then on: "
        "Simon–Makuch curves, Mantel–Byar test.",
        "移植前计入未移植，移植日起计入已移植：Simon–Makuch曲线、Mantel–Byar检验。",
    ),
    "landmark": Label(
        "Groups as they stand on a chosen day, among those who are then alive, "
        "followed and without event; days count from there.",
        "按选定日的状态分组，仅含当时存活、在随访且无事件者；天数自该日起算。",
    ),
    "competing": Label(
        "HSCT is a competing event of relapse and of non-relapse mortality; there is "
        "no Kaplan–Meier curve then.",
        "移植是复发与非复发死亡的竞争事件；此时无Kaplan–Meier曲线。",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a definition; ``key`` finds it again in another version."""

    key: str
    name: Label
    says: Label


def parts_of(definition: Definition) -> list[Part]:
    """Return everything that the definition says, in reading order."""
    return [*_frame(definition), *_who(definition), *_compared(definition)]


def sentence(definition: Definition) -> Label:
    """Return the definition as one paragraph."""
    said = parts_of(definition)
    return Label(
        ". ".join(f"{part.name.en}: {part.says.en}" for part in said) + ".",
        "。".join(f"{part.name.zh}：{part.says.zh}" for part in said) + "。",
    )


def _frame(definition: Definition) -> Iterator[Part]:
    yield Part("index", Label("Day 0", "第0天"), DAY_0[definition.index])
    days = definition.horizon
    yield Part(
        "horizon", Label("Read at", "读数日"), Label(f"day {days}", f"第{days}天")
    )


def _who(definition: Definition) -> Iterator[Part]:
    for rule in definition.filters:
        name = rule.variable.label
        yield Part(f"filter:{rule.variable.name}", name, filter_words(rule))


def _compared(definition: Definition) -> Iterator[Part]:
    groups = definition.groups
    says = grouping_words(groups) if groups else NOTHING
    yield Part("groups", Label("Compared", "比较"), says)
    if definition.strata:
        yield Part("strata", Label("Within strata of", "分层"), _all(definition.strata))
    yield from _analysed(definition)
    if definition.subset:
        rule = definition.subset
        says = _joined(rule.variable.label, filter_words(rule))
        name = Label("Subgroups, toxicity and day 28 are of", "亚组、毒性与第28天限于")
        yield Part("subset", name, says)
    if definition.subgroups:
        name = Label("Subgroups by", "亚组")
        yield Part("subgroups", name, _all(definition.subgroups))
    if definition.index == "infusion":
        name = Label("HSCT after CAR-T", "CAR-T后移植")
        yield Part("hsct", name, HSCT_WAYS[hsct_way(definition)])
    names = [ENDPOINTS[code].name for code in definition.endpoints]
    listed = Label(", ".join(n.en for n in names), "、".join(n.zh for n in names))
    yield Part("endpoints", Label("Endpoints", "终点"), listed)


def _analysed(definition: Definition) -> Iterator[Part]:
    """Say how survival is compared, where it is, and what the limits are."""
    chosen, groups = definition.analysis, definition.groups
    if groups and not groups.time_dependent:
        yield Part("test", Label("Survival compared by", "生存比较"), chosen.says)
    yield Part("limits", Label("Confidence limits", "置信限"), chosen.width)


def hsct_way(definition: Definition) -> str:
    """Return which of the five ways to treat HSCT after CAR-T this is."""
    groups = definition.groups
    if groups and groups.variable.name == "hsct_done":
        return "time_dependent" if groups.time_dependent else "landmark"
    return definition.hsct


def filter_words(rule: Filter) -> Label:
    """Return whom a filter keeps."""
    variable = rule.variable
    if rule.values:
        found = [variable.value_label(value) for value in rule.values]
        return Label(", ".join(v.en for v in found), "、".join(v.zh for v in found))
    unit, zh = _units(variable)
    ends = [f"≥ {point_words(rule.low)}"] if rule.low is not None else []
    ends += [f"≤ {point_words(rule.high)}"] if rule.high is not None else []
    return Label(", ".join(ends) + unit, "，".join(ends) + zh)


def grouping_words(grouping: Grouping) -> Label:
    """Return by what a grouping splits, and how."""
    name = grouping.variable.label
    ways = [way for way in (_cut_words(grouping), _follow_words(grouping)) if way]
    return Label(
        ", ".join([name.en, *(way.en for way in ways)]),
        "，".join([name.zh, *(way.zh for way in ways)]),
    )


def point_words(point: Point) -> str:
    """Return a bound or cut as it is written."""
    return f"{point:g}" if isinstance(point, int | float) else point.isoformat()


def _cut_words(grouping: Grouping) -> Label | None:
    if isinstance(grouping.cut, str):
        return QUANTILE_WORDS[grouping.cut]
    if not grouping.points:
        return None
    at = ", ".join(point_words(point) for point in grouping.points)
    unit, zh = _units(grouping.variable)
    return Label(f"cut at {at}{unit}", f"切点 {at}{zh}")


def _units(variable: Variable) -> tuple[str, str]:
    """Return the unit as it follows a number in each language."""
    unit = f" {variable.unit}" if variable.unit else ""
    return unit, {"y": "岁", "d": "天"}.get(variable.unit, unit)


def _follow_words(grouping: Grouping) -> Label | None:
    if grouping.time_dependent:
        return Label("as a time-dependent state", "作为时间依赖状态")
    if grouping.landmark:
        day = grouping.landmark
        return Label(f"as it stands on day {day}", f"按第{day}天的状态")
    return None


def _all(groupings: tuple[Grouping, ...]) -> Label:
    said = [grouping_words(one) for one in groupings]
    return Label("; ".join(s.en for s in said), "；".join(s.zh for s in said))


def _joined(name: Label, says: Label) -> Label:
    return Label(f"{name.en}: {says.en}", f"{name.zh}：{says.zh}")


def known_words(variable: Variable) -> Label:
    """Return when a variable becomes known, as a sentence."""
    when = variable.when
    return Label(f"Known {when.en}.", f"{when.zh}已知。")
