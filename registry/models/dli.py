"""One infusion of donor lymphocytes after HSCT."""

from registry.codelists.base import Label
from registry.codelists.general import YNU
from registry.codelists.transplant import DLIREASON
from registry.models.base import TransplantRecord
from registry.variables.fields import code, day, number
from registry.variables.spec import Privacy, span


class DLI(TransplantRecord):
    """One infusion of donor lymphocytes after HSCT.

    Source: EBMT.
    """

    form = "dli"
    label = Label("Donor lymphocytes", "供者淋巴细胞输注")
    dated_by = "dli_date"

    dli_date = day(
        "Date", "日期", core=True, key=True, taken="any", privacy=Privacy.QUASI
    )
    dli_reason = code("Reason", "原因", DLIREASON, core=True, taken="any")
    dli_cd3_1e6_per_kg = number(
        "CD3 dose",
        "CD3剂量",
        "10^6 CD3/kg",
        span(0, 1000),
        usual=span("0.01", 100),
        core=True,
        taken="any",
    )
    dli_gvhd = code("GVHD after DLI", "DLI后GVHD", YNU, taken="any")
