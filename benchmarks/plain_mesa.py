"""The four stages in plain Mesa: one object a resident and a household, neighbours kept on it.

Written as a careful Mesa user would: attributes, `step` and `advance`, agent sets, and the
model's own generator; nothing is vectorised. Rules and parameters are those of
`crises.epidemic`, `response.aid`, `society.influence` and `society.participation`, in discrete
time: what the shipped model lets happen at a time of its own happens here at the end of a
step, with the chance 1 - exp(-rate * step). The community (households, ties, first attitudes)
is the one the shipped run starts from; every draw is this model's own. Both write down the same
series after every step, the shipped one a score besides.
"""

from __future__ import annotations

import math
from typing import Any

import mesa
import numpy as np

from benchmarks.four_stages import TAIL_DAYS, need_rates, summary
from benchmarks.plain_agents import EARLY, SILENT, SUSCEPTIBLE, Household, Resident
from resilience_sim.crises.epidemic_setup import household_hazard, infectious_days, sigma
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import SOCIAL


class PlainModel(mesa.Model):
    """The four stages over the community that a shipped run of the scenario starts from."""

    def __init__(self, scenario: Scenario, seed: int, start: Simulation) -> None:
        super().__init__(rng=seed)
        rules = {one.label: one for one in scenario.mechanisms()}
        self.dt = scenario.step_hours / 24.0
        self.span = scenario.table_hours / 24.0
        self.every = round(self.span / self.dt)
        self.due = True
        self.end = scenario.horizon_days
        self.steps_before = round(scenario.warmup_days / self.dt)
        self.now = -scenario.warmup_days
        self._read_infection(rules["epidemic"])
        self._read_needs(scenario, rules)
        influence, self.taking_part = rules["influence"], rules["participation"]
        self.openness = influence.openness
        slow, quick = (
            -math.expm1(-nu * self.span) for nu in (influence.rate, influence.panic_rate)
        )
        self.speeds = (slow,) * 5 + (quick,)
        self.thresholds = (self.taking_part.threshold_low, self.taking_part.threshold_high)
        self.hours_asked = self.taking_part.hours_a_day * self.taking_part.everyday
        self.strain_kept = math.exp(-self.taking_part.strain_down * self.span)
        self.closed: list[tuple[float, float, bool]] = []
        self._populate(start)
        self.datacollector = mesa.DataCollector(
            {"attacked": self.attacked, "infectious": self.infectious, "open": self.open_needs}
            | {name: [self.mean, [name]] for name in SOCIAL}
        )

    def _read_infection(self, virus: Any) -> None:
        self.virus = virus
        hazard = virus.outside_reproduction / infectious_days(virus)
        self.home_hazard = household_hazard(virus)
        self.tie_hazard = hazard * virus.tie_share
        self.mixing = hazard * (1.0 - virus.tie_share)
        self.most_susceptible = max(1.0, virus.child_susceptibility, virus.elder_susceptibility)
        self.mixing *= self.most_susceptible

    def _read_needs(self, scenario: Scenario, rules: dict[str, Any]) -> None:
        rates = need_rates(scenario)
        self.needs = [k for k, rate in enumerate(rates) if rate > 0.0]
        self.rates = [rates[k] for k in self.needs]
        self.vulnerable_factor = rules["everyday_needs"].vulnerable
        self.patience, self.spread = rules["patience"].days, rules["patience"].sigma
        self.aid, self.work = rules["mutual_aid"], rules["service"].work
        self.help_rates = self.aid.rate

    def _populate(self, start: Simulation) -> None:
        people, homes, world = start.people, start.community.households, start.world
        self.residents = [Resident(self, row, people) for row in range(len(people))]
        self.households = [Household(self, bool(v)) for v in homes.vulnerable]
        for row, home in enumerate(people.household.tolist()):
            self.residents[row].household = self.households[home]
            self.households[home].members.append(self.residents[row])
            self.households[home].skills |= int(people.skills[row])
        strength = world.ties.weight.sum() / len(people)
        for row, one in enumerate(self.residents):
            rows = slice(int(world.ties.start[row]), int(world.ties.start[row + 1]))
            for other, weight in zip(world.ties.index[rows], world.ties.weight[rows], strict=True):
                one.ties.append((self.residents[other], float(weight) / strength))
            one.weight = sum(weight for _, weight in one.ties)
        aid = world.help_ties
        for row, home in enumerate(self.households):
            rows = slice(int(aid.start[row]), int(aid.start[row + 1]))
            for other, weight in zip(aid.index[rows], aid.weight[rows], strict=True):
                home.neighbours.append((self.households[other], float(weight)))
            home.advance()

    def duration(self, mean: float, sd: float) -> float:
        """A lognormal duration (days)."""
        if mean <= 0.0:
            return 0.0
        s = sigma(mean, sd)
        return mean * math.exp(s * self.random.gauss(0.0, 1.0) - 0.5 * s * s)

    def step(self) -> None:
        """One step of everybody."""
        if self.steps == self.steps_before + 1:
            for one in self.random.sample(self.residents, self.virus.initial):
                one.infect()
        self.now += self.dt
        self.due = self.steps % self.every == 0
        by_type = self.agents_by_type
        by_type[Household].shuffle_do("step")
        by_type[Resident].shuffle_do("step")
        if self.due:
            by_type[Resident].do("advance")
            by_type[Household].do("advance")
        self.datacollector.collect(self)
        self.running = self.now < self.end - 1e-9

    def attacked(self) -> float:
        """Share of residents ever infected."""
        return sum(one.state != SUSCEPTIBLE for one in self.residents) / len(self.residents)

    def infectious(self) -> int:
        """Residents who can infect others."""
        return sum(EARLY <= one.state <= SILENT for one in self.residents)

    def open_needs(self) -> int:
        """Needs that nobody has met."""
        return sum(len(home.open) for home in self.households)

    def mean(self, name: str) -> float:
        """Mean over residents of an attitude, or the share who take part."""
        return sum(getattr(one, name) for one in self.residents) / len(self.residents)

    def figures(self) -> dict[str, float]:
        """What this run is compared by (see `four_stages.figures`)."""
        last = self.now - TAIL_DAYS + 0.5 * self.dt  # a need is dated to the end of its step
        ended = [case for case in self.closed if case[0] < last]
        still = sum(raised < last for home in self.households for raised, _ in home.open.values())
        return summary(
            attacked=self.attacked(),
            raised=len(ended) + still,
            helped=np.array([closed - raised for raised, closed, by in ended if by]),
            lapsed=sum(not by for _, _, by in ended),
            people={
                name: np.array([getattr(one, name) for one in self.residents]) for name in SOCIAL
            },
            homes=len(self.households),
        )
