# The study's table from the registry's own dataset, recomputed in R.
#
#   DAYZERO_URL=https://registry.example.org DAYZERO_TOKEN=... Rscript study_table.R
#
# DAYZERO_COHORT names a cohort and DAYZERO_CUT a data cut; without them, everything that
# the token may see, as it is now.
# Prints CSV: one line for each endpoint and arm, read at two years (730 days).

suppressMessages({
  library(httr2)
  library(survival)
  library(cmprsk)
})

address <- paste0(Sys.getenv("DAYZERO_URL"), "/api/v1/exports/adtte.csv")
asked <- c(cohort = Sys.getenv("DAYZERO_COHORT"), cut = Sys.getenv("DAYZERO_CUT"))
asked <- asked[nzchar(asked)]
query <- paste(names(asked), asked, sep = "=", collapse = "&")
if (nzchar(query)) address <- paste0(address, "?", query)

file <- tempfile(fileext = ".csv")
fetch <- function(address) {
  request(address) |>
    req_headers(Authorization = paste("Token", Sys.getenv("DAYZERO_TOKEN"))) |>
    # The file of a job is refused by 409 until it is there.
    req_retry(max_seconds = 3600, is_transient = \(a) resp_status(a) == 409) |>
    req_perform(path = file)
}
answer <- fetch(address)
if (resp_status(answer) == 202) { # so many rows that a worker writes the file
  fetch(paste0(resp_header(answer, "Location"), "file"))
}
adtte <- read.csv(file)

horizon <- 730
of <- function(code) {
  rows <- adtte[adtte$PARAMCD == code, ]
  rows$arm <- factor(rows$TRT01A)
  rows
}

survival_endpoint <- function(code) {
  rows <- of(code)
  event <- Surv(rows$AVAL, rows$CNSR == 0)
  fit <- survfit(event ~ arm, rows, conf.type = "log-log")
  at <- summary(fit, times = horizon, extend = TRUE)
  test <- survdiff(event ~ arm, rows)
  data.frame(
    endpoint = code, arm = levels(rows$arm), estimate = at$surv,
    std_err = at$std.err, lower = at$lower, upper = at$upper, n_risk = at$n.risk,
    chisq = test$chisq, p = pchisq(test$chisq, 1, lower.tail = FALSE)
  )
}

competing_endpoint <- function(code) {
  rows <- of(code)
  fit <- cuminc(rows$AVAL, rows$CAUSE, rows$arm, cencode = 0)
  at <- timepoints(fit, horizon)
  own <- paste(levels(rows$arm), 1) # the incidence of the event itself
  data.frame(
    endpoint = code, arm = levels(rows$arm), estimate = at$est[own, 1],
    std_err = sqrt(at$var[own, 1]), lower = NA, upper = NA, n_risk = NA,
    chisq = fit$Tests["1", "stat"], p = fit$Tests["1", "pv"]
  )
}

table <- rbind(
  survival_endpoint("OS"), survival_endpoint("LFS"),
  competing_endpoint("RI"), competing_endpoint("NRM")
)
write.csv(format(table, digits = 15, trim = TRUE), row.names = FALSE, quote = FALSE)
