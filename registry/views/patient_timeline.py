"""The timeline with words and addresses, for the SVG and for the table beside it."""

from typing import Any

from django.utils.translation import gettext as _

from registry.queries.timeline import Mark, Timeline
from registry.queries.timeline.drawing import Drawing, drawing
from registry.queries.timeline.mark import LANES
from registry.variables.labels import clauses, series
from registry.views.links import record_address
from registry.views.patient_forms import label_of


def timeline_shown(line: Timeline, patient: int) -> dict[str, Any]:
    """Return the drawing, its description, and the same facts as rows."""
    shown: Drawing = drawing(line)
    for one in shown.drawn:
        one.url = record_address(patient, one.mark.form, one.mark.record)
        one.title = series([_words(one.mark), line.when(one.mark)])
    marks = [one for one in shown.drawn if one.mark.kind != "remission"]
    return {
        "drawing": shown,
        "says": clauses(one.title for one in marks),
        "rows": [
            {
                "lane": LANES[one.mark.lane],
                "day": line.when(one.mark),
                "date": _dates(one.mark, line),
                "label": _words(one.mark),
                "note": one.mark.note,
                "url": one.url,
            }
            for one in marks
        ],
    }


def _dates(mark: Mark, line: Timeline) -> str:
    days = [line.date_of(day) for day in mark.about or (mark.start,)]
    return " … ".join(day.isoformat() for day in days)


def _words(mark: Mark) -> str:
    if mark.kind == "none":
        return _("%(form)s: none") % {"form": label_of(mark.form)}
    if mark.kind == "remission":
        return _("In remission")
    if mark.kind == "contact":
        return " ".join(filter(None, [_("Contact"), mark.label]))
    return mark.label or label_of(mark.form)
