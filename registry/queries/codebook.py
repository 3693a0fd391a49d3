"""The data dictionary as rows, read from the fields themselves."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from registry.codelists.base import CodeList
from registry.models import FORMS, Patient, Versioned
from registry.queries.conditions import in_words
from registry.variables.spec import Privacy, Variable

LISTED = ("patient", *FORMS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One variable: what the form asks, how it is stored, and where it comes from."""

    form: str
    form_en: str
    form_zh: str
    field: str
    label_en: str
    label_zh: str
    hint_en: str
    hint_zh: str
    kind: str
    unit: str
    other_units: str
    limits: str
    usual: str
    codes: str
    codes_zh: str
    core: str
    core_where: str
    core_where_zh: str
    condition: str
    condition_zh: str
    taken: str
    privacy: str
    genetic: str
    source: str
    reported: str
    reported_zh: str
    revision: str

    def holds(self, words: str) -> bool:
        """Tell whether every one of ``words`` stands somewhere in the entry."""
        return holds(words, asdict(self).values())


def holds(words: str, texts: Iterable[str]) -> bool:
    """Tell whether every one of ``words`` stands somewhere in ``texts``."""
    said = " ".join(texts).lower()
    return all(word in said for word in words.lower().split())


COLUMNS = tuple(field.name for field in fields(Entry))


def entries() -> Iterator[Entry]:
    """Yield every variable of every form, in reading order."""
    for form in LISTED:
        model = FORMS.get(form, Patient)
        source = source_of(model)
        for name, variable in model.variables().items():
            yield _entry(model, name, variable, source)
            for part, of in variable.parts:
                yield _entry(model, f"{name}/{part}", of, source)


def source_of(model: type[Versioned]) -> str:
    """Return where a form's questions come from, as its docstring says."""
    _, _, source = (model.__doc__ or "").partition("Source:")
    return " ".join(source.split()).rstrip(".")


def _entry(model: type[Versioned], name: str, said: Variable, source: str) -> Entry:
    where = in_words(said.core_where, model.form)
    only = in_words(said.only, model.form)
    return Entry(
        form=model.form,
        form_en=model.label.en,
        form_zh=model.label.zh,
        field=name,
        label_en=said.label.en,
        label_zh=said.label.zh,
        hint_en=said.hint.en if said.hint else "",
        hint_zh=said.hint.zh if said.hint else "",
        kind=said.kind.value,
        unit=said.unit,
        other_units=" | ".join(other.name for other in said.units),
        limits=str(said.limits or ""),
        usual=str(said.usual or ""),
        codes=_codes(said.codes, "en"),
        codes_zh=_codes(said.codes, "zh"),
        core=_core(said),
        core_where=where.en,
        core_where_zh=where.zh,
        condition=only.en,
        condition_zh=only.zh,
        taken=said.taken,
        privacy=said.privacy.value if said.privacy is not Privacy.OPEN else "",
        genetic="genetic" if said.genetic else "",
        source=said.source or source,
        reported=_reported(said, "en"),
        reported_zh=_reported(said, "zh"),
        revision=str(model.revision),
    )


def _codes(codes: CodeList | None, language: str) -> str:
    told = (
        f"{code.value} = {code.label.in_language(language)}" for code in codes or ()
    )
    return " | ".join(told)


def _reported(said: Variable, language: str) -> str:
    return " | ".join(item.with_standing(language) for item in said.reported)


def _core(said: Variable) -> str:
    return "key" if said.key else "core" if said.core else ""


def write_csv(to: Any) -> None:
    """Write every variable as one row of CSV, to anything that has ``write``."""
    sheet = csv.writer(to, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for entry in entries():
        sheet.writerow([getattr(entry, column) for column in COLUMNS])
