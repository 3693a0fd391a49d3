"""From changed records to analysis rows to snapshots: the queue and its workers.

The audit trigger queues every change (``registry.models.Pending``). A sweep claims the
patients by a lease, derives their rows again, marks the cohorts that they belong to,
and computes those cohorts' snapshots. Every step may be killed, repeated or run by
several workers at once.
"""

# What ``manage.py recompute`` exits with where all that it left are patients.
PATIENTS_LEFT = 3
