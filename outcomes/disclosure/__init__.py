"""What those may see who see sums alone: the rule of small cells, at one place."""
