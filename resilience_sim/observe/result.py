"""What one run gives its user: frames, a figure and files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resilience_sim.errors import InputError
from resilience_sim.files import write_atomically
from resilience_sim.observe.kept import kept_frame
from resilience_sim.observe.manifest import manifest, write_json
from resilience_sim.observe.record import Record
from resilience_sim.observe.written import Tables, community_writers, table_writers

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from resilience_sim.observe.explain import Explanation
    from resilience_sim.scenario import Scenario

__all__ = ["Result"]


@dataclass(frozen=True, repr=False)
class Result:
    """One run of one scenario.

    Every frame is a copy: changing one changes neither the next one asked for nor the files.

    Parameters
    ----------
    record
        What the run left behind.
    scenario
        What was run.
    """

    record: Record
    scenario: Scenario

    def __repr__(self) -> str:
        """One line, as a notebook shows it; the tables are asked for by name."""
        told = self.record
        return (
            f"<Result of {told.scenario!r}, seed {told.seed}, days {told.begin:g} to {told.end:g}: "
            f"{len(told.cases)} cases>"
        )

    @kept_frame
    def outcomes(self) -> pd.DataFrame:
        """Every outcome: value, unit, direction, smallest difference that matters, names."""
        from resilience_sim.observe.frames import outcomes_frame

        return outcomes_frame(self.record)

    @kept_frame
    def timeline(self) -> pd.DataFrame:
        """Time series; index ``day``, days since the strike (negative: everyday life)."""
        from resilience_sim.observe.frames import timeline_frame

        return timeline_frame(self.record)

    @kept_frame
    def cases(self) -> pd.DataFrame:
        """The case journal, one case a row, times in days since the strike."""
        from resilience_sim.observe.frames import cases_frame

        return cases_frame(self.record)

    @kept_frame
    def journal(self) -> pd.DataFrame:
        """The institution journal, one act a row."""
        from resilience_sim.observe.frames import journal_frame

        return journal_frame(self.record)

    @kept_frame
    def twins(self) -> pd.DataFrame:
        """Measured twins of the levers, at the strike and at the end."""
        from resilience_sim.observe.frames import twins_frame

        return twins_frame(self.record)

    def to_xarray(self) -> xr.Dataset:
        """The time series as an xarray data set over ``day``; needs the extra ``xarray``.

        Raises
        ------
        InputError
            xarray is not installed.
        """
        from resilience_sim.observe.arrays import timeline_dataset

        return timeline_dataset(self.record)

    def plot(self, lang: str = "en") -> Figure:
        """Functionality, and open cases by stage, over time; `lang` is ``en`` or ``zh``."""
        from resilience_sim.observe.plot import plot_run

        return plot_run(self.record, lang)

    def explain(self, other: Result) -> Explanation:
        """Why another world under the same seed differs from this one.

        Raises
        ------
        InputError
            The other is no result, or the two were not run under one seed or over the same
            time.
        """
        if not isinstance(other, Result):
            raise InputError(
                "this is no result of a run", key="other", value=other, allowed="a Result"
            )
        from resilience_sim.observe.explain import explain

        return explain(self.record, other.record)

    def write(self, folder: str | Path, tables: Tables = "parquet", lang: str = "en") -> list[Path]:
        """Write the frames, the figure and a manifest into a folder, atomically.

        Files of these names that stand there are replaced without asking; others stay.

        Parameters
        ----------
        folder
            Where they go; made if it is not there.
        tables
            Form of the frames: ``parquet``, which keeps types, units and meanings, or ``csv``
            for a spreadsheet.
        lang
            Language of the figure, ``en`` or ``zh``; tables hold both.

        Raises
        ------
        InputError
            The folder cannot be written to, or there is no such form.
        """
        frames = {
            "outcomes": self.outcomes,
            "timeline": self.timeline,
            "cases": self.cases,
            "journal": self.journal,
            "twins": self.twins,
        }
        files = table_writers(frames, tables)
        files["run.png"] = lambda path: self.plot(lang).savefig(path, dpi=150)
        people, names = community_writers({"": self.scenario})
        files |= people
        told = manifest(
            {
                "scenario": self.scenario.to_toml(),
                "community": names.get(""),
                "content_hash": self.record.content_hash,
                "observations": self.scenario.observations(),
                "seed": self.record.seed,
                "files": list(files),
                "notes": list(self.record.notes),
            }
        )
        files["manifest.json"] = lambda path: write_json(path, told)
        return write_atomically(Path(folder), files)
