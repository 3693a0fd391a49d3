"""Who else is typing into a form; what they type is nobody else's business."""

from datetime import timedelta

from django.utils import timezone

from registry.models import Draft, Patient

FRESH = timedelta(minutes=30)


def others_typing(
    patient: Patient, form: str, record_id: int | None, user_id: int | None
) -> list[Draft]:
    """Return the fresh drafts that other people have of the same form, newest first."""
    return list(
        Draft.objects.filter(
            patient=patient,
            form=form,
            record_id=record_id,
            at__gte=timezone.now() - FRESH,
        )
        .exclude(user__in=[user_id] if user_id else [])
        .select_related("user")
        .order_by("-at")
    )
