"""Count the whole audit trail again, and name what does not agree."""
