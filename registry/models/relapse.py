"""Relapse or progression."""

from registry.codelists.base import Label, codelist
from registry.codelists.disease import ANTIGEN, EMSITE, RELTYPE
from registry.codelists.general import YNU
from registry.models.base import Record
from registry.variables.conditions import After, when
from registry.variables.fields import code, codes, day, number
from registry.variables.reported import f2450, f4100
from registry.variables.spec import Privacy, span

RELAPSE_METHOD = codelist(
    "RELAPSE_METHOD",
    ("morphology", "Morphology", "形态学"),
    ("flow", "Flow", "流式"),
    ("PCR", "PCR", "PCR"),
    ("NGS", "NGS", "二代测序"),
    ("imaging", "Imaging", "影像"),
    ("biopsy", "Biopsy", "活检"),
    ("CSF", "CSF", "脑脊液"),
)


class Relapse(Record):
    """Relapse or progression.

    Source: NCCN; ELN; EBMT.
    """

    form = "relapse"
    label = Label("Relapse / progression", "复发/进展")
    dated_by = "relapse_date"

    relapse_date = day(
        "Date of first sign",
        "日期",
        core=True,
        key=True,
        taken="event",
        privacy=Privacy.QUASI,
        reported=(
            f4100("13"),
            f2450("109", "manual 2023"),
        ),
    )
    relapse_type = code(
        "Type", "类型", RELTYPE, core=True, taken="event", reported=(f4100("12"),)
    )
    relapse_sites = codes(
        "Extramedullary sites",
        "髓外部位",
        EMSITE,
        core=True,
        only=when("relapse_type", "extramedullary", "combined"),
        taken="event",
    )
    relapse_bm_blasts_pct = number(
        "Marrow blasts",
        "骨髓原始细胞",
        "%",
        span(0, 100),
        usual=span(5, 100),
        core=True,
        only=when("relapse_type", "haematological", "combined"),
        taken="event",
    )
    relapse_mrd_pct = number(
        "MRD",
        "MRD",
        "%",
        span(0, 100),
        core=True,
        only=when("relapse_type", "molecular"),
        taken="event",
    )
    relapse_method = codes("Method", "方法", RELAPSE_METHOD, core=True, taken="event")
    target_antigen = code(
        "Target antigen at relapse",
        "复发时靶抗原",
        ANTIGEN,
        core=True,
        only=After("relapse_date", "infusion", "infusion_date"),
        taken="event",
    )
    car_t_detectable = code(
        "CAR-T detectable at relapse", "复发时CAR-T可检", YNU, taken="event"
    )
