"""Whose the rows of cohorts and analyses are, as the database has it.

Said again in SQL beside ``CohortQuerySet.visible_to`` and ``outcomes.cohorts.access``,
so that a slip in one is caught by the other; ``tests/access/test_cohort_rows.py``
compares them.
"""

from registry.access.policy import MAY, Action, Role
from registry.access.rules import PERSON, Rule, of_another


def _roles(action: Action, *but: Role) -> str:
    names = sorted(r.value for r, may in MAY.items() if action in may and r not in but)
    return f"ARRAY[{', '.join(f'{name!r}' for name in names)}]"


# ``seen``: cohorts whose results the person may see. ``listed``: those, the person's
# own as far as they may still change them, and those they may open to others.
# ``centres``: whose analysis rows are counted for the person.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION outcomes_reach(
  OUT seen bigint[], OUT listed bigint[], OUT centres bigint[]
) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  person bigint := nullif(current_setting('dayzero.person', true), '')::bigint;
BEGIN
  WITH held AS (
    SELECT m.role, m.centre_id FROM registry_membership m
    JOIN registry_user u ON u.id = m.user_id
    WHERE u.id = person AND u.is_active AND (m.until IS NULL OR m.until > now())
  ), views AS (
    SELECT role, centre_id FROM held WHERE role = ANY ({_roles(Action.VIEW_COHORT)})
  ), views_as_own AS (
    SELECT centre_id FROM held WHERE centre_id IS NOT NULL
      AND role = ANY ({_roles(Action.VIEW_COHORT, Role.STATISTICIAN)})
  ), edits AS (
    SELECT centre_id FROM held WHERE role = ANY ({_roles(Action.EDIT_COHORT)})
  ), manages AS (
    SELECT centre_id FROM held WHERE role = ANY ({_roles(Action.MANAGE_USERS)})
  ), each AS (
    SELECT c.id, c.made_by_id = person AS own,
      count(cc.centre_id) AS of,
      count(cc.centre_id) FILTER (WHERE cc.centre_id NOT IN
        (SELECT centre_id FROM views_as_own)) AS not_viewed,
      count(cc.centre_id) FILTER (WHERE cc.centre_id NOT IN
        (SELECT centre_id FROM edits WHERE centre_id IS NOT NULL)) AS not_edited,
      count(cc.centre_id) FILTER (WHERE cc.centre_id NOT IN
        (SELECT centre_id FROM manages WHERE centre_id IS NOT NULL)) AS not_managed
    FROM outcomes_cohort c LEFT JOIN outcomes_cohortcentre cc ON cc.cohort_id = c.id
    GROUP BY c.id
  ), opened AS (
    SELECT g.cohort_id FROM outcomes_cohortgrant g
    WHERE EXISTS (SELECT FROM views) AND (g.user_id = person
      OR g.user_id IS NULL AND EXISTS (SELECT FROM views v
        WHERE g.role IN ('', v.role)
          AND (g.centre_id IS NULL OR g.centre_id = v.centre_id)))
  ), open AS (
    SELECT id FROM each
    WHERE (of > 0 AND not_viewed = 0) OR id IN (SELECT cohort_id FROM opened)
  )
  SELECT
    ARRAY(SELECT id FROM open),
    ARRAY(SELECT id FROM open UNION SELECT id FROM each WHERE
      (own AND (of = 0 OR (EXISTS (SELECT FROM edits) AND (not_edited = 0
        OR EXISTS (SELECT FROM edits WHERE centre_id IS NULL)))))
      OR EXISTS (SELECT FROM manages WHERE centre_id IS NULL)
      OR (of > 0 AND not_managed = 0 AND EXISTS (SELECT FROM manages))),
    ARRAY(SELECT centre_id FROM views_as_own
      UNION SELECT centre_id FROM edits WHERE centre_id IS NOT NULL
      UNION SELECT cc.centre_id FROM outcomes_cohortcentre cc JOIN open
        ON open.id = cc.cohort_id
      UNION SELECT id FROM registry_centre
        WHERE EXISTS (SELECT FROM edits WHERE centre_id IS NULL))
  INTO seen, listed, centres;
END $$;

CREATE OR REPLACE FUNCTION outcomes_without_centres(cohort bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM outcomes_cohortcentre WHERE cohort_id = cohort)
$$;
"""


def _is_among(column: str, part: str) -> str:
    """Return that ``column`` is in a part of the reach, worked out once a statement."""
    return f"{{t}}.{column} = ANY ((SELECT {part} FROM outcomes_reach())::bigint[])"


# A cohort that is just being made has no centre yet, and is its maker's.
COHORTS = Rule(
    f"{_is_among('id', 'listed')}"
    f" OR ({{t}}.made_by_id = {PERSON} AND outcomes_without_centres({{t}}.id))",
    FUNCTIONS,
)
PARTS_OF_COHORTS = Rule(_is_among("cohort_id", "listed"), FUNCTIONS)
RESULTS = Rule(_is_among("cohort_id", "seen"), FUNCTIONS)
SUBJECTS = Rule(_is_among("centre_id", "centres"), FUNCTIONS)
OUTCOMES = of_another("outcomes_analysissubject", "subject_id")
