"""The demo: one community in a lockdown, as it is and with each lever raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resilience_sim.files import Writer, write_atomically
from resilience_sim.observe.manifest import manifest, write_json
from resilience_sim.report.sentences import (
    closing,
    ranking_sentence,
    return_sentences,
    world_sentences,
)
from resilience_sim.report.skew import skew_sentences
from resilience_sim.study.compare import Progress, run_worlds
from resilience_sim.study.comparison import Comparison
from resilience_sim.study.curves import ResponseCurve, curve_worlds, curves_of
from resilience_sim.study.replicates import Simulator
from resilience_sim.study.statistics import interval

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from resilience_sim.scenario import Scenario

__all__ = ["CURVE_VALUES", "LEVERS", "RAISED", "DemoAnswer", "demo_worlds", "run_demo"]

LEVERS = ("clarity", "sharing", "identity", "bridging")
#: To the top: the world in which a lever is all that it can be is the end of its curve too.
RAISED = 1.0
#: Points of the response curves beside today; `experiments.returns` looks closer.
CURVE_VALUES = (0.0, 1.0)
#: Outcomes that the printed table shows; files hold all of them.
TABLE = (
    "resilience_loss",
    "robustness",
    "time_to_recover",
    "recovered",
    "unmet_days",
    "share_lapsed",
    "days_median",
    "days_p95",
    "gap_vulnerable",
    "excess_vulnerable",
    "gap_newcomers",
    "excess_newcomers",
    "attack_rate",
    "overload",
    "residents_hours",
)
CURVE_OUTCOME = "resilience_loss"


@dataclass(frozen=True)
class DemoAnswer:
    """What the demo found.

    Parameters
    ----------
    comparison
        The worlds under the same seeds.
    curves
        Response curves by lever.
    """

    comparison: Comparison
    curves: dict[str, ResponseCurve]

    def sentences(self, lang: str = "en") -> list[str]:
        """What differs, what does not, what it cost, and where returns change."""
        runs = max(len(curve.of(CURVE_OUTCOME)) for curve in self.curves.values())
        found = [_introduction(self.comparison, runs, lang)]
        found += world_sentences(self.comparison.differences(), lang)
        found += skew_sentences(self.comparison, TABLE, lang)
        found.append(ranking_sentence(self.comparison.rankings, lang))
        turns = [curve.turning_point(CURVE_OUTCOME) for curve in self.curves.values()]
        return [*found, *return_sentences(turns, lang), closing(lang)]

    def text(self, lang: str = "en", width: int = 150) -> str:
        """The table and the sentences."""
        from resilience_sim.report.console import console_table

        table = console_table(self.comparison, TABLE, lang, width)
        return table + "\n" + "\n\n".join(self.sentences(lang))

    @property
    def curves_frame(self) -> pd.DataFrame:
        """All response curves, one below the other."""
        import pandas as pd

        return pd.concat([curve.frame for curve in self.curves.values()], ignore_index=True)

    @property
    def per_twin_frame(self) -> pd.DataFrame:
        """What each lever moved, its twin moved, and the outcome per unit of the twin."""
        import pandas as pd

        from resilience_sim.report.figures import TWINS

        rows = []
        for lever, curve in self.curves.items():
            measure = TWINS[lever][0]
            twin = curve.twin(lever, measure)
            found = curve.per_twin(CURVE_OUTCOME, lever, measure)
            ends = (interval(twin[:, 0]).mean, interval(twin[:, -1]).mean)
            change = interval(curve.of(CURVE_OUTCOME)[:, -1] - curve.of(CURVE_OUTCOME)[:, 0])
            rows.append((lever, measure, *ends, change.mean, found.mean, found.low, found.high))
        columns = ["lever", "twin", "twin_at_0", "twin_at_1", f"{CURVE_OUTCOME}_change"]
        return pd.DataFrame(rows, columns=[*columns, "per_unit_of_twin", "low", "high"])

    def write(self, folder: Path, lang: str = "en") -> list[Path]:
        """Write frames, sentences, figures (in `lang`) and the manifest, all or nothing."""
        from resilience_sim.report.figures import plot_curves, plot_differences, plot_waiting

        base = next(iter(self.comparison.worlds.values()))
        files = self.comparison.writers(lang=lang)
        frame = self.curves_frame
        files["curves.parquet"] = frame.to_parquet
        files["curves.csv"] = lambda path: frame.to_csv(path, index=False)
        per_twin = self.per_twin_frame
        files["per_twin.csv"] = lambda path: per_twin.to_csv(path, index=False)
        for each in ("en", "zh"):
            about = (base.stylised_zh if each == "zh" else base.stylised).strip()
            files[f"summary.{each}.md"] = _text_writer("\n\n".join([about, *self.sentences(each)]))
        figures = {
            "functionality": self.comparison.plot(lang),
            "waiting": plot_waiting(self.comparison, lang),
            "differences": plot_differences(self.comparison.differences(), lang=lang),
            "curves": plot_curves(
                self.curves, _levers_of(base), _names(base, lang), CURVE_OUTCOME, lang
            ),
        }
        for name, figure in figures.items():
            files[f"{name}.png"] = _figure_writer(figure)
        told = manifest(
            {
                **self.comparison.described(),
                "curves": {curve.key: list(curve.values) for curve in self.curves.values()},
                "files": list(files),
            }
        )
        files["manifest.json"] = lambda path: write_json(path, told)
        return write_atomically(folder, files)


def run_demo(
    out: Path,
    replicates: int = 30,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    seed: int = 1,
    curve_replicates: int = 10,
    lang: str = "en",
    scenario: Scenario | None = None,
    simulator: Simulator | None = None,
) -> DemoAnswer:
    """Compare the levers in a community under lockdown and write the answer to a folder.

    Parameters
    ----------
    out
        Folder for frames, figures, sentences and the manifest.
    replicates, curve_replicates
        Seeds per world, and per point of a response curve.
    workers
        Processes; None: as many as cores.
    progress
        Called with runs done and runs in all.
    seed
        Names the set of seeds.
    lang
        Language of the figures, ``en`` or ``zh``; sentences are written in both.
    scenario
        What is struck; None: the ready scenario ``epidemic_lockdown``.
    simulator
        What runs a world; None: the model of this package.

    Raises
    ------
    InputError
        A number is not allowed or the folder cannot be written to.
    """
    from resilience_sim.scenario_files import load

    today = scenario if scenario is not None else load("epidemic_lockdown")
    worlds = demo_worlds(today)
    sweeps = curve_values(today)
    points = curve_worlds(today, sweeps)
    # in one go: a point of a curve that is also a world of the comparison is run once
    found = run_worlds(
        {**worlds, **points},
        max(replicates, curve_replicates),
        seed,
        workers,
        progress,
        weights=other_weights(today),
        simulator=simulator,
        fewer=dict.fromkeys(worlds, replicates) | dict.fromkeys(points, curve_replicates),
    )
    comparison = Comparison(worlds, tuple(s for s in found if s.world in worlds), seed)
    curves = curves_of(found, sweeps)
    answer = DemoAnswer(comparison, {k.removeprefix("levers."): c for k, c in curves.items()})
    answer.write(out, lang)
    return answer


def demo_worlds(today: Scenario) -> dict[str, Scenario]:
    """The scenario as it is, with each lever raised, and with all of them raised."""
    worlds = {"today": today}
    for lever in LEVERS:
        worlds[lever] = today.vary({f"levers.{lever}": RAISED})
    worlds["all"] = today.vary({f"levers.{lever}": RAISED for lever in LEVERS})
    return worlds


def curve_values(today: Scenario) -> dict[str, Sequence[float]]:
    """Values of each lever at which its response curve is run, with today's among them."""
    return {
        f"levers.{lever}": sorted({*CURVE_VALUES, value})
        for lever, value in _levers_of(today).items()
    }


def other_weights(scenario: Scenario) -> dict[str, tuple[float, ...]]:
    """Severity weights that a careful reader might set instead of the declared ones.

    ``all needs equal``: every need weighs the mean of the declared weights. ``grave needs
    only``: needs below the middle of the declared weights weigh nothing.
    """
    declared = next(
        (row.value for row in scenario.parameters() if row.key.endswith(".severity")), None
    )
    if declared is None:
        return {}
    weights = [float(value) for value in declared]
    mean, middle = sum(weights) / len(weights), sorted(weights)[len(weights) // 2]
    return {
        "all needs equal": tuple([mean] * len(weights)),
        "grave needs only": tuple(w if w >= middle else 0.0 for w in weights),
    }


def _introduction(comparison: Comparison, runs: int, lang: str) -> str:
    base = next(iter(comparison.worlds.values()))
    zh = lang == "zh"
    replicates = "replicate" if comparison.replicates == 1 else "replicates"
    names, levers = _names(base, lang), _levers_of(base)
    now = ("，" if zh else ", ").join(f"{names[k]} {v:g}" for k, v in levers.items())
    if zh:
        text = (
            f"“现状”即目前的取值（{now}）。其余各情景把其名称所指的杠杆提高到 {RAISED:g}，"
            f"“全部提高”把四项都提高。每个情景 {comparison.replicates} 次重复，"
            f"响应曲线每点 {runs} 次，都使用相同的种子。"
        )
    else:
        text = (
            f"“today” is as things are ({now}). Each other world raises the lever it is named "
            f"after to {RAISED:g}; “all” raises all four. {comparison.replicates} {replicates} a "
            f"world, and {runs} a point of a response curve, under the same seeds throughout."
        )
    return text


def _levers_of(scenario: Scenario) -> Mapping[str, float]:
    return {lever: float(getattr(scenario.levers, lever)) for lever in LEVERS}


def _names(scenario: Scenario, lang: str) -> Mapping[str, str]:
    names = {row.key: row.zh if lang == "zh" else row.en for row in scenario.parameters()}
    return {lever: names[f"levers.{lever}"] for lever in LEVERS}


def _figure_writer(figure: Figure) -> Writer:
    def write(path: Path) -> None:
        figure.savefig(path, dpi=150)

    return write


def _text_writer(text: str) -> Writer:
    def write(path: Path) -> None:
        path.write_text(text + "\n", encoding="utf-8")

    return write
