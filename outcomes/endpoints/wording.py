"""Text that is shown beside figures, in the two languages of the registry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in English and in Simplified Chinese."""

    en: str
    zh: str

    def in_language(self, code: str) -> str:
        """Return the Chinese for any ``zh`` code, otherwise the English."""
        return self.zh if code.lower().startswith("zh") else self.en


DEATH = Wording("Death", "死亡")
RELAPSE = Wording("Relapse or progression", "复发或进展")
NON_RELAPSE_DEATH = Wording("Death without relapse", "非复发死亡")
RELAPSE_OR_DEATH = Wording("Relapse, progression or death", "复发、进展或死亡")
DEATH_OF_DISEASE = Wording(
    "Death of the disease, relapse not dated", "死于原发病，复发日期不详"
)
LAST_CONTACT = Wording("Alive at last contact", "末次随访时存活")
DATA_CUT = Wording("Followed beyond the data cut", "随访超过数据截止日")
