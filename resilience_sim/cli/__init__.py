"""The command line ``resilience-sim``: thin, nothing here decides anything about the model."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit: 0, 2 for input that cannot be used, 130 if interrupted."""
    from resilience_sim.cli.app import app

    app(prog_name="resilience-sim")
