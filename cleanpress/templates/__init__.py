"""Learned site templates: what a block's key is, the table of those that recur, and how a table is read and checked."""
