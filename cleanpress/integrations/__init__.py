"""Adapters for engines: a module each, none of which is imported unless you name it.

All of them call ``cleanpress.clean_batch`` and give what ``rows`` makes of an article; ``arrow`` puts that into tables.
An engine that is not installed is a :class:`cleanpress.MissingExtraError` with the command that installs it.
"""
