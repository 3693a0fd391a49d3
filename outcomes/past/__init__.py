"""A cohort as it stood: read from the history, and what changed since."""
