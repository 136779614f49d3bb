"""Outcomes, journals and results: what a run shows. Nothing here changes a run."""
