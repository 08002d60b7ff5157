"""Site templates are learned here: which blocks recur on the pages of a host, and which of them are no article text.

The flow: ``pages`` makes rows of an article, ``store`` counts them in DuckDB, ``guards`` decides, ``learner`` binds
them; ``run`` does it for files, in several processes.
"""
