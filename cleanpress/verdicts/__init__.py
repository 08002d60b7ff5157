"""From evidence to verdicts: first every block by itself (score), then by its neighbours (settle)."""
