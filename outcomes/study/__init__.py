"""The founding study: its cohort, and its published figures beside our own."""
