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
# Non-relapse deaths by the treatment that they belong to: the category of the death.
NRM_OF = {
    "NRM_hsct": Wording("Non-relapse death, HSCT related", "非复发死亡，移植相关"),
    "NRM_cart": Wording("Non-relapse death, CAR-T related", "非复发死亡，CAR-T相关"),
    "NRM_both": Wording(
        "Non-relapse death, CAR-T and HSCT not separable",
        "非复发死亡，CAR-T与移植无法区分",
    ),
    "NRM_other": Wording(
        "Non-relapse death, unrelated to cell therapy", "非复发死亡，与细胞治疗无关"
    ),
}
UNKNOWN_NRM = Wording(
    "Non-relapse death, treatment not known", "非复发死亡，所属治疗不详"
)
OF_GVHD = Wording("Death of GVHD", "死于GVHD")
OF_GRAFT_FAILURE = Wording("Death of graft failure", "死于植入失败")
OF_INFECTION = Wording("Death of infection", "死于感染")
OF_ORGANS = Wording("Death of organ toxicity", "死于器官毒性")
OF_CAR_T_TOXICITY = Wording("Death of CAR-T toxicity", "死于CAR-T毒性")
OF_OTHER_CAUSE = Wording(
    "Non-relapse death of another or unknown cause", "死于其他或不详的非复发原因"
)
NO_REMISSION = Wording("No remission at the day 28 evaluation", "第28天评估未缓解")
NO_RESPONSE = Wording("No response at the day 90 evaluation", "第90天评估未达缓解")
NEW_THERAPY = Wording("New therapy for the disease", "因疾病开始新的治疗")
NEXT_THERAPY = Wording("Next therapy", "后续治疗")
NEXT_HSCT = Wording("HSCT", "造血干细胞移植")
SECOND_HSCT = Wording("Second HSCT", "第二次移植")
RESCUE = Wording("Second HSCT for graft failure", "因植入失败的第二次移植")
DLI = Wording("Donor lymphocytes", "供者淋巴细胞输注")
NEXT_INFUSION = Wording("New CAR-T infusion", "再次CAR-T回输")
BOOST = Wording("Stem-cell boost", "干细胞补充")
ACUTE_GVHD = Wording("Acute GVHD", "急性GVHD")
CHRONIC_GVHD = Wording("Chronic GVHD", "慢性GVHD")
TREATED_GVHD = Wording("Chronic GVHD with systemic therapy", "需全身治疗的慢性GVHD")
NEUTROPHILS = Wording("Neutrophil engraftment", "粒系植入")
PLATELETS = Wording("Platelet engraftment", "巨核系植入")
CRS = Wording("CRS", "CRS")
ICANS = Wording("ICANS", "ICANS")
CRS_RESOLVED = Wording("CRS resolved", "CRS缓解")
NEUTROPHILS_BACK = Wording("Neutrophils recovered", "中性粒细胞恢复")
CELLS_BACK = Wording("Cells recovered", "细胞恢复")
CAR_T_LOST = Wording("CAR-T cells no longer found", "CAR-T细胞转阴")
LAST_CONTACT = Wording("Alive at last contact", "末次随访时存活")
LAST_ASSESSMENT = Wording(
    "Free of the event at the last assessment", "末次评估时无事件"
)
LAST_TEST = Wording("No event by the last test", "末次检测时无事件")
TIME_IS_OVER = Wording("No event in the time looked at", "观察期内无事件")
DATA_CUT = Wording("Followed beyond the data cut", "随访超过数据截止日")
