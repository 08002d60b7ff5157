"""Compiles the rule packs while building, so that installed copies start fast; everything else stands in setup.cfg."""

import sys
from pathlib import Path
from types import ModuleType

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithRules(build_py):
    """Build as usual, then write the packs' cache beside the copied packs."""

    def run(self) -> None:
        """Build; an editable install reads the packs themselves, since they change under it."""
        super().run()
        if not self.editable_mode:
            compile_rules(Path(self.build_lib, "cleanpress").resolve())


def compile_rules(package: Path) -> None:
    """Compile the packs of the copy in ``package``; its __init__ stays out, for it needs what is not installed yet."""
    bare = ModuleType("cleanpress")
    bare.__path__ = [str(package)]
    sys.modules["cleanpress"] = bare
    from cleanpress.rules.rulebook import write_compiled  # noqa: PLC0415  # only now does it come from the copy

    write_compiled()


setup(cmdclass={"build_py": BuildWithRules})
