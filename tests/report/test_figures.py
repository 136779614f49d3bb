"""Figures: what they show is what the frames say; no state of pyplot is touched."""

from __future__ import annotations

import logging
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from resilience_sim.observe.ink import language
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.observe.plot import plot_run
from resilience_sim.report.figures import plot_curves, plot_differences, plot_waiting
from resilience_sim.study.compare import compare
from resilience_sim.study.comparison import Comparison
from resilience_sim.study.curves import response_curve
from tests.records import FakeSimulator, FakeWorld, random_cases, record

WORLDS = {"today": FakeWorld(1.0), "slow": FakeWorld(2.0), "slower": FakeWorld(3.0)}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(WORLDS, 4, 1, 1, simulator=FakeSimulator())


def texts(figure: Figure) -> str:
    from matplotlib.text import Text

    figure.canvas.draw()
    return "\n".join(text.get_text() for text in figure.findobj(Text))


def test_bars_of_waiting_are_the_means_of_the_parts(comparison: Comparison) -> None:
    figure = plot_waiting(comparison)
    widths = [[bar.get_width() for bar in part] for part in figure.axes[0].containers]
    place = list(OUTCOMES).index("days_hands")
    assert widths[3] == pytest.approx([v[:, place].mean() for v in comparison.values.values()])
    assert all(world in texts(figure) for world in WORLDS)


def test_every_figure_says_that_it_is_no_forecast(comparison: Comparison) -> None:
    figures = [
        comparison.plot(),
        plot_waiting(comparison),
        plot_differences(comparison.differences()),
        plot_run(record(cases=random_cases(np.random.default_rng(0), 50, 40, -10.0, 30.0))),
    ]
    for figure in figures:
        assert "Not a forecast" in texts(figure)


def test_right_is_better_in_the_figure_of_differences(comparison: Comparison) -> None:
    figure = plot_differences(comparison.differences(), ["resilience_loss", "robustness"])
    for axes in figure.axes:
        line = next(line for line in axes.lines if line.get_marker() == "o")
        assert (np.asarray(line.get_xdata()) < 0.0).all()  # both worlds are worse than today
    # The band of what does not matter is one smallest difference either way.
    slow = comparison.differences().query("world == 'slow' and outcome == 'robustness'")
    expected = slow["difference"].item() / OUTCOMES["robustness"].smallest
    line = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert float(np.asarray(line.get_xdata())[1]) == pytest.approx(expected)


def test_the_scale_stands_on_the_axis_and_gaps_are_hollow(comparison: Comparison) -> None:
    figure = plot_differences(comparison.differences(), ["resilience_loss", "gap_newcomers"])
    for axes in figure.axes:
        assert "logarithmic beyond" in axes.get_xlabel()
        (hollow,) = [line for line in axes.lines if line.get_color() == "white"]
        assert np.asarray(hollow.get_ydata()).tolist() == [1.0]
    assert "the excess in the table says who loses more" in texts(figure)
    one = compare(WORLDS, 1, 1, 1, simulator=FakeSimulator())
    lone = plot_differences(one.differences())
    assert "no interval and no verdict" in texts(lone)
    for axes in lone.axes:
        line = next(line for line in axes.lines if line.get_marker() == "o")
        low, high = axes.get_xlim()
        points = np.asarray(line.get_xdata(), float)
        points = points[np.isfinite(points)]
        assert ((low < points) & (points < high)).all(), "without intervals points are in view too"


def test_names_of_worlds_do_not_run_into_each_other() -> None:
    names = ("today", "flood: +governance/fengqiao,red_grid", "outage: +governance/wengdun,charity")
    found = compare(
        {name: FakeWorld(1.0 + at) for at, name in enumerate(names)}, 3, 1, 1,
        simulator=FakeSimulator(),
    )  # fmt: skip
    for figure in (found.plot(), plot_differences(found.differences())):
        canvas = figure.canvas
        assert isinstance(canvas, FigureCanvasAgg)
        canvas.draw()
        shown = [axes for axes in figure.axes if axes.get_visible()]
        boxes = [
            next(t for t in axes.findobj(Text) if t.get_text() == axes.get_title("left"))
            .get_window_extent(canvas.get_renderer())
            for axes in shown
        ]  # fmt: skip
        assert boxes[0].x1 < boxes[1].x0 and boxes[1].x1 <= figure.bbox.width


def test_the_strike_is_named_outside_of_the_axes() -> None:
    figure = plot_run(record(cases=random_cases(np.random.default_rng(0), 50, 40, -10.0, 30.0)))
    figure.canvas.draw()
    above = figure.axes[0]
    legend = above.get_legend()
    assert legend is not None and [t.get_text() for t in legend.get_texts()] == ["the strike"]
    box, panel = legend.get_window_extent(), above.get_window_extent()
    assert box.x0 >= panel.x1 and box.x1 <= figure.bbox.x1


def test_the_line_of_functionality_is_the_median(comparison: Comparison) -> None:
    figure = comparison.plot()
    frame = comparison.timelines.query("world == 'slow'")
    line = figure.axes[0].lines[1]
    assert np.asarray(line.get_ydata()).tolist() == frame["q50"].tolist()
    assert "median over 4 seeds" in texts(figure)


def test_curves_stand_against_the_lever_and_against_its_twin() -> None:
    curve = response_curve(FakeWorld(), "slow", [1.0, 2.0, 3.0], 3, 1, 1,
                           simulator=FakeSimulator())  # fmt: skip
    twin = {s.world: 0.1 * (float(s.world) + 1.0) for s in curve.summaries}
    figure = plot_curves({"clarity": _with_hops(curve, twin)}, {"clarity": 2.0}, {"clarity": "c"})
    above, below = (axes.lines[0] for axes in figure.axes)
    assert np.asarray(above.get_xdata()).tolist() == [1.0, 2.0, 3.0]
    assert np.asarray(below.get_xdata()).tolist() == pytest.approx([0.1, 0.2, 0.3])
    means = curve.of("resilience_loss").mean(axis=0)
    assert np.asarray(above.get_ydata()).tolist() == pytest.approx(means.tolist())
    assert all(a < b for a, b in pairwise(means))


def _with_hops(curve, twin):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(
        curve,
        summaries=tuple(
            replace(s, twins=(("clarity", "hops", twin[s.world], 0.0),)) for s in curve.summaries
        ),
    )


def test_chinese_has_a_font_or_falls_back_in_silence(
    comparison: Comparison, caplog: pytest.LogCaptureFixture, tmp_path, recwarn
) -> None:  # type: ignore[no-untyped-def]
    with caplog.at_level(logging.WARNING):
        figure = comparison.plot("zh")
        figure.savefig(tmp_path / "figure.png")
    assert not caplog.records
    assert not [w for w in recwarn if "Glyph" in str(w.message)]
    assert ("并非预测" in texts(figure)) == (language("zh") == "zh")


def test_drawing_does_not_load_pyplot() -> None:
    code = (
        "import sys, resilience_sim.report.figures, resilience_sim.study.plot\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
