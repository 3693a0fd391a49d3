"""What a toxicity of grade 5 asks of the death form."""

from datetime import date

from registry.checks.case import Case
from registry.checks.declare import Answer, wrong
from registry.codelists.base import Label

FATAL = "5"
NEAR = 30  # days between the end of a fatal episode and the death


def fatal_end(end: date | None, case: Case) -> Answer:
    """Tell whether the recorded death fits a fatal episode that ended on ``end``."""
    death = case.death_date
    if death is None:
        return wrong(problem=Label("no death is recorded", "无死亡记录"))
    if end and abs((death - end).days) > NEAR:
        en = f"the death ({death}) is more than {NEAR} days from its end ({end})"
        zh = f"死亡（{death}）与发作结束（{end}）相差超过{NEAR}天"
        return wrong(problem=Label(en, zh))
    return True
