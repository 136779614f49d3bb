"""`make bench`: print every measure as a table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from benchmarks import timing

ASK = "sys.argv = ['resilience-sim', '--help']"
HELP = f"import sys; from resilience_sim.cli import main; {ASK}; main()"
PROCESSES = (
    ("python, nothing imported", "pass"),
    ("import resilience_sim", "import resilience_sim"),
    ("resilience-sim --help", HELP),
)
SIZES = (1_000, 3_000, 10_000)


def paces() -> Table:
    """A step of the four stages, in both ways."""
    table = Table(title="Epidemic, help, influence, participation: processor time of a step of 6 h")
    for name in ("residents", "attitudes move every", "plain Mesa, ms", "ours, ms", "times faster"):
        table.add_column(name, justify="right")
    timing.warm_up()
    for hours in (timing.STEP_HOURS, 24.0):
        for residents in SIZES:
            one = timing.pace(residents, hours)
            table.add_row(
                f"{residents:,}",
                f"{hours:g} h",
                f"{1e3 * one.plain:.1f}",
                f"{1e3 * one.ours:.3f}",
                f"{one.ratio:.0f}",
            )
    return table


def bandwidths() -> Table:
    """The influence kernel beside a copy of as much memory."""
    table = Table(title="Influence on six columns: memory touched, against a copy of as much")
    for name in ("residents", "MB", "kernel, GB/s", "copy, GB/s"):
        table.add_column(name, justify="right")
    for residents in SIZES:
        one = timing.bandwidth(residents)
        table.add_row(
            f"{one.residents:,}", f"{one.megabytes:.1f}", f"{one.kernel:.1f}", f"{one.copy:.1f}"
        )
    return table


def processes() -> Table:
    """Fresh processes."""
    table = Table(title="A fresh process, median of 5")
    table.add_column("what")
    table.add_column("s", justify="right")
    for name, code in PROCESSES:
        table.add_row(name, f"{timing.fresh(code):.3f}")
    return table


def main() -> None:
    """Measure and print."""
    console = Console()
    for measure in (processes, bandwidths, paces):
        console.print(measure())


if __name__ == "__main__":
    main()
