"""From verdicts to what the user holds."""
