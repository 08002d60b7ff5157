"""Hostile documents, made by rule: malformed markup, wrong encodings, documents that grow, letters that lie."""
