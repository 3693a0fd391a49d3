"""Transplant-associated thrombotic microangiopathy: one episode."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import OUTCOME, YNU
from registry.models.base import TransplantRecord
from registry.models.constraints import dated_or_reason
from registry.variables.fields import code, codes, day
from registry.variables.spec import Privacy

TMA_THERAPY = codelist(
    "TMA_THERAPY",
    ("CNI_stop", "Calcineurin inhibitor stopped", "停用钙调磷酸酶抑制剂"),
    ("eculizumab", "Eculizumab", "依库珠单抗"),
    ("plasma_exchange", "Plasma exchange", "血浆置换"),
    ("narsoplimab", "Narsoplimab", "纳索利单抗"),
    ("defibrotide", "Defibrotide", "去纤苷"),
    ("rituximab", "Rituximab", "利妥昔单抗"),
    ("other", "Other", "其他"),
    ("none", "None", "无"),
)


class TATMA(TransplantRecord):
    """Transplant-associated thrombotic microangiopathy: one episode.

    Source: Schoettler 2023 (modified Jodele).
    """

    form = "ta_tma"
    label = Label("TA-TMA", "移植相关血栓性微血管病")
    dated_by = "tma_onset_date"
    sections = {
        "tma_onset_date": Label("Episode", "发作"),
        "tma_biopsy_proven": Label("Criteria", "诊断标准"),
        "tma_therapy": Label("Treatment and outcome", "治疗与转归"),
    }

    tma_onset_date = day(
        "Onset", "发生日期", core=True, taken="episode", privacy=Privacy.QUASI
    )
    tma_biopsy_proven = code("Biopsy proven", "活检证实", YNU, taken="episode")
    tma_anaemia = code(
        "Anaemia (transfusion need or Hb -1 g/dL)",
        "贫血",
        YNU,
        core=True,
        taken="episode",
    )
    tma_thrombocytopenia = code(
        "Thrombocytopenia (no engraftment, refractory, -50 %)",
        "血小板减少",
        YNU,
        core=True,
        taken="episode",
    )
    tma_ldh_elevated = code("LDH > ULN", "LDH升高", YNU, core=True, taken="episode")
    tma_schistocytes = code(
        "Schistocytes", "破碎红细胞", YNU, core=True, taken="episode"
    )
    tma_hypertension = code(
        "Hypertension (child >99th centile; adult ≥ 140/90)",
        "高血压",
        YNU,
        core=True,
        taken="episode",
    )
    tma_sc5b9_elevated = code("sC5b-9 ≥ ULN", "sC5b-9升高", YNU, taken="episode")
    tma_proteinuria = code("rUPCR ≥ 1 mg/mg", "蛋白尿", YNU, taken="episode")
    tma_high_risk = code(
        "High risk (sC5b-9, rUPCR ≥ 1, LDH ≥ 2x, aGVHD II-IV, infection, organ "
        "dysfunction)",
        "高危",
        YNU,
        core=True,
        taken="episode",
    )
    tma_therapy = codes("Therapy", "治疗", TMA_THERAPY, taken="episode")
    tma_outcome = code("Outcome", "转归", OUTCOME, core=True, taken="episode")

    class Meta(TransplantRecord.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("ta_tma", "tma_onset_date"),)
