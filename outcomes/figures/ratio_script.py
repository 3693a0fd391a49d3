"""Hazard ratios in subgroups as an R script: coxph of each part, the interaction."""

from collections.abc import Iterator, Sequence

from outcomes.cohorts.compared import Compared
from outcomes.cohorts.pieces import split_in
from outcomes.cohorts.ratios import SubgroupRatios, counts_within
from outcomes.estimators import Counts
from outcomes.figures.again import Again
from outcomes.figures.counts_lines import ended
from outcomes.figures.r_lines import NoScript, commented, data_frame, frame, same
from outcomes.figures.ratios import RATIOS

PRECISE = "coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)"
HEADS = ("part", "group", "day", "status", "n")


def ratio_script(name: str, again: Again) -> str:
    """Return the script of a figure of ratios. Raises NoScript."""
    paramcd, found = RATIOS[name], again.results["ratios"]
    if found is None:
        raise NoScript("not two groups are compared")
    split = split_in(again.cells, again.definition)
    lines = [
        f"# group: 1 {commented(found['group'])}, 0 {commented(found['reference'])}",
        "# status: 1 the event, 0 last seen, or what competes with it",
        f"control <- {PRECISE}",
    ]
    for number, of in enumerate(again.results["subgroup_ratios"]):
        if of is not None and of["parts"]:
            counts = counts_within(again.cells, split, again.definition, number)
            lines += _subgroup(of, paramcd, counts[paramcd])
    if len(lines) == 3:
        raise NoScript("there are no subgroups")
    about = [f"{name}: every subgroup, one at a time"]
    return frame(again.source, "survival", about, lines)


def _subgroup(found: SubgroupRatios, paramcd: str, counts: Counts) -> Iterator[str]:
    yield ""
    yield f"# {commented(found['label']['en'])}"
    for number, part in enumerate(found["parts"], start=1):
        yield f"# part {number}: {commented(part['label']['en'])}"
    rows = ((place // 2 + 1, place % 2, *left) for place, left in ended(counts))
    yield from data_frame("counts", HEADS, rows)
    yield "patients <- counts[rep(seq_len(nrow(counts)), counts$n), ]"
    own = [part["endpoints"][paramcd] for part in found["parts"]]
    for number, one in enumerate(own, start=1):
        yield from _part(number, one)
    known = [n for n, one in enumerate(own, start=1) if one["coef"] is not None]
    chisq = found["interaction"][paramcd]["chisq"]
    if chisq is not None:
        yield from _interaction(known, chisq)


def _part(number: int, one: Compared) -> Iterator[str]:
    """Yield a part's patients, events and, where there is one, its ratio."""
    own = f"patients$part == {number}"
    for group, place in ((1, 0), (0, 1)):
        found = f"{own} & patients$group == {group}"
        yield from same(f"sum({found})", f"{one['n'][place]}L")
        yield from same(f"sum({found} & patients$status)", f"{one['events'][place]}L")
    if one["coef"] is None:
        return
    yield "fit <- coxph(Surv(day, status) ~ group, patients,"
    yield f"             subset = part == {number}, control = control)"
    yield from same("unname(coef(fit))", repr(one["coef"]))
    yield from same("sqrt(vcov(fit)[1, 1])", repr(one["std_err"]))
    for end, place in (("lower", 1), ("upper", 2)):
        yield from same(
            f"unname(exp(confint(fit))[{place}])",
            repr(one[end]),  # type: ignore[literal-required]
        )


def _interaction(known: Sequence[int], chisq: float) -> Iterator[str]:
    yield f"known <- subset(patients, part %in% c({', '.join(map(str, known))}))"
    for name, sign in (("alike", "+"), ("apart", "*")):
        yield f"{name} <- coxph(Surv(day, status) ~ group {sign} factor(part), known,"
        yield "               control = control)"
    yield "found <- 2 * (apart$loglik[2] - alike$loglik[2])"
    # Two likelihoods of hundreds leave as many digits of a small difference.
    yield f"stopifnot(abs(found - {chisq!r}) < 1e-8 * max(1, found))"
