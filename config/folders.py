"""The folders of an installation."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
