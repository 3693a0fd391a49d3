"""The gate of the pages, by its first name."""

from registry.access.requests import View, actor_required, patient_or_404

__all__ = ["View", "actor_required", "patient_or_404"]
