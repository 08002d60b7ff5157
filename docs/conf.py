"""The documentation as a site: ``sphinx-build -W docs docs/_build``, after ``pip install -e '.[docs]'``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import generate  # it stands beside this file

import cleanpress

project = "cleanpress"
copyright = "the cleanpress authors, Apache License 2.0"
version = release = cleanpress.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build", "generated/guards.md", "generated/steps.md", "results/*.md"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
html_theme = "furo"
html_title = f"cleanpress {release}"
html_show_sphinx = False
html_copy_source = False

HERE = Path(__file__).parent
generate.write(HERE / "generated")


def leave_out_empty(app, name, source):  # type: ignore[no-untyped-def]  # Sphinx calls it
    """Take patterns that no page matches out of the navigation: Sphinx warns of them, and cannot be told not to."""
    if name == "index":
        lines = source[0].splitlines()
        source[0] = "\n".join(line for line in lines if not line.endswith("*") or [*HERE.glob(f"{line}.md")])


def setup(app):  # type: ignore[no-untyped-def]
    """Register the above."""
    app.connect("source-read", leave_out_empty)
