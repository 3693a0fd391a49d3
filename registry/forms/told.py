"""What the edit checks found, told at the fields of a form."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks import Finding, Severity
from registry.forms.record_form import RecordForm
from registry.forms.setting import Doubt
from registry.variables.labels import headed, sentences


def tell(form: RecordForm, findings: Iterable[Finding]) -> None:
    """Put each finding beside its field: hard ones as errors, soft ones as doubts.

    A form that nobody has sent yet refuses nothing, so there every one is a doubt.
    What could not be read has its own message and gets no second one.
    """
    language = get_language()
    unread = set(form.errors)
    doubts = {name: list(some) for name, some in form.setting.doubts.items()}
    repairs = {name: list(some) for name, some in form.setting.repairs.items()}
    for finding in findings:
        name, row, part = _place(form, finding)
        if name in unread:
            continue
        says, offers = finding.says.in_language(language), _repairs(form, finding)
        if form.is_bound and (finding.severity is Severity.HARD or name is None):
            told = sentences((says, finding.fix.in_language(language)))
            if name is not None and part:
                told = form.refuse_cell(name, row, part, told)
            form.add_error(name, told)
            repairs.setdefault(name or "", []).extend(offers)
        elif name is not None:
            doubts.setdefault(name, []).append(Doubt(says, tuple(offers)))
    form.setting.doubts, form.setting.repairs = doubts, repairs


def _place(form: RecordForm, finding: Finding) -> tuple[str | None, int, str]:
    """Return the field at which a finding is told; the row and cell where it has one.

    ``genes/0/gene`` is a cell of the field ``genes``.
    """
    for one in finding.fields:
        name, _slash, cell = one.partition("/")
        if name in form.fields:
            row, _slash, part = cell.partition("/")
            return name, int(row or 0), part
    return None, 0, ""


def _repairs(form: RecordForm, finding: Finding) -> list[tuple[str, str]]:
    """Return the value that was probably meant, as an offer."""
    if finding.repair is None or finding.repair[0] not in form.fields:
        return []
    name, value = finding.repair
    unit = form[name].face.unit
    if form[name].has_units:
        # Said with its unit, the value holds whatever unit is chosen beside the box.
        value = f"{value} {form.variables[name].unit}"
        return [(value, _("Use %(value)s") % {"value": value})]
    return [(value, _("Use %(value)s") % {"value": f"{value} {unit}".rstrip()})]


def problems_of(form: RecordForm) -> list[dict[str, str]]:
    """Return what stops the save, each with the place to go to."""
    found = []
    for name, errors in form.errors.items():
        known = name in form.fields
        for error in errors:
            label = str(form[name].label) if known else ""
            named = label.casefold() in str(error).casefold()
            said = str(error) if named else headed(label, error)
            found.append({"anchor": form[name].auto_id if known else "", "text": said})
    return found


def doubts_of(form: RecordForm) -> list[dict[str, str]]:
    """Return what should be looked at but stops nothing."""
    return [
        {"anchor": form[name].auto_id, "text": doubt.text}
        for name, doubts in form.setting.doubts.items()
        for doubt in doubts
    ]
