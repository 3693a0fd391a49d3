"""Pages of the outcomes: thin, drawn from stored snapshots."""
