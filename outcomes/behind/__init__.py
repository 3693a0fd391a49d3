"""Who is behind a mark of a figure, and which form made it so."""
