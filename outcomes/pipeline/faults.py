"""What went wrong and where, without the values that a message may quote.

Logs and the health page are read by people who may see no patient's data.
"""

from pathlib import Path
from traceback import extract_tb

ROOT = Path(__file__).parents[2]
OWN = ("outcomes", "registry")


def described(error: BaseException) -> str:
    """Return the kind of error, the constraint that it broke, and our line of code."""
    said = type(error).__name__
    diagnosis = getattr(error.__cause__, "diag", None)
    if constraint := getattr(diagnosis, "constraint_name", None):
        said += f" of {constraint}"
    return f"{said}{_place(error)}"


def _place(error: BaseException) -> str:
    """Return the innermost line of our own code on the error's way."""
    for frame in reversed(extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in OWN:
            return f" in {file.relative_to(ROOT)}, line {frame.lineno}"
    return ""
