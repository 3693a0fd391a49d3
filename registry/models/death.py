"""Death and its causes."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import YNU
from registry.codelists.outcome import AUTOPSY, CAUSE
from registry.models.base import Record
from registry.variables.fields import code, codes, day
from registry.variables.reported import f2450_section, f4100
from registry.variables.spec import Privacy

PLACE_OF_DEATH = codelist(
    "PLACE_OF_DEATH",
    ("hospital", "Hospital", "医院"),
    ("ICU", "ICU", "ICU"),
    ("home", "Home", "家中"),
    ("other", "Other", "其他"),
)


class Death(Record):
    """Death and its causes.

    Source: CIBMTR cause-of-death codes; Copelan 2007 hierarchy.
    """

    form = "death"
    label = Label("Death", "死亡")

    death_date = day(
        "Date of death",
        "死亡日期",
        core=True,
        key=True,
        taken="event",
        privacy=Privacy.QUASI,
        reported=(
            f4100("3"),
            f2450_section("Survival"),
        ),
    )
    cause_of_death = code("Main cause", "主要死因", CAUSE, core=True, taken="event")
    contributing_causes = codes("Contributing causes", "其他死因", CAUSE, taken="event")
    remission_at_death = code(
        "In remission at death", "死亡时是否缓解", YNU, core=True, taken="event"
    )
    autopsy = code("Autopsy", "尸检", AUTOPSY, taken="event")
    place_of_death = code("Place", "地点", PLACE_OF_DEATH, taken="event")
