"""The command line ``resilience-sim``: thin, nothing here decides anything about the model."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit: 0, 2 for input that cannot be used, 130 if interrupted."""
    import sys

    from resilience_sim.cli.app import app
    from resilience_sim.cli.help_zh import in_chinese, wanted

    if hasattr(sys.stdout, "reconfigure"):  # standard error escapes what it cannot show by itself
        sys.stdout.reconfigure(errors="replace")  # not every console has ± or Chinese characters
    if not wanted(sys.argv[1:]):
        app(prog_name="resilience-sim")
        return
    from typer.main import get_command

    in_chinese(get_command(app))(prog_name="resilience-sim")
