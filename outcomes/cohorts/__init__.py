"""Cohorts: definitions, membership, groups by what is known at time zero, results."""
