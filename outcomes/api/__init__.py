"""REST for cohorts, their results, and datasets."""
