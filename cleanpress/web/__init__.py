"""Fetching one page that a person named: which addresses may be reached, one request, and the way along redirects."""
