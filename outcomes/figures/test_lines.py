"""The chosen test of survival as lines of R."""

from collections.abc import Iterator, Sequence

from outcomes.cohorts.analysis import Analysis
from outcomes.cohorts.shapes import Test
from outcomes.figures.r_lines import number, same, vector

# survdiff has rho alone.
WEIGHTED = """\
weighted <- function(rows) {
  day <- sort(unique(rows$day[rows$status == 1]))
  groups <- levels(rows$group)
  n <- matrix(sapply(groups, function(one) sapply(day, function(at)
    sum(rows$group == one & rows$day >= at))), ncol = length(groups))
  own <- matrix(sapply(groups, function(one) sapply(day, function(at)
    sum(rows$group == one & rows$day == at & rows$status == 1))), ncol = length(groups))
  d <- rowSums(own)
  all <- rowSums(n)
  before <- c(1, cumprod(1 - d / all))[seq_along(day)]
  weight <- before^rho * (1 - before)^gamma
  share <- n / all
  spread <- weight^2 * d * (all - d) / pmax(all - 1, 1)
  list(score = colSums(weight * (own - d * share)),
       var = diag(colSums(spread * share)) - t(spread * share) %*% share)
}"""


def survival_test(
    found: Test, chosen: Analysis, scores: Sequence[int], data: str, by: str
) -> Iterator[str]:
    """Yield the test of the survival of the groups in ``data``, and its comparison.

    ``scores`` are the groups' places for a trend; ``by`` adds strata to a formula.
    """
    if chosen.gamma:
        yield from _weighted(found, chosen, data, stratified=bool(by))
        return
    rho = f", rho = {chosen.rho!r}" if chosen.rho else ""
    yield f"test <- survdiff(Surv(day, status) ~ group{by}, {data}{rho})"
    if chosen.test != "trend":
        yield from same("test$chisq", number(found["chisq"]))
        return
    if by:
        # Strata name every group by its place, and R sorts the names.
        yield f'place <- as.integer(sub("group", "", levels(factor({data}$group))))'
    else:
        yield f"place <- {vector(scores)}"
    yield "score <- sum(place * rowSums(cbind(test$obs - test$exp)))"
    yield "chisq <- score^2 / drop(place %*% test$var %*% place)"
    yield from same("chisq", number(found["chisq"]))


def _weighted(
    found: Test, chosen: Analysis, data: str, *, stratified: bool
) -> Iterator[str]:
    """Yield Fleming and Harrington's G(rho, gamma) in R's own arithmetic."""
    yield f"rho <- {chosen.rho!r}"
    yield f"gamma <- {chosen.gamma!r}"
    yield from WEIGHTED.splitlines()
    if stratified:
        yield f"{data}$group <- factor({data}$group)"
    yield f"of <- {f'{data}$stratum' if stratified else f'rep(1, nrow({data}))'}"
    yield f"parts <- lapply(split({data}, of), weighted)"
    yield 'score <- Reduce(`+`, lapply(parts, `[[`, "score"))'
    yield 'var <- Reduce(`+`, lapply(parts, `[[`, "var"))'
    yield "own <- which(diag(var) > 1e-10 * sum(diag(var)))[-1]"
    yield "chisq <- drop(score[own] %*% solve(var[own, own], score[own]))"
    yield from same("chisq", number(found["chisq"]))
