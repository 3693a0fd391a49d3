"""The documents as pages: ``make docs``."""

project = "Day Zero"
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Day Zero"
html_show_sphinx = False
html_show_copyright = False
exclude_patterns = ["_build"]
