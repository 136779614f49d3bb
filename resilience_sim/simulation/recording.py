"""What a run leaves behind: tallies since the strike, states at the strike and at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.measures import twins
from resilience_sim.contributions import Channel
from resilience_sim.observe.record import MOVE, Record
from resilience_sim.simulation.staffing import Rota
from resilience_sim.vocabulary import SOCIAL

if TYPE_CHECKING:
    from resilience_sim.simulation.run import Simulation

Array = NDArray[Any]

RESTRICTED = 0.5  # mobility below which a person counts as kept at home


class Recording:
    """Keeps account of a run; changes nothing in it."""

    def __init__(self, run: Simulation) -> None:
        self.run = run
        m = len(run.bodies)
        self.planned_hours = np.zeros(m)
        self._planned_rate = np.zeros(m)
        self._since = run.t
        self.mobility: Array = np.zeros(0)
        self.sums: dict[str, float] = {}
        self.start: dict[str, Array] = {}
        self.finish: dict[str, Array] = {}
        self.at_strike: dict[str, float] = {}
        self.twins_at_strike: dict[str, dict[str, float]] = {}
        self.channel_names: tuple[str, ...] = ()
        self._busy = np.zeros(m)
        self._there = np.zeros(m)
        self._judged = run.t
        self._moves: list[Array] = [np.zeros(0, MOVE)]

    def _add(self, name: str, amount: float) -> None:
        if amount:
            self.sums[name] = self.sums.get(name, 0.0) + amount

    # --- during the run -------------------------------------------------------------------
    def staffed(self, t: float, turn: Rota, taken: Array) -> None:
        """Hours in force from now on; what was planned until now is booked."""
        self._book_planned(t)
        self._planned_rate = turn.planned + taken
        span = self.run.world.span
        self._add("volunteer_hours", float(turn.placed.sum()) * span)
        for label, hours in turn.by_author.items():
            if self.run.families[label] == "institutions":
                self._add(f"institution_hours.{label}", hours * span)
        self._overload(t)
        kept = self.run.world.conditions.mobility < RESTRICTED
        kept |= self.run.absent
        self._add("compelled_person_days", float(np.count_nonzero(kept)) * span)

    def _book_planned(self, t: float) -> None:
        self.planned_hours = self.planned_hours + (t - self._since) * self._planned_rate
        self._since = t

    def _overload(self, t: float) -> None:
        # judged over whole days: in shorter windows hours are uneven and more would be full
        days = t - self._judged
        if days < 1.0 - 1e-9:
            return
        body = self.run.engine.arrays["body"]
        busy = body["service"] + body["triage"] + body["double"] + self.planned_hours
        there = body["available"] + self.planned_hours
        spent, had = busy - self._busy, there - self._there
        staffed = had > 1e-9
        self._add("body_days", float(staffed.sum()) * days)
        full = staffed & (spent > 0.95 * had) & (body["length"][:, 2] > 0)
        self._add("overloaded_body_days", float(full.sum()) * days)
        self._busy, self._there, self._judged = busy, there, t

    def channels(self, found: list[tuple[str, Channel]], span: float) -> None:
        """Names of channels in the case journal, and person-days seen by those that watch."""
        self.channel_names = tuple(f"{label}.{one.name}" for label, one in found)
        size = self.run.community.households.size
        for _, one in found:
            if one.watches:
                self._add("watched_person_days", float((one.by_household * size).sum()) * span)

    def charged(self, charged: dict[str, tuple[float, float]]) -> None:
        """Hours and money that meetings took."""
        for label, (hours, money) in charged.items():
            self._add(f"institution_hours.{label}", hours)
            self._add(f"institution_money.{label}", money)

    def obliged(self, days: float) -> None:
        """Days of people on which they were obliged to something."""
        self._add("compelled_person_days", days)

    def paid(self, lots: float) -> None:
        """Funds that came to bodies by payments, less those that left them so."""
        self._add("paid_lots", lots)

    def gathered(self, hours: float) -> None:
        """People's own hours at events."""
        self._add("gathered_hours", hours)

    def moved(self, rows: Array, people: int, newcomers: int, t: float) -> None:
        """Households that were replaced; people who came, and households of newcomers."""
        self._add("moved_households", float(len(rows)))
        self._add("arrived_people", float(people))
        self._add("arrived_newcomers", float(newcomers))
        found = np.zeros(len(rows), MOVE)
        found["household"], found["t"] = rows, t
        self._moves.append(found)

    def hours(self, t: float) -> tuple[float, float]:
        """Hours used and accrued by all bodies since the run began."""
        used, there = self.run.engine.hours(t)
        planned = float((self.planned_hours + (t - self._since) * self._planned_rate).sum())
        return used + planned, there + planned

    def infections(self, t: float) -> None:
        """State of every epidemic, found by its own columns."""
        for label in sorted(self.run.own):
            own = self.run.own[label]
            if "infected_at" in own:
                self.run.watching.infections(label, own["infectious"], own["infected_at"], t)

    # --- the two ends ---------------------------------------------------------------------
    def strike(self) -> None:
        """Remember the state when the crisis strikes; tallies count from here."""
        self.start = self._state()
        self.at_strike = self._totals()
        # what institutions took to be set up and in everyday life is a price too
        self.sums = {
            name.replace(".", "_before.", 1): value
            for name, value in self.sums.items()
            if name.startswith(("institution_hours.", "institution_money."))
        }
        self.twins_at_strike = self._twins()

    def _state(self) -> dict[str, Array]:
        run = self.run
        body = run.engine.arrays["body"]
        found = {f"people.{name}": getattr(run.people, name).copy() for name in (*SOCIAL, "points")}
        found["bodies.stock"] = body["stock"].copy()
        found["bodies.fatigue"] = run.bodies.fatigue.copy()
        for name, column in (("available", "available"), ("service", "service"),
                             ("triage", "triage"), ("duplicated", "double")):  # fmt: skip
            found[f"ledger.{name}"] = body[column].copy()
        found["ledger.planned"] = self.planned_hours.copy()
        for label in sorted(run.own):
            if "infected_at" in run.own[label]:
                found[f"{label}.infected_at"] = run.own[label]["infected_at"].copy()
        return found

    def _totals(self) -> dict[str, float]:
        run = self.run
        run.engine.book(run.t)
        self._book_planned(run.t)
        g, body = run.engine.arrays["g"][0], run.engine.arrays["body"]
        planned = float(self.planned_hours.sum())
        found = {
            "available_hours": float(body["available"].sum()) + planned,
            "service_hours": float(body["service"].sum()),
            "triage_hours": float(body["triage"].sum()),
            "duplicated_hours": float(body["double"].sum()),
            "planned_hours": planned,
        }
        for name in ("helper_hours", "stock_outs", "given_lots", "official_lots", "raised", "cut",
                     "delivered_lots", "consumed_lots", "household_lots",
                     "opened_lots", "twice_lots"):  # fmt: skip
            found[name] = float(g[name])
        return found

    def _twins(self) -> dict[str, dict[str, float]]:
        run = self.run
        return twins(
            run.people, run.bodies, run.world.ties, run.responsibility, run.in_force,
            run.engine.arrays["body"]["stock"],
        )  # fmt: skip

    # --- the record -----------------------------------------------------------------------
    def record(self) -> Record:
        """The record of the run so far (whole once it has ended)."""
        run = self.run
        cases = run.engine.journal()
        tallies = dict(self.sums)
        for name, value in self._totals().items():
            tallies[name] = value - self.at_strike.get(name, 0.0)
        tallies["own_hours"] = self._own_hours(cases) + self.sums.get("gathered_hours", 0.0)
        ends, watching = self._twins(), run.watching
        n = watching.rows
        return Record(
            scenario=run.scenario.name,
            content_hash=run.scenario.content_hash(),
            seed=run.seed,
            begin=-run.scenario.warmup_days,
            end=run.t,
            step=run.dt,
            times=watching.times[:n].copy(),
            series=watching.series(),
            cases=cases,
            acts=list(run.acts),
            start=self.start,
            finish=self._state(),
            twins={
                lever: {
                    name: (self.twins_at_strike.get(lever, {}).get(name, float("nan")), value)
                    for name, value in figures.items()
                }
                for lever, figures in ends.items()
            },
            tallies=tallies,
            body_names=run.world.body_names,
            channel_names=self.channel_names,
            notes=list(run.community.notes),
            sizes=self._sizes(),
            units=tuple(run.world.body_names[row] for row in run.units.tolist()),
            moves=np.concatenate(self._moves),
        )

    def _own_hours(self, cases: Array) -> float:
        rules = self.run.rules
        of_people = cases["household"] < len(self.run.community.households)
        after = (cases["raised"] >= 0.0) & of_people
        reports = np.array([name.endswith(".report") for name in self.channel_names] + [False])
        told = int(reports[cases["channel"][after]].sum())
        return rules.report_hours * told + rules.hop_hours * float(cases["hops"][after].sum())

    def _sizes(self) -> dict[str, int]:
        run = self.run
        sizes = {
            "people": len(run.people),
            "households": len(run.community.households),
            "bodies": len(run.bodies),
            "buildings": run.community.places.n_buildings,
        }
        if len(run.units) > 0:
            sizes["units"] = len(run.units)
        taking_part = run.own.get("participation", {})
        if "registered" in taking_part:
            sizes["registered"] = int(np.count_nonzero(taking_part["registered"]))
        return sizes
