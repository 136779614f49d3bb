"""Daily counts of an epidemic, seen as they are reported: growth, delays, runs with a lockdown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.community import Community
from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.crises import Epidemic
from resilience_sim.crises.observations import Observations, find, read
from resilience_sim.rng import Luck
from resilience_sim.world import World
from tests.worlds import built, tiny_world

Array = NDArray[Any]
RESIDENTS = 100_000


# --- what was observed ------------------------------------------------------------------------
def series(file: str, value: str, unit: str, *where: str, form: str = "%Y-%m-%d") -> Observations:
    """A series of the folder of data; days without a line hold the count."""
    path: Path = find(file, "", "RESILIENCE_SIM_DATA")
    filters = tuple((one.partition("=")[0], one.partition("=")[2]) for one in where)
    return read(str(path), 0, ("date",), form, value, filters, unit, True)


def growth(counts: Array) -> tuple[float, float, float]:
    """Growth a day of daily counts, with its 95 % interval: Poisson regression on the day.

    Days without a case count as such: a line through logarithms would have to drop them, and
    what is left of a decline that runs out of cases is flat. The interval is widened by the
    scatter about the line (quasi-Poisson).
    """
    from scipy import stats

    n = len(counts)
    days = np.arange(n) - (n - 1) / 2.0
    design = np.stack([np.ones(n), days], axis=1)
    at = np.array([np.log(counts.mean()), 0.0])
    for _ in range(200):
        mean = np.exp(design @ at)
        step = np.linalg.solve(design.T @ (design * mean[:, None]), design.T @ (counts - mean))
        at = at + np.clip(step, -0.5, 0.5)
        if float(np.abs(step).max()) < 1e-10:
            break
    mean = np.exp(design @ at)
    scatter = max(float(((counts - mean) ** 2 / mean).sum() / (n - 2)), 1.0)
    error = np.sqrt(scatter * np.linalg.inv(design.T @ (design * mean[:, None]))[1, 1])
    half = float(stats.t.ppf(0.975, n - 2) * error)
    return float(at[1]), float(at[1]) - half, float(at[1]) + half


def observed(of: Observations, first: date, last: date) -> tuple[float, float, float]:
    """The growth of a stretch of days, both ends included."""
    return growth(of.span(first, (last - first).days + 1, False, ""))


# --- what the model gives ---------------------------------------------------------------------
@dataclass(frozen=True)
class Course:
    """An epidemic with a lockdown on a calendar date, and the days run before and after it."""

    epidemic: Epidemic
    left: float  # share of contacts outside the household that is left from that day
    closes: date
    before: int = 45
    after: int = 70

    def stretch(self, counts: Array, first: date, last: date) -> Array:
        """The counts of a stretch of calendar days, both ends included."""
        begin = (first - self.closes).days + self.before
        return counts[begin : begin + (last - first).days + 1]

    def infections(self, seed: int) -> Array:
        """New infections a day in a census community."""
        world = census_world(seed)
        own = built(world, self.epidemic)
        days = self.before + self.after
        for day in range(days):
            world.t = float(day)
            out = float(np.sqrt(self.left)) if day >= self.before else 1.0
            world.conditions.mobility = np.full(len(world.people), out)
            self.epidemic.process(world, own, day + 1.0)
        at = own["infected_at"][np.isfinite(own["infected_at"])]
        return np.bincount(at.astype(int), minlength=days)[:days].astype(float)


@lru_cache(maxsize=8)
def census(seed: int) -> Community:
    """A community by the census; the same for all epidemics of a seed."""
    return generate(CommunitySettings(residents=RESIDENTS), seed)


def census_world(seed: int) -> World:
    """A census community around the columns that an epidemic reads."""
    community = census(seed)
    world = replace(
        tiny_world([1], end=200.0), luck=Luck(seed), people=community.people.readonly(),
        households=community.households.readonly(), places=community.places, ties=community.ties,
        community_keys=community.community_keys,
    )  # fmt: skip
    world.conditions.mobility = np.ones(len(community.people))
    return world


def delayed(counts: Array, mean: float, sd: float) -> Array:
    """Counts seen a gamma time later; what falls beyond the last day is not seen."""
    from scipy import stats

    shape = (mean / sd) ** 2
    chance = np.diff(stats.gamma.cdf(np.arange(len(counts) + 1.0), shape, scale=mean / shape))
    return np.convolve(counts, chance)[: len(counts)]
