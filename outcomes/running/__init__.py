"""How the installation runs: what waits, since when, and what was given up."""
