"""One infection, or one reactivation of a virus."""

from registry.codelists.base import Label
from registry.codelists.general import OUTCOME, YN
from registry.codelists.infection import INFSITE, INFTYPE, ORGANISM
from registry.models.base import Record
from registry.models.constraints import dated_or_reason
from registry.variables.conditions import unless, when
from registry.variables.fields import code, codes, day, number, text, whole
from registry.variables.spec import Privacy, span


class Infection(Record):
    """One infection, or one reactivation of a virus.

    Source: CIBMTR 4100; CTCAE v5; Ljungman 2019 CMV.
    """

    form = "infection"
    label = Label("Infection", "感染")
    matched_by = ("infection_type", "organism")
    dated_by = "infection_onset_date"
    sections = {
        "infection_onset_date": Label("Episode", "发作"),
        "infection_type": Label("Organism and site", "病原体与部位"),
        "infection_grade": Label("Severity and outcome", "严重度与转归"),
    }

    infection_onset_date = day(
        "Onset", "发生日期", core=True, taken="episode", privacy=Privacy.QUASI
    )
    infection_resolved_date = day(
        "Resolved", "痊愈日期", taken="episode", privacy=Privacy.QUASI
    )
    infection_type = code("Type", "类型", INFTYPE, core=True, taken="episode")
    organism = code(
        "Organism",
        "病原体",
        ORGANISM,
        core=True,
        only=unless("infection_type", "unidentified", "fuo"),
        taken="episode",
    )
    organism_other = text(
        "Other organism",
        "其他病原体",
        longest=100,
        core=True,
        only=when("organism", "other"),
        taken="episode",
    )
    viral_reactivation_only = code(
        "Viraemia without disease",
        "仅病毒血症",
        YN,
        core=True,
        only=when("infection_type", "viral"),
        taken="episode",
    )
    viral_load_iu_ml = number(
        "Peak load", "病毒载量峰值", "IU/mL", span(0, 10000000000), taken="episode"
    )
    infection_site = codes("Site", "部位", INFSITE, core=True, taken="episode")
    infection_grade = whole(
        "CTCAE grade", "CTCAE分级", span(1, 5), core=True, taken="episode"
    )
    infection_therapy = text("Therapy", "治疗", taken="episode")
    infection_outcome = code("Outcome", "转归", OUTCOME, core=True, taken="episode")

    class Meta(Record.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("infection", "infection_onset_date"),)
