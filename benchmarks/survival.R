# Seconds that R takes for the same rows, best of a few rounds, as one JSON object.
#   Rscript survival.R PART ROWS.csv ROUNDS
suppressMessages({library(survival); library(cmprsk)})
asked <- commandArgs(TRUE)
d <- read.csv(asked[2])
rounds <- as.integer(asked[3])
parts <- list(
  counts = function() {
    survfit(Surv(day, cause > 0) ~ group, d, conf.type = "log-log")
    survdiff(Surv(day, cause > 0) ~ group, d)
    cuminc(d$day, d$cause, d$group)
  },
  cox = function() coxph(
    Surv(day, cause > 0) ~ x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8, d),
  fine_gray = function() crr(d$day, d$cause, as.matrix(d[paste0("x", 1:8)]))
)
part <- parts[[asked[1]]]
cat(min(sapply(seq_len(rounds), function(i) system.time(part())["elapsed"])))
