"""The builder of cohorts: what was typed, its definition, and what the page draws."""
