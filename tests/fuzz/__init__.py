"""Fuzzing with atheris; see ``harness``."""
