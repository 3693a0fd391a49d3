"""Figures: one chart spec each, drawn in the browser and written to files."""
