"""What a column of a dataset is: its SQL, and all that a labelled file says of it."""

from dataclasses import dataclass
from enum import StrEnum

from outcomes.exports.profiles import OLDEST, SHIFT, Profile
from registry.codelists.base import CodeList, Label


class Kind(StrEnum):
    """What a column's values are."""

    TEXT = "text"
    WHOLE = "integer"
    NUMBER = "number"
    DAY = "date"
    MOMENT = "moment"
    CODE = "code"


IN_WORDS = frozenset({Kind.TEXT, Kind.CODE})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its SQL over the dataset's tables, what it means.

    ``pseudonymised`` is its SQL for those who may not know who the patient is; None
    leaves the column out for them. ``codes`` are the labels of its values: those of a
    code, or of a whole number that stands for something. ``reason`` is the SQL of why a
    value is absent, one of ``registry.variables.spec.REASONS``. ``tells`` names the
    column whose codes this one has in words: formats that keep labels leave it out.
    ``age`` is an age in years, ``birth`` a date of birth, ``free`` what people typed;
    ``genetic`` what may hold human genetic resource data.
    """

    name: str
    sql: str
    label: Label
    kind: Kind = Kind.TEXT
    pseudonymised: str | None = ""
    unit: str = ""
    codes: CodeList | None = None
    reason: str = ""
    tells: str = ""
    age: bool = False
    birth: bool = False
    free: bool = False
    genetic: bool = False

    def expression(
        self, *, profile: Profile, safe: bool, shift: str = SHIFT
    ) -> str | None:
        """Return the SQL to select, None when the profile leaves the column out.

        ``shift`` is the SQL of a row's shift of dates, in days.
        """
        sql = self._told(profile, shift)
        if sql is None or not (safe and self.kind in IN_WORDS):
            return sql
        # A spreadsheet runs a cell that begins like a formula.
        return f"regexp_replace({sql}, '^([=+@\\t\\r-])', '''\\1')"

    def _told(self, profile: Profile, shift: str) -> str | None:
        if profile is Profile.FULL:
            return self.sql
        if profile is Profile.SHIFTED and self.kind is Kind.DAY and not self.birth:
            return f"({self.sql} + ({shift}))"
        if self.age and self.pseudonymised == "":
            return f"least({self.sql}, {OLDEST})"
        return self.sql if self.pseudonymised == "" else self.pseudonymised

    def titled(self, language: str) -> str:
        """Return the label with its unit."""
        label = self.label.in_language(language)
        if not self.unit or self.unit in label:
            return label
        chinese = language.startswith("zh")
        return f"{label}（{self.unit}）" if chinese else f"{label}, {self.unit}"
