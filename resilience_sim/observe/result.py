"""What one run gives its user: frames, a figure and files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from resilience_sim.files import Writer, write_atomically
from resilience_sim.observe.manifest import manifest, write_json
from resilience_sim.observe.record import Record

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from resilience_sim.scenario import Scenario

__all__ = ["Result"]


@dataclass(frozen=True)
class Result:
    """One run of one scenario.

    Parameters
    ----------
    record
        What the run left behind.
    scenario
        What was run.
    """

    record: Record
    scenario: Scenario

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Every outcome: value, unit, direction, smallest difference that matters, names."""
        from resilience_sim.observe.frames import outcomes_frame

        return outcomes_frame(self.record)

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """Time series; index ``day``, days since the strike (negative: everyday life)."""
        from resilience_sim.observe.frames import timeline_frame

        return timeline_frame(self.record)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """The case journal, one case a row, times in days since the strike."""
        from resilience_sim.observe.frames import cases_frame

        return cases_frame(self.record)

    @cached_property
    def journal(self) -> pd.DataFrame:
        """The institution journal, one act a row."""
        from resilience_sim.observe.frames import journal_frame

        return journal_frame(self.record)

    @property
    def twins(self) -> pd.DataFrame:
        """Measured twins of the levers, at the strike and at the end."""
        import pandas as pd

        rows = [
            (lever, measure, *pair)
            for lever, measures in self.record.twins.items()
            for measure, pair in measures.items()
        ]
        return pd.DataFrame(rows, columns=["lever", "measure", "at_strike", "at_end"])

    def plot(self, lang: str = "en") -> Figure:
        """Functionality, and open cases by stage, over time; `lang` is ``en`` or ``zh``."""
        from resilience_sim.observe.plot import plot_run

        return plot_run(self.record, lang)

    def write(self, folder: str | Path) -> list[Path]:
        """Write the frames (parquet), the figure and a manifest into a folder, atomically.

        Raises
        ------
        InputError
            The folder cannot be written to.
        """
        frames = {
            "outcomes": self.outcomes,
            "timeline": self.timeline,
            "cases": self.cases,
            "journal": self.journal,
            "twins": self.twins,
        }
        files: dict[str, Writer] = {
            f"{name}.parquet": frame.to_parquet for name, frame in frames.items()
        }
        files["run.png"] = lambda path: self.plot().savefig(path, dpi=150)
        told = manifest(
            {
                "scenario": self.scenario.to_toml(),
                "content_hash": self.record.content_hash,
                "seed": self.record.seed,
                "files": list(files),
                "notes": list(self.record.notes),
            }
        )
        files["manifest.json"] = lambda path: write_json(path, told)
        return write_atomically(Path(folder), files)
