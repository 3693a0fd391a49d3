# R's results for several sets of patients in one process, with 17 digits, NA as null.
#   Rscript reference.R SETS.json      each: columns of patients, and days to read at
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
sets <- fromJSON(commandArgs(TRUE)[1], simplifyDataFrame = FALSE)
precise <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)

null <- function(x) { x <- as.vector(unlist(x)); ifelse(is.finite(x), x, NA) }
said <- function(x) tryCatch(x, error = function(e) list(error = conditionMessage(e)))
kinds <- c("log", "log-log", "plain", "logit", "arcsin")

kaplan_meier <- function(d, days) lapply(kinds, function(kind) {
  curve <- survfit(Surv(time, status > 0) ~ 1, d, conf.type = kind)
  at <- summary(curve, times = days, extend = TRUE)
  null(c(at$n.risk, at$surv, at$std.err, at$lower, at$upper))
})
quantiles <- function(d) lapply(kinds, function(kind) {
  curve <- survfit(Surv(time, status > 0) ~ 1, d, conf.type = kind)
  null(quantile(curve, c(.25, .5, .75)))
})
mean_until <- function(d, tau) unname(
  summary(survfit(Surv(time, status > 0) ~ 1, d), rmean = tau)$table[c("rmean", "se(rmean)")])
difference <- function(d, tau, groups) {
  a <- mean_until(d[d$group == groups[1], ], tau)
  b <- mean_until(d[d$group == groups[2], ], tau)
  c(b[1] - a[1], sqrt(a[2]^2 + b[2]^2))
}
follow_up <- function(d) null(quantile(survfit(Surv(time, status == 0) ~ 1, d), .5)$quantile)

log_rank <- function(d, rho) {
  f <- survdiff(Surv(time, status > 0) ~ group, d, rho = rho)
  null(c(f$obs, f$exp, f$var, f$chisq))
}
stratified <- function(d) {
  f <- survdiff(Surv(time, status > 0) ~ group + strata(layer), d)
  null(c(rowSums(f$obs), rowSums(f$exp), f$var, f$chisq))
}
trend <- function(d) {
  f <- survdiff(Surv(time, status > 0) ~ group, d)
  w <- seq_along(f$n)
  z <- sum(w * (f$obs - f$exp)) / sqrt(drop(t(w) %*% f$var %*% w))
  c(z, z^2)
}
# survdiff has neither gamma nor late entry: the sums day by day.
by_hand <- function(start, stop, event, group, rho = 0, gamma = 0) {
  groups <- sort(unique(group)); k <- length(groups); u <- numeric(k); v <- matrix(0, k, k); s <- 1
  for (t in sort(unique(stop[event]))) {
    n <- sapply(groups, function(g) sum(start < t & stop >= t & group == g))
    e <- sapply(groups, function(g) sum(stop == t & event & group == g))
    N <- sum(n); D <- sum(e); w <- s^rho * (1 - s)^gamma
    u <- u + w * (e - D * n / N)
    if (N > 1) v <- v + w^2 * D * (N - D) / (N - 1) * (diag(n / N, k) - outer(n, n) / N^2)
    s <- s * (1 - D / N)
  }
  drop(u[-1] %*% solve(v[-1, -1], u[-1]))
}
g_rho_gamma <- function(d, rho, gamma) by_hand(-1, d$time, d$status > 0, d$group, rho, gamma)

aalen_johansen <- function(d, days) lapply(kinds[1:3], function(kind) {
  f <- survfit(Surv(time, factor(status, 0:2)) ~ 1, d, conf.type = kind)
  i <- findInterval(days, f$time); i <- i[i > 0]
  null(c(f$pstate[i, -1], f$std.err[i, -1], f$lower[i, -1], f$upper[i, -1]))
})
cmprsk_incidence <- function(d, days) {
  tp <- timepoints(cuminc(d$time, d$status), days)
  rows <- paste(1, 1:2)
  null(c(t(tp$est[rows, ]), t(tp$var[rows, ])))
}
gray <- function(d, rho = 0) null(cuminc(d$time, d$status, d$group, rho = rho)$Tests[, "stat"])
gray_strata <- function(d) null(cuminc(d$time, d$status, d$group, strata = d$layer)$Tests[, "stat"])

late_entry <- function(d, days) {
  f <- survfit(Surv(entry, time, status > 0) ~ 1, d, conf.type = "log-log")
  s <- summary(f, times = days[days > min(f$time)], extend = TRUE)
  a <- survfit(Surv(entry, time, factor(status, 0:2)) ~ 1, d, id = seq_along(time))
  i <- findInterval(days, a$time); i <- i[i > 0]
  list(null(c(s$surv, s$std.err, s$lower, s$upper)), null(a$pstate[i, -1]),
    by_hand(d$entry, d$time, d$status > 0, d$group))
}
landmark <- function(d, at) {
  a <- d[d$time > at, ]; a$x <- as.integer(!is.na(a$changed) & a$changed <= at)
  f <- survdiff(Surv(time - at, status > 0) ~ x, a)
  null(c(f$n, f$obs, f$exp, f$chisq))
}
halves <- function(d) {
  change <- ifelse(is.na(d$changed) | d$changed >= d$time, Inf, d$changed)
  moved <- is.finite(change)
  rbind(
    data.frame(start = 0, stop = pmin(d$time, change), event = d$status > 0 & !moved, x = 0),
    data.frame(start = change, stop = d$time, event = d$status > 0, x = 1)[moved, ])
}
mantel_byar <- function(d) {
  h <- halves(d)
  f <- survfit(Surv(start, stop, event) ~ x, h, conf.type = "log-log")
  test <- by_hand(h$start, h$stop, h$event, h$x)
  list(null(f$n.risk), null(f$surv), null(f$std.err), null(f$lower), null(f$upper), test)
}
states <- c("alive", "moved", "relapse", "dead")
occupation <- function(s, days) {
  s <- as.data.frame(lapply(s, unlist))
  s$to <- factor(s$to, c("", states)); s$state <- factor(s$state, states)
  f <- survfit(Surv(start, stop, to) ~ 1, s, id = patient, istate = state)
  at <- summary(f, times = days, extend = TRUE)
  order <- match(states, f$states)
  list(null(t(at$pstate[, order])), null(t(at$std.err[, order])))
}

cox <- function(fit, robust = FALSE) list(
  null(coef(fit)), null(vcov(fit)), fit$loglik, fit$score, fit$wald.test,
  if (robust) fit$rscore else NULL)
coxes <- function(d) list(
  efron = cox(coxph(Surv(time, status > 0) ~ x1 + x2 + group, d, control = precise)),
  breslow = cox(coxph(Surv(time, status > 0) ~ x1 + x2 + group, d, ties = "breslow", control = precise)),
  exact = cox(coxph(Surv(time, status > 0) ~ x1 + x2, d, ties = "exact", control = precise)),
  late = cox(coxph(Surv(entry, time, status > 0) ~ x1 + x2 + strata(layer), d, control = precise)),
  robust = cox(coxph(Surv(entry, time, status > 0) ~ x1 + x2 + strata(layer) + cluster(id), d, control = precise), TRUE))
concordances <- function(d) {
  f <- coxph(Surv(entry, time, status > 0) ~ x1 + x2 + strata(layer), d, control = precise)
  unname(f$concordance["concordance"])
}
zph <- function(d) lapply(c("km", "identity", "log", "rank"), function(clock) {
  plain <- coxph(Surv(time, status > 0) ~ x1 + x2 + group, d, control = precise)
  late <- coxph(Surv(entry, time, status > 0) ~ x1 + x2 + strata(layer), d, control = precise)
  null(c(cox.zph(plain, transform = clock)$table[, 1], cox.zph(late, transform = clock)$table[, 1]))
})
# crr's line search stalls: one Newton step more is the maximum.
fine_gray <- function(d) lapply(1:2, function(cause) {
  X <- cbind(d$x1, d$x2)
  first <- crr(d$time, d$status, X, failcode = cause, gtol = 1e-13, maxiter = 50)
  polished <- first$coef + drop(first$invinf %*% colSums(first$res))
  list(null(polished), null(first$var), first$loglik)
})

results <- function(set) {
  d <- as.data.frame(lapply(set$patients, function(x) { x[sapply(x, is.null)] <- NA; unlist(x) }))
  days <- set$days; groups <- sort(unique(d$group))
  of_groups <- function(f) lapply(groups, function(g) f(d[d$group == g, ]))
  tau <- min(tapply(d$time, d$group, max))
  later <- transform(d, time = time + 1)
  subdistribution <- said(fine_gray(later))
  list(
    kaplan_meier = said(of_groups(function(x) kaplan_meier(x, days))),
    quantiles = said(of_groups(quantiles)),
    restricted_mean = said(list(of_groups(function(x) mean_until(x, tau)), difference(d, tau, groups))),
    follow_up = said(of_groups(follow_up)),
    log_rank = said(lapply(c(0, 1, .5), function(rho) log_rank(d, rho))),
    fleming_harrington = said(list(g_rho_gamma(d, 0, 1), g_rho_gamma(d, .5, .5))),
    stratified = said(stratified(d)),
    trend = said(trend(d)),
    aalen_johansen = said(of_groups(function(x) aalen_johansen(x, days))),
    cmprsk_incidence = said(of_groups(function(x) cmprsk_incidence(x, days))),
    gray = said(c(gray(d), gray(d, 1))),
    gray_strata = said(gray_strata(d)),
    late_entry = said(late_entry(later, days)),
    landmark = said(landmark(d, set$landmark)),
    mantel_byar = said(mantel_byar(later)),
    occupation = said(occupation(set$stays, days)),
    cox = said(coxes(later)),
    concordance = said(concordances(later)),
    proportional_hazards = said(zph(later)),
    fine_gray = said(lapply(subdistribution, function(x) x[-2])),
    fine_gray_variance = said(lapply(subdistribution, function(x) x[2])))
}
cat(toJSON(lapply(sets, results), digits = NA, na = "null", auto_unbox = FALSE, null = "list"))
