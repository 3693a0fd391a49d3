"""The file that somebody brings in, and why it is imported."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.variables.labels import series

LARGEST = 10 * 2**20
KINDS = (".xlsx", ".xls", ".ods", ".csv", ".txt", ".tsv")


class UploadForm(forms.Form):
    """A spreadsheet of at most 10 MB."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(
            "Excel, OpenDocument or CSV, at most 10 MB; one row a patient, or one "
            "sheet a form."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
        error_messages={
            "required": gettext_lazy("Choose the file that holds the patients."),
            "empty": gettext_lazy("The file is empty. Choose the one with the rows."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large or no spreadsheet by its name."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            message = _("The file is larger than 10 MB. Split it, or save it as CSV.")
            raise forms.ValidationError(message)
        if not (file.name or "").lower().endswith(KINDS):
            message = _("This is no spreadsheet. Choose a file of %(kinds)s.")
            raise forms.ValidationError(message % {"kinds": series(KINDS)})
        return file


class ConfirmForm(forms.Form):
    """The reason that the history keeps with every imported record."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Kept with every record in its history, such as “yearly update 2024”."
        ),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Say why: the history keeps it with each record.")
        },
    )
