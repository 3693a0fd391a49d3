"""Findings drawn at random, far from and near to where the tables turn."""

from hypothesis import strategies as st

from registry.grading import Engine, Finding, Kind

NEAR = (-0.1, -0.01, 0, 0.01, 0.1)


def values_of(finding: Finding):
    """Draw a valid value of ``finding``."""
    if finding.kind in {Kind.YES_NO, Kind.CODE}:
        return st.sampled_from(finding.bands)
    low, high = finding.limits
    if finding.kind is Kind.WHOLE:
        near = [v for v in finding.bands if low <= v <= high]
        return st.sampled_from(near) | st.integers(low, high)
    if finding.codes is not None:
        return st.sampled_from(finding.bands)
    near = [b + d for b in finding.bands for d in NEAR if low <= b + d <= high]
    return st.sampled_from(near) | st.floats(low, high)


@st.composite
def complete_findings(draw, engine: Engine):
    """Draw a value for every finding of ``engine`` that is no setting."""
    return {
        finding.name: draw(values_of(finding))
        for finding in engine.findings
        if finding.default is None
    }


@st.composite
def some_of(draw, findings: dict[str, object]):
    """Draw findings of which some are forgotten, some null."""
    kept = {}
    for name, value in findings.items():
        fate = draw(st.sampled_from(("kept", "null", "absent")))
        if fate != "absent":
            kept[name] = value if fate == "kept" else None
    return kept
