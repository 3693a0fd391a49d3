"""Words that want to be more than words, planted wherever people may write."""

from html.parser import HTMLParser
from typing import Any

from django.db import DatabaseError, transaction

from outcomes.models import Cohort
from registry.models import (
    FORMS,
    ApiToken,
    Centre,
    DataQuery,
    ImportBatch,
    ImportProblem,
    Laboratory,
    Patient,
    PatientTransfer,
    QueryEntry,
    User,
)
from registry.models.identity import PatientIdentity
from registry.variables.spec import Kind

# A formula to a spreadsheet; to a page it leaves an attribute, a script and a comment.
WORDS = "=1+1'\"--></script><probe onprobe=1>{{7*7}}<script>probe()</script>"
SHORT = "=1<probe>"
MODELS: dict[Any, tuple[str, ...]] = {
    PatientIdentity: ("family_name", "given_name", "hospital_no"),
    Centre: ("name",),
    Laboratory: ("name",),
    DataQuery: ("says_en", "says_zh", "fix_en", "fix_zh"),
    QueryEntry: ("said",),
    PatientTransfer: ("reason", "answer"),
    ImportBatch: ("file_name", "reason", "advice"),
    ImportProblem: ("sheet", "column", "value", "message", "study_no"),
    Cohort: ("title_en", "title_zh"),
    User: ("first_name", "last_name"),
    ApiToken: ("name",),
}


def plant() -> list[str]:
    """Write the words everywhere; return where."""
    planted = []
    for model, names in MODELS.items():
        planted += [_put(model, name) for name in names]
    for model in (Patient, *FORMS.values()):
        planted += [
            _put(model, name)
            for name, variable in model.variables().items()
            if variable.kind is Kind.TEXT and name != "study_no"
        ]
    return [where for where in planted if where]


def _put(model: Any, name: str) -> str:
    longest = model._meta.get_field(name).max_length or len(WORDS)
    words = WORDS if longest >= len(WORDS) else SHORT
    if longest < len(SHORT):
        return ""
    try:
        with transaction.atomic():
            model.objects.update(**{name: words})
    except DatabaseError:
        return ""  # the database itself keeps such words out
    return f"{model.__name__}.{name}"


class Looking(HTMLParser):
    """Finds the planted words where they are more than words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.texts = 0
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element or an attribute that nobody of ours wrote."""
        self.inside = tag
        names = {name for name, _value in attrs}
        if tag == "probe" or "onprobe" in names:
            self.found.append(f"<{tag} {names}>")
        if any(name.startswith("on") for name in names):
            self.found.append(f"a handler: <{tag} {names}>")
        for name, value in attrs:
            if name in ("href", "src", "action") and (value or "").startswith("java"):
                self.found.append(f"<{tag} {name}={value}>")
        self.texts += any("probe" in (value or "") for _name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Count the words where they are text; note where they are a script's."""
        if "probe" not in data:
            return
        self.texts += 1
        if self.inside in ("script", "style") and "\\u003C" not in data:
            self.found.append(f"in <{self.inside}>: {data[:120]}")


def looked(page: str) -> Looking:
    """Return what a page makes of the words."""
    looking = Looking()
    looking.feed(page)
    return looking
