"""Reports as web pages: one file each, that asks no network for anything and runs nothing from the input."""
