"""A registry's daily life between patients and centres."""

from django.urls import path

from registry.views import duplicates, laboratories, times_upper, transfers

urlpatterns = [
    path("laboratories/", laboratories.laboratories, name="laboratories"),
    path("laboratories/<int:pk>/", laboratories.laboratory, name="laboratory"),
    path(
        "patients/<int:pk>/<slug:form>/from-laboratory/<slug:field>/",
        times_upper.from_laboratory,
        name="from-laboratory",
    ),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/<int:other_id>/", duplicates.duplicate, name="duplicate"),
    path("patients/<int:pk>/merged/", duplicates.merged, name="patient-merged"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path(
        "transfers/<int:pk>/answer/", transfers.transfer_answer, name="transfer-answer"
    ),
    path(
        "patients/<int:pk>/transfer/",
        transfers.patient_transfer,
        name="patient-transfer",
    ),
]
