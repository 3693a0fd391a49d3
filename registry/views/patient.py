"""One patient: facts, timeline, forms, what is open, what changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.views.access import actor_required, patient_or_404


@require_safe
@actor_required
def patient(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the case of one patient."""
    found = patient_or_404(request, pk)
    return render(request, "registry/patient/patient.html", {"patient": found})
