"""Regressions of a cohort: what is asked, the rows, the fit, and what is said of it."""
