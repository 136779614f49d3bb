"""What a paired comparison found, as frames, a table, a figure and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.files import Writer, write_atomically
from resilience_sim.observe.columns import FRAMES
from resilience_sim.observe.kept import kept_frame
from resilience_sim.observe.manifest import manifest, write_json
from resilience_sim.observe.outcomes import OUTCOMES, outcome_of
from resilience_sim.observe.written import Tables, community_writers, table_writers
from resilience_sim.scenario import Scenario
from resilience_sim.study.replicates import Array, Summary
from resilience_sim.study.statistics import Method, interval, paired
from resilience_sim.study.world_names import world_name

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

__all__ = ["Comparison"]

#: Quantiles of functionality over replicates that a band shows.
BAND = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, repr=False)
class Comparison:
    """Worlds under the same seeds.

    Intervals over seeds are Monte Carlo error only. Every frame is a copy: changing one changes
    neither the next one asked for nor the files.

    Parameters
    ----------
    worlds
        Scenarios by name; the first is the one that others are compared with by default.
    summaries
        One a run.
    seed
        Name of the set of seeds.
    """

    worlds: dict[str, Scenario]
    summaries: tuple[Summary, ...]
    seed: int

    @property
    def replicates(self) -> int:
        """Seeds per world."""
        return len(self.summaries) // len(self.worlds)

    @cached_property
    def values(self) -> dict[str, Array]:
        """Outcomes by world, shape (replicates, outcomes), by replicate; not to be written to."""
        rows: dict[str, list[tuple[int, Array]]] = {world: [] for world in self.worlds}
        for summary in self.summaries:
            rows[summary.world].append((summary.replicate, summary.outcomes))
        values = {
            world: np.stack([row for _, row in sorted(found, key=lambda pair: pair[0])])
            for world, found in rows.items()
        }
        for table in values.values():
            table.setflags(write=False)
        return values

    @kept_frame
    def outcomes(self) -> pd.DataFrame:
        """Every value: columns world, replicate, seed, outcome, value."""
        import pandas as pd

        from resilience_sim.observe.frames import with_units

        rows = [
            (s.world, s.replicate, s.seed, name, value)
            for s in self.summaries
            for name, value in zip(OUTCOMES, s.outcomes, strict=True)
        ]
        frame = pd.DataFrame(rows, columns=["world", "replicate", "seed", "outcome", "value"])
        return with_units(frame, "worlds")

    def differences(
        self, against: str | None = None, *, level: float = 0.95, method: Method = "t"
    ) -> pd.DataFrame:
        """Paired differences of every world and outcome against one world.

        Parameters
        ----------
        against
            World to compare with; None: the first.
        level, method
            Of the interval over seeds: ``t`` or ``bootstrap``.

        Returns
        -------
        DataFrame
            One row a world and outcome: value in both worlds, difference with ``low`` and
            ``high``, ``share_better``, ``smallest`` difference that matters, ``verdict``.

        Raises
        ------
        InputError
            There is no world called `against`.
        """
        import pandas as pd

        from resilience_sim.observe.frames import with_units

        base = self._world(against)
        rows = [
            self._difference(world, base, at, level, method)
            for world in self.worlds
            if world != base
            for at in range(len(OUTCOMES))
        ]
        return with_units(pd.DataFrame(rows, columns=list(FRAMES["differences"])), "differences")

    def _difference(
        self, world: str, base: str, at: int, level: float, method: Method
    ) -> tuple[object, ...]:
        name = list(OUTCOMES)[at]
        outcome = OUTCOMES[name]
        here, there = self.values[world][:, at], self.values[base][:, at]
        found = paired(here, there, outcome.direction, outcome.smallest, level, method)
        return (
            world,
            base,
            name,
            interval(here).mean,
            interval(there).mean,
            found.difference.mean,
            found.difference.low,
            found.difference.high,
            found.share_better,
            outcome.smallest,
            found.verdict,
            outcome.unit,
            outcome.direction,
            outcome.group,
            found.difference.n,
        )

    def table(
        self, outcomes: Sequence[str] | None = None, *, against: str | None = None, lang: str = "en"
    ) -> pd.DataFrame:
        """A frame ready to print: outcome by world, with what it differs by and the verdict.

        Raises
        ------
        InputError
            There is no such outcome or world.
        """
        from resilience_sim.study.tables import comparison_table

        asked = [outcomes] if isinstance(outcomes, str) else outcomes
        names = list(OUTCOMES) if asked is None else [outcome_of(n).name for n in asked]
        return comparison_table(self, names, self._world(against), lang)

    @kept_frame
    def timelines(self) -> pd.DataFrame:
        """Functionality by world and day: mean and quantiles over replicates."""
        import pandas as pd

        from resilience_sim.observe.frames import with_units

        frames = []
        for world in self.worlds:
            q = np.stack([s.functionality for s in self.summaries if s.world == world])
            frame = pd.DataFrame({"world": world, "day": np.arange(q.shape[1])})
            frame["mean"] = q.mean(axis=0)
            for level in BAND:
                frame[f"q{round(100 * level):02d}"] = np.quantile(q, level, axis=0)
            frames.append(frame)
        return with_units(pd.concat(frames, ignore_index=True), "timelines")

    @kept_frame
    def twins(self) -> pd.DataFrame:
        """Measured twins of the levers by world and replicate, at the strike and the end."""
        import pandas as pd

        rows = [(s.world, s.replicate, *twin) for s in self.summaries for twin in s.twins]
        columns = ["world", "replicate", "lever", "measure", "at_strike", "at_end"]
        return pd.DataFrame(rows, columns=columns)

    @kept_frame
    def rankings(self) -> pd.DataFrame:
        """Mean resilience loss and rank of each world under each set of severity weights."""
        import pandas as pd

        from resilience_sim.observe.frames import with_units

        at = list(OUTCOMES).index("resilience_loss")
        rows: list[tuple[str, str, float]] = []
        for world in self.worlds:
            rows.append(("as declared", world, float(self.values[world][:, at].mean())))
            mine = [s.losses for s in self.summaries if s.world == world]
            for name in mine[0]:
                rows.append((name, world, float(np.mean([losses[name] for losses in mine]))))
        frame = pd.DataFrame(rows, columns=["weights", "world", "resilience_loss"])
        frame["rank"] = frame.groupby("weights")["resilience_loss"].rank(method="min").astype(int)
        return with_units(frame.sort_values(["weights", "rank"], ignore_index=True), "rankings")

    def to_xarray(self) -> xr.Dataset:
        """Outcomes over (world, replicate) as an xarray data set; needs the extra ``xarray``.

        Raises
        ------
        InputError
            xarray is not installed.
        """
        from resilience_sim.study.arrays import comparison_dataset

        return comparison_dataset(self)

    def plot(self, lang: str = "en") -> Figure:
        """Functionality by world, with bands over seeds; `lang` is ``en`` or ``zh``."""
        from resilience_sim.study.plot import plot_functionality

        return plot_functionality(self.timelines, replicates=self.replicates, lang=lang)

    def write(self, folder: str | Path, tables: Tables = "parquet", lang: str = "en") -> list[Path]:
        """Write all frames, the table as CSV, a figure and a manifest, atomically.

        Files of these names that stand there are replaced without asking; others stay.

        Parameters
        ----------
        folder
            Where they go; made if it is not there.
        tables
            Form of the frames: ``parquet`` or ``csv``.
        lang
            Language of the table and the figure, ``en`` or ``zh``.

        Raises
        ------
        InputError
            The folder cannot be written to, or there is no such form.
        """
        files = self.writers(tables, lang)
        files["functionality.png"] = lambda path: self.plot(lang).savefig(path, dpi=150)
        told = manifest({**self.described(), "files": list(files)})
        files["manifest.json"] = lambda path: write_json(path, told)
        return write_atomically(Path(folder), files)

    def writers(self, tables: Tables = "parquet", lang: str = "en") -> dict[str, Writer]:
        """What writes each frame, by file name."""
        frames = {
            "outcomes": self.outcomes,
            "timelines": self.timelines,
            "twins": self.twins,
            "rankings": self.rankings,
        }
        if len(self.worlds) > 1:
            frames["differences"] = self.differences()
        files = table_writers(frames, tables)
        table = self.table(lang=lang).rename(
            index={name: world_name(name, lang) for name in self.worlds}, level=1
        )
        files["table.csv"] = lambda path: table.to_csv(path, encoding="utf-8-sig")
        return files | community_writers(self.worlds)[0]

    def described(self) -> dict[str, object]:
        """What was run, for a manifest."""
        people = community_writers(self.worlds)[1]
        return {
            "seed": self.seed,
            "replicates": self.replicates,
            "seeds": [seed for _, seed in sorted({(s.replicate, s.seed) for s in self.summaries})],
            "worlds": {
                name: {
                    "content_hash": scenario.content_hash(),
                    "observations": scenario.observations(),
                    "notes": list(next(s.notes for s in self.summaries if s.world == name)),
                    "scenario": scenario.to_toml(),
                    "community": people.get(name),
                }
                for name, scenario in self.worlds.items()
            },
        }

    def _world(self, name: str | None) -> str:
        if name is None:
            return next(iter(self.worlds))
        if name not in self.worlds:
            raise InputError(
                "there is no world of this name",
                key="against",
                value=name,
                allowed=listed(self.worlds),
                nearest=nearest_name(name, self.worlds),
            )
        return name
