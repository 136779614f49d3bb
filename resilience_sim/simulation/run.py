"""The loop of a run: tables, engine, watching, adapting, convening, in that order."""

from __future__ import annotations

from operator import is_not
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.bridging import bridge, help_ties
from resilience_sim.community.community import Community
from resilience_sim.community.tables import frozen
from resilience_sim.engine.engine import Engine
from resilience_sim.engine.joint import set_joint, set_parallel
from resilience_sim.engine.layout import Rules
from resilience_sim.engine.parties import set_open_homes, set_units
from resilience_sim.engine.silos import set_records
from resilience_sim.errors import InputError, told_in
from resilience_sim.observe.record import Act, Record
from resilience_sim.rng import Luck
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import tables
from resilience_sim.simulation.adapting import move
from resilience_sim.simulation.asking import Asking, Authored, of_type
from resilience_sim.simulation.convening import carry_out
from resilience_sim.simulation.households import Exchange
from resilience_sim.simulation.recording import Recording
from resilience_sim.simulation.setup import Structure, abilities, build_community, structured
from resilience_sim.simulation.staffing import present, rota
from resilience_sim.simulation.standing import Standing, contacts, gathered
from resilience_sim.simulation.striking import take_conditions
from resilience_sim.simulation.viewing import first_world, forgotten, refresh
from resilience_sim.simulation.watching import Watching
from resilience_sim.vocabulary import N_NEEDS

Array = NDArray[Any]

TABLE_PHASES = ("strike", "staff", "meet", "demand", "help", "detect", "route", "share", "rank")
VERSIONS = ("day", "conditions", "people", "experience", "bodies", "responsibility", "absence")


def simulate(scenario: Scenario, seed: int = 0, *, community: Community | None = None) -> Record:
    """Run one world from the first day of everyday life to its horizon.

    Parameters
    ----------
    scenario
        What to run.
    seed
        Seed of all luck, an integer >= 0.
    community
        The community of this scenario and seed if it was built before (`build_community`);
        it is read, never written, so worlds may share it.
    """
    run = Simulation(scenario, seed, community=community)
    while not run.ended:
        run.step()
    return run.record()


class Simulation:
    """One run, step by step. `people`, `bodies` and the engine hold its state."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 0,
        *,
        community: Community | None = None,
        engine: type[Engine] = Engine,
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.luck = Luck(seed)
        self.community = build_community(scenario, seed) if community is None else community
        self.mechanisms = scenario.mechanisms()
        self.families = {one.label: one.family for one in self.mechanisms}
        self.dt = scenario.step_hours / 24.0
        self.every = max(1, round(scenario.table_hours / scenario.step_hours))
        self.step_number = -round(scenario.warmup_days / self.dt)
        self.last_step = round(scenario.horizon_days / self.dt)
        self.asking = {phase: Asking(self.mechanisms, phase) for phase in TABLE_PHASES}
        self.adapting = Asking(self.mechanisms, "adapt")
        self.meeting = Asking(self.mechanisms, "convene")
        self.moving = [one for one in self.mechanisms if "process" in one.phases()]
        self.versions = dict.fromkeys(VERSIONS, 0)
        self.acts: list[Act] = []
        self.messages: dict[str, Array] = {}
        self.units = self.community.units_with_needs()
        self.standing = Standing.empty(self)
        self._engine = engine
        with told_in(scenario.path):
            self._build()

    # --- building -------------------------------------------------------------------------
    def _build(self) -> None:
        scenario, community = self.scenario, self.community
        plain = structured(scenario, community, self.seed, [])
        self.own: dict[str, dict[str, Any]] = {}
        self.world = first_world(self, plain)
        found: list[Authored] = [
            (one.label, given)
            for one in self.mechanisms
            if "build" in one.phases()
            for given in one.build(self.world)
        ]
        new = [(label, one) for label, one in found if isinstance(one, c.NewBody)]
        made = structured(scenario, community, self.seed, new) if new else plain
        #: bodies that may open later, by row
        first_row = len(community.body_names)
        self.planned = {first_row + k: one for k, (_, one) in enumerate(new) if not one.opens}
        self.people, self.bodies = made.people, made.bodies
        self.responsibility = made.responsibility
        for label, one in found:
            if isinstance(one, c.OwnColumns):
                self.own.setdefault(label, {}).update(one.columns)
        self.world = first_world(self, made)
        self.offers = self.in_force = made.offers
        self._make_engine(made, found)
        self._begin()
        # what mechanisms assign as they are built is journalled and charged like any meeting
        self._convene(found)

    def _make_engine(self, made: Structure, found: list[Authored]) -> None:
        """The engine with the rules that stand for the whole run."""
        community = self.community
        self.rules = tables.the_one(found, c.RouteRule)
        self.supply = tables.the_one(found, c.SupplyRule)
        demand = tables.the_one(found, c.DemandRule)
        self.stock_up_days = demand.stock_up_days
        self.engine = self._engine(
            community.households,
            community.community_keys,
            made.bodies,
            len(community.community_keys),
            community.duties.natural_first,
            made.responsibility,
            made.offers,
            made.help_ties,
            Rules(
                tables.the_one(found, c.ServiceRule),
                tables.the_one(found, c.LapseRule),
                self.rules,
                self.supply,
                np.asarray(demand.ceiling),
            ),
            self.luck,
            self.t,
            self.units,
        )
        set_joint(self.engine, of_type(found, c.JointRule))
        set_records(self.engine, made.bodies, self.scenario.levers.sharing, self.seed)
        self.engine.arrays["able"][:] = abilities(made.people, len(community.households))

    def _begin(self) -> None:
        """What is kept from one boundary to the next, as everyday life begins."""
        homes, bodies = self.community.households, len(self.bodies)
        self.full_store = np.stack([homes.store_food, homes.store_medicine], axis=1)
        self.absent = np.zeros(len(self.people), bool)
        self.watching = Watching(homes, len(self.units), bodies, self.last_step - self.step_number)
        self.recording = Recording(self)
        edges = sorted({float(day) for one in self.mechanisms for day in one.times(self.world)})
        self.edges = [day for day in edges if self.t < day < self.end]
        self.charged = np.zeros(bodies)
        self.need_rates = np.zeros((2, N_NEEDS, 2))
        self._more_offers = self._met = self.aimed = False
        self._lasting: list[Any] = [None]
        self._struck_mobility = frozen(np.ones(len(self.people)))
        self._here_at, self._here = -1, np.ones(bodies)
        self._refreshed_to = self.t
        self.seen_at = np.nan  # when the world was last brought up to date and then left alone
        moves = any(one.moves_households() for one in self.mechanisms)
        self.exchange = Exchange(self) if moves else None

    # --- time -----------------------------------------------------------------------------
    @property
    def t(self) -> float:
        """Days since the strike."""
        return self.step_number * self.dt

    @property
    def end(self) -> float:
        """Day at which the run ends."""
        return self.last_step * self.dt

    @property
    def ended(self) -> bool:
        """Whether the horizon is reached."""
        return self.step_number >= self.last_step

    def step(self) -> None:
        """Let one step pass. Does nothing once the run has ended."""
        if self.ended:
            return
        number = self.step_number
        start, stop = number * self.dt, (number + 1) * self.dt
        if number == 0:
            self.recording.strike()
        self._tables_if_due(start, number)
        for edge in [day for day in self.edges if start + 1e-9 < day < stop - 1e-9]:
            self._pass_time(start, edge)
            self._make_tables(edge, self._until(number))
            start = edge
        self._pass_time(start, stop)
        self.step_number = number + 1
        self.watching.step_ended(self.engine, stop, self.recording.hours(stop))
        self.recording.infections(stop)
        if (number + 1) % self.every == 0:
            self._adapt(stop)

    def _until(self, number: int) -> float:
        """When the tables made during step `number` end."""
        return (number // self.every + 1) * self.every * self.dt

    def _tables_if_due(self, t: float, number: int) -> None:
        first = self.world.span == 0.0
        edge = any(abs(day - t) < 1e-9 for day in self.edges)
        if first or edge or number % self.every == 0:
            self._make_tables(t, self._until(number))

    def _pass_time(self, start: float, stop: float) -> None:
        self.world.t = start
        for one in self.moving:
            one.process(self.world, self.own[one.label], stop)
        self.engine.advance(stop)

    # --- tables ---------------------------------------------------------------------------
    def _ask(self, phase: str) -> tuple[list[Authored], bool]:
        return self.asking[phase].ask(self.world, self.versions)

    def bump(self, *names: str) -> None:
        """Say what changed: hooks that depend on it are asked again."""
        for name in names:
            self.versions[name] += 1

    def _make_tables(self, t: float, until: float) -> None:
        world = self.world
        world.t, world.span = t, until - t
        self.bump("day", "experience")
        if t != self.seen_at:
            self.watching.look(self.engine, t)
            refresh(self, t)
        self._strike(t)
        self._staff(t)
        met, fresh = self._ask("meet")
        if (met or self._met) and (fresh or self._conditions_new):
            world.conditions.mobility = contacts(met, self._struck_mobility)
            gathered(self, met, t, until)
        self._met = bool(met)
        self._demand(t)
        helped, fresh = self._ask("help")
        if fresh:
            self.engine.set_help(of_type(helped, c.HelpRate), t)
        self._find_and_route()
        ranked, fresh = self._ask("rank")
        if fresh:
            self.engine.set_scores(*tables.scores(ranked))
            self.engine.set_tiers(of_type(ranked, c.Tier))
        self.engine.retable(t, until)
        self.watching.people_changed(self.people, self.absent, world.conditions.mobility)

    def _strike(self, t: float) -> None:
        struck, fresh = self._ask("strike")
        self._conditions_new = False
        if not fresh:
            return
        lasting = [one for _, one in struck if not isinstance(one, c.Absence)]
        if len(lasting) != len(self._lasting) or any(map(is_not, lasting, self._lasting)):
            self._lasting = lasting
            self._conditions_new = True
            self._struck_mobility = take_conditions(self, struck, t)
        absent = tables.absences(struck, len(self.people))
        if not np.array_equal(absent, self.absent):
            self.absent = absent
            self.world.absent = frozen(absent)
            self.bump("absence")

    def _staff(self, t: float) -> None:
        staffed, _ = self._ask("staff")
        if self._here_at != self.versions["absence"]:
            self._here_at = self.versions["absence"]
            self._here = present(self.people, self.community.households, self.bodies, self.absent)
        turn = rota(
            staffed,
            self.bodies,
            self.world.conditions.availability,
            self._here,
            self.people,
            self.community.households,
        )
        extra = self.charged / max(self.world.span, 1e-9)
        posts = np.maximum(self.bodies.posts, 1)
        taken = np.minimum(extra, turn.speed * posts)
        self.charged = np.zeros(len(self.bodies))
        self.recording.staffed(t, turn, taken)
        self.world.placed = frozen(turn.placed)
        self.engine.set_speed(turn.speed - taken / posts, t)

    def _demand(self, t: float) -> None:
        asked, fresh = self._ask("demand")
        homes = len(self.community.households)
        if fresh:
            self.engine.set_factors(of_type(asked, c.DemandFactor))
            self.use = tables.store_use(asked, homes)
            set_units(self.engine, of_type(asked, c.UnitNeed), t)
        days = t - self._refreshed_to
        self._refreshed_to = t
        share = 1.0 - np.exp(-days / self.stock_up_days)
        able = np.array(self.world.conditions.self_supply)
        self.engine.set_stores(share, able, self.full_store, self.use, t)

    def _find_and_route(self) -> None:
        found, fresh = self._ask("detect")
        self.recording.channels(tables.channels(found), self.world.span)
        if fresh:
            self.engine.set_channels(tables.channels(found))
        routed, fresh = self._ask("route")
        if fresh:
            self.engine.set_handling(*tables.handling(routed, len(self.bodies)))
            set_parallel(self.engine, of_type(routed, c.Parallel))
        shared, fresh = self._ask("share")
        offered = of_type(shared, c.Offer)
        offers = self.standing.offers(offered, fresh and bool(offered or self._more_offers))
        self._more_offers = bool(offered)
        if offers is not None:
            self.in_force = offers
            self.engine.set_offers(offers)
        if fresh:
            set_open_homes(self.engine, of_type(shared, c.HouseholdOffer))
            for one in of_type(shared, c.SharedRecords):
                self.engine.arrays["body"]["common"] |= one.bodies

    # --- after the step -------------------------------------------------------------------
    def _adapt(self, t: float) -> None:
        world = self.world
        world.t = t
        self.watching.look(self.engine, t)
        refresh(self, t)
        moved, _ = self.adapting.ask(world, self.versions)
        for table in move(moved, self.people, self.bodies, self.own, self.families):
            self.bump(table)
        for tied in of_type(moved, c.Bridged):
            self._retie(tied.bridging)
        for label, one in moved:
            if isinstance(one, c.Move):
                self._exchange(label, one, t)
        self.engine.forget_experience()
        moved_out = any(isinstance(one, c.Move) for _, one in moved)
        self.seen_at = np.nan if moved_out else t
        self.messages = {}
        world.messages = {}
        world.gatherings = ()
        met, _ = self.meeting.ask(world, self.versions)
        if met:
            for label, one in met:
                if isinstance(one, c.OwnColumns):
                    for name, values in one.columns.items():
                        np.copyto(self.own[label][name], values)
            self._convene(met)
        world.experience = forgotten(world.experience)  # those who met have seen it

    def _exchange(self, label: str, one: c.Move, t: float) -> None:
        """Let households move, after those who lived there have adapted."""
        if self.exchange is None:
            raise InputError(
                "a mechanism moves households and does not say so",
                where=label, key="moves_households", value=False, allowed="True",
            )  # fmt: skip
        self.exchange.move(label, one, t)
        self.bump("people", "absence")

    def _convene(self, met: list[Authored]) -> None:
        done = carry_out(met, self.t, self.responsibility, self.bodies, self.acts)
        if done.cells:
            self.engine.set_cells(self.responsibility)
            self.bump("responsibility")
        if done.charged:
            self.charged = self.charged + done.hours
            self.recording.charged(done.charged)
        done.messages.update(self.standing.carry_out(met))
        for kind, reach in done.messages.items():
            self.messages[kind] = self.messages.get(kind, 0.0) + reach
        self.world.messages = {kind: frozen(reach) for kind, reach in self.messages.items()}

    def _retie(self, bridging: Array) -> None:
        """Other tie weights within and across groups; nobody gains or loses a tie."""
        world, homes = self.world, self.community.households
        ties = self.community.ties if self.exchange is None else self.exchange.ties
        world.ties = bridge(self.people, homes, ties, bridging)
        world.help_ties = help_ties(self.people, homes, world.ties)
        if self.exchange is not None:
            self.exchange.scale_help()
        self.engine.set_ties(world.help_ties)

    def record(self) -> Record:
        """The record of the run so far."""
        return self.recording.record()
