# What R finds of every endpoint in the exported datasets, as JSON with 17 digits.
#   Rscript endpoints.R FOLDER      with adtte.csv and adsl.csv by kind of day 0, asked.json
# asked: by code, whether it is survival, the days of its table, and the day to read at.
# Groups are by sex, strata by disease.
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
asked <- fromJSON(file.path(folder, "asked.json"), simplifyDataFrame = FALSE)
read <- function(kind) {
  of <- function(name) read.csv(file.path(folder, paste0(kind, "_", name, ".csv")))
  d <- merge(of("adtte"), of("adsl")[c("USUBJID", "SEX", "DISEASE")])
  transform(d, code = sub("INF$", "", PARAMCD))
}

# summary() puts its times in order, so the day to read at is asked for by itself.
limited <- function(curve, days, read) {
  ends <- function(times) summary(curve, times = times, extend = TRUE)[c("lower", "upper")]
  unname(Map(c, ends(days), ends(read)))
}
survived <- function(d, days, read) {
  of <- Surv(d$AVAL, d$CNSR == 0)
  curve <- survfit(of ~ 1, conf.type = "log-log")
  found <- summary(curve, times = days, extend = TRUE)
  at <- summary(curve, times = read, extend = TRUE)
  middle <- quantile(curve, .5)
  list(
    at_risk = found$n.risk, estimate = found$surv,
    greenwood = at$std.err, read = at$surv,
    limits = limited(curve, days, read),
    others = limited(survfit(of ~ 1, conf.type = "arcsin"), days, read),
    median = unlist(middle, use.names = FALSE))
}
occurred <- function(d, days, read) {
  state <- factor(d$CAUSE, 0:max(1, d$CAUSE))
  curve <- survfit(Surv(d$AVAL, state) ~ 1, conf.type = "log-log")
  i <- findInterval(c(days, read), curve$time)
  first <- function(of) c(0, of[, 2])[i + 1]
  # cuminc says nothing past the last day, where all may be decided, nor of no event.
  decided <- curve$pstate[length(curve$time), 1] < 1e-12
  other <- timepoints(cuminc(d$AVAL, d$CAUSE), if (decided) min(read, max(d$AVAL)) else read)
  list(
    at_risk = sapply(days, function(day) sum(d$AVAL >= day)),
    estimate = c(0, curve$pstate[, 2])[i[seq_along(days)] + 1],
    greenwood = first(curve$std.err)[length(i)], read = first(curve$pstate)[length(i)],
    limits = list(first(curve$lower), first(curve$upper)),
    cmprsk = if ("1 1" %in% rownames(other$est)) sqrt(other$var["1 1", 1]) else 0,
    causes = lapply(seq_len(ncol(curve$pstate) - 1), function(cause)
      c(0, curve$pstate[, cause + 1])[i[seq_along(days)] + 1]))
}
compared <- function(d, survives, stratified) {
  if (stratified) d <- d[!is.na(d$DISEASE) & d$DISEASE != "", ]
  sex <- factor(d$SEX)
  if (!survives) {
    strata <- if (stratified) d$DISEASE else rep(1, nrow(d))
    return(unname(cuminc(d$AVAL, d$CAUSE, sex, strata = strata)$Tests["1", "stat"]))
  }
  of <- Surv(d$AVAL, d$CNSR == 0)
  if (stratified) survdiff(of ~ sex + strata(d$DISEASE))$chisq else survdiff(of ~ sex)$chisq
}

of_endpoint <- function(rows, one, code, stratified) {
  d <- rows[rows$code == code, ]
  each <- if (one$survives) survived else occurred
  list(
    groups = lapply(split(d, d$SEX), each, days = unlist(one$days), read = one$read),
    test = compared(d, one$survives, stratified))
}
found <- Map(function(kind, endpoints) {
  rows <- read(kind)
  Map(function(one, code) of_endpoint(rows, one, code, kind == "infusion"),
    endpoints, names(endpoints))
}, names(asked), asked)
cat(toJSON(found, digits = I(17), na = "null", null = "null"))
