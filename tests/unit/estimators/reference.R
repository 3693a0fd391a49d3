# R's results for one CSV of time, status, group, with 17 digits, NA as null.
#   Rscript reference.R FILE.csv CONF_TYPE DAY,DAY,...
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
options(warn = 2)
asked <- commandArgs(TRUE)
patients <- read.csv(asked[1], colClasses = c("numeric", "integer", "character"))
conf_type <- asked[2]
days <- as.numeric(strsplit(asked[3], ",")[[1]])
groups <- sort(unique(patients$group))
tau <- min(tapply(patients$time, patients$group, max))
precise <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)

null <- function(x) ifelse(is.nan(x), NA, x)

of_group <- function(name) {
  mine <- patients[patients$group == name, ]
  curve <- survfit(Surv(time, status > 0) ~ 1, mine, conf.type = conf_type)
  at <- summary(curve, times = days, extend = TRUE)
  median <- quantile(curve, 0.5)
  mean <- summary(curve, rmean = tau)$table
  reverse <- survfit(Surv(time, status == 0) ~ 1, mine)
  incidence <- timepoints(cuminc(mine$time, mine$status), days)
  causes <- paste(1, 1:2)
  list(
    group = name, n = nrow(mine), events = sum(mine$status > 0),
    median = unname(unlist(median)),
    median_follow_up = unname(quantile(reverse, 0.5)$quantile),
    rmst = unname(mean[c("rmean", "se(rmean)")]),
    n_risk = at$n.risk, estimate = at$surv, std_err = null(at$std.err),
    lower = null(at$lower), upper = null(at$upper),
    incidence = incidence$est[causes, ], variance = incidence$var[causes, ]
  )
}

test <- function(rho) {
  found <- survdiff(Surv(time, status > 0) ~ group, patients, rho = rho)
  c(found$chisq, length(groups) - 1)
}

cox <- summary(coxph(
  Surv(time, status > 0) ~ group, patients, ties = "efron", control = precise
))$coefficients
gray <- cuminc(patients$time, patients$status, patients$group)$Tests
cat(toJSON(list(
  groups = lapply(groups, of_group),
  logrank = test(0), peto_peto = test(1),
  gray = unname(gray[, "stat"]),
  coef = unname(cox[, "coef"]), coef_std_err = unname(cox[, "se(coef)"])
), digits = NA, na = "null", auto_unbox = TRUE))
