"""The engine as the model uses it: build the state once, set tables, let time pass.

All writing to engine state happens here or in the compiled loop, nowhere else.
"""

from __future__ import annotations

from operator import is_not
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies, Households, Offers, Responsibility, Ties
from resilience_sim.contributions import Channel, DemandFactor, HelpRate, Tier
from resilience_sim.engine import demand, journal, loop, watch
from resilience_sim.engine.arrays import (
    arrays_of_bodies,
    arrays_of_goods,
    arrays_of_parties,
    arrays_that_grow,
)
from resilience_sim.engine.layout import (
    Rules,
    askers_rows,
    desks_rows,
    doubled,
    global_row,
    offer_codes,
    offers_rows,
    stream_shares,
)
from resilience_sim.engine.pointer import State
from resilience_sim.engine.records import CASE
from resilience_sim.engine.state import (
    ARRAYS,
    DETECT,
    DONE,
    GROW_CASES,
    GROW_HEAP,
    GROW_LOG,
    GROW_ORDERS,
    HEAP,
    LIVED,
    MAX_CHANNELS,
    MAX_FACTORS,
    N,
)
from resilience_sim.errors import InputError, listed
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import OF_UNIT

Array = NDArray[Any]
NO_UNITS: Array = np.zeros(0, np.int64)
GROWS = {
    GROW_CASES: "case",
    GROW_LOG: "log",
    GROW_HEAP: "heap",
    GROW_ORDERS: "ordered",
}


def channel_stream(luck: Luck, label: str) -> np.uint64:
    """Luck of a detection channel, by its label."""
    return luck.stream(label, "detect")


class Engine:
    """State and time of one run's cases, posts and stocks."""

    def __init__(
        self,
        households: Households,
        community_keys: Array,
        bodies: Bodies,
        n_communities: int,
        natural: Array,
        responsibility: Responsibility,
        offers: Offers,
        help_ties: Ties,
        rules: Rules,
        luck: Luck,
        begin: float,
        units: Array = NO_UNITS,
    ) -> None:
        self.luck = luck
        self.rules = rules
        self.n_homes = len(households)
        parties = (households, community_keys, bodies, units, help_ties)
        n_parties = self.n_homes + len(units)
        self.arrays: dict[str, Array] = {
            "g": global_row(rules, luck, begin),
            **arrays_of_parties(*parties, rules, luck, begin),
            **arrays_of_bodies(bodies, n_communities, natural, responsibility, begin),
            **arrays_of_goods(offers, n_communities, len(bodies), n_parties, rules, begin),
            **arrays_that_grow(n_parties),
        }
        self.arrays["body"]["party"][units] = self.n_homes + np.arange(len(units))
        self._channels: tuple[str, ...] | None = None
        self._landing: list[tuple[Any, ...]] = [(None, None, None)] * MAX_CHANNELS
        self._bind()

    def _bind(self) -> None:
        """Hand the arrays to the compiled side (again after one of them grew)."""
        self.state = State({name: self.arrays[name] for name, *_ in ARRAYS})

    @property
    def homes(self) -> Array:
        """Rows of households; those of units with needs stand behind them."""
        return self.arrays["home"][: self.n_homes]

    def replace(self, name: str, array: Array) -> None:
        """Put another array in the place of one, of another length."""
        self.arrays[name] = array
        self._bind()

    # --- tables ---------------------------------------------------------------------------
    def set_speed(self, speed: Array, t: float) -> None:
        """Hours a day of one post of every body, (M,); hours so far are booked first."""
        self.book(t)
        self.arrays["body"]["speed"] = speed

    def book(self, t: float) -> None:
        """Book the hours worked and accrued until `t`."""
        watch.book(self.state, t)

    def hours(self, t: float) -> tuple[float, float]:
        """Hours used and accrued by all bodies until `t`; nothing is booked."""
        used, there = watch.hours(self.state, t)
        return float(used), float(there)

    def set_conditions(self, access: Array, inflow: Array, cap: Array) -> None:
        """Speed of service by building, deliveries and the official channel by resource."""
        self.arrays["access"][:] = access
        self.arrays["inflow"][:] = inflow
        self.arrays["cap"][:] = cap

    def forget_experience(self) -> None:
        """Begin to count experience anew."""
        self.arrays["lived"].view(np.float64)[:] = 0.0

    def lived(self) -> tuple[list[Array], Array]:
        """Copies of what households lived through, by kind as in LIVED, and their open needs."""
        rows = self.arrays["lived"][: self.n_homes]
        return [rows[name].copy() for name in LIVED.names or ()], self.homes["open"].copy()

    def set_offers(self, offers: Offers) -> None:
        """Other offers; what is owed between the same two bodies for a resource stays."""
        new = offers_rows(offers, float(self.arrays["g"]["t"][0]))
        old = self.arrays["offer"]
        m = len(self.arrays["body"])
        known = offer_codes(self.arrays["offer_start"], old["holder"], m)
        asked = offer_codes(offers.start, new["holder"], m)
        order = np.argsort(known)
        at = np.searchsorted(known[order], asked)
        same = at < len(known)
        same[same] = known[order][at[same]] == asked[same]
        was = old[order[at[same]]]
        new["credit"][same], new["credit_at"][same] = was["credit"], was["credit_at"]
        asker_start, asker = askers_rows(offers, m)
        self.arrays["offer_start"] = offers.start.astype(np.int64)
        self.arrays["offer"] = new
        self.arrays["asker_start"], self.arrays["asker"] = asker_start, asker
        self._bind()

    def set_powers(self, bodies: Bodies) -> None:
        """Powers of bodies after some of them opened, and the desks one may hand to."""
        self.arrays["body"]["authority"] = bodies.authority
        start, desk = desks_rows(bodies, len(self.arrays["desk_start"]) - 1)
        self.arrays["desk_start"], self.arrays["desk"] = start, desk
        self._bind()

    def set_ties(self, ties: Ties) -> None:
        """Other weights of the ties of mutual aid."""
        self.arrays["tie_weight"][:] = ties.weight

    def set_tiers(self, tiers: list[Tier]) -> None:
        """Further scores of households, in force for cases that arise from now on."""
        self.homes["tier"] = sum((one.by_household for one in tiers), 0.0)

    def goods_came(self, bodies: Array) -> None:
        """Goods came to bodies (rows) between steps: who waits for them is told next."""
        g, body = self.arrays["g"][0], self.arrays["body"]
        for row in bodies.tolist():
            if body["freed"][row] == 0:
                body["freed"][row] = 1
                self.arrays["freed"][int(g["n_freed"])] = row
                g["n_freed"] += 1

    def set_demand(self, rate: Array, unstocked: Array, aimed: Array | None, t: float) -> None:
        """Need rates per household and day, (N, K), and their part with an empty store.

        `aimed` (N, H) are further rates of single households, None where there are none. A
        stream runs at the highest rate of its class; households below it drop candidates.
        """
        self.arrays["g"]["aimed"] = aimed is not None
        if aimed is not None:
            self.arrays["aimed"] = aimed
            self._bind()
        share = stream_shares(self.arrays, rate, unstocked, aimed)
        for need in range(len(self.arrays["stream"])):
            for k in range(2):
                full = self.arrays["stream"]["full"][need, k] * self.rules.ceiling[need]
                demand.set_stream(self.state, need, k, full, share[need, k], t)

    def set_factors(self, factors: list[DemandFactor]) -> None:
        """Factors on need rates."""
        if len(factors) > MAX_FACTORS:
            raise InputError(
                "too many mechanisms put a factor on needs",
                value=len(factors),
                allowed=f"at most {MAX_FACTORS}",
            )
        self.arrays["g"]["n_factors"] = len(factors)
        for f, one in enumerate(factors):
            self.arrays["need"]["factor"][:, f] = one.by_need
            self.arrays["factor"][f, : self.n_homes] = one.by_household

    def set_channels(self, channels: list[tuple[str, Channel]]) -> None:
        """Detection channels with the label that keys their luck."""
        if len(channels) > MAX_CHANNELS:
            raise InputError(
                "too many channels of detection",
                value=len(channels),
                allowed=f"at most {MAX_CHANNELS}",
            )
        names = tuple(f"{label}.{one.name}" for label, one in channels)
        if self._channels not in (None, names):
            raise InputError(
                "channels of detection must stay the same through a run",
                value=listed(names),
                allowed=f"{listed(self._channels or ())}; a rate of 0 closes one",
            )
        self._channels = names
        self.arrays["g"]["n_channels"] = len(channels)
        for k, (label, one) in enumerate(channels):
            self.arrays["g"]["detect"][0, k] = channel_stream(self.luck, f"{label}.{one.name}")
            self.arrays["need"]["channel"][:, k] = one.by_need
            row = self.arrays["channel"][k]
            row["rate"][: self.n_homes] = one.by_household
            row["rate"][self.n_homes :] = one.by_unit if one.by_unit.size else 0.0
            landing = (one.desk, one.unit_desk, one.heeds_silence)
            if any(map(is_not, landing, self._landing[k])):  # desks seldom change, rates often
                self._landing[k] = landing
                row["desk"][: self.n_homes] = one.desk
                row["desk"][self.n_homes :] = one.unit_desk if one.unit_desk.size else -1
                row["heeds"] = one.heeds_silence

    def set_help(self, rates: list[HelpRate], t: float) -> None:
        """Mutual aid: base rates add; willingness and hours are those of all together."""
        hours = sum((r.hours for r in rates), np.zeros(self.n_homes))
        watch.set_hours(self.state, hours, t)
        by_need = sum((np.asarray(r.by_need) for r in rates), np.zeros(N))
        self.arrays["need"]["help"] = by_need
        minded = [r for r in rates if r.willing.size]
        willing = sum((r.willing for r in minded), np.zeros(self.n_homes))
        self.arrays["willing"][:] = willing / max(1, len(minded))
        for one in minded:
            self.arrays["g"]["effort"] = one.effort
            self.arrays["g"]["keep_days"] = one.keep_days
            self.arrays["need"]["gift"][:2] = one.gift_days
            self.arrays["g"]["stops_at_detection"] = one.stops_at_detection

    def set_scores(self, base: Array, slope: Array) -> None:
        """Scores of ready cases by need and rate class of households, (N, 2); units as others."""
        for name, of_homes in (("base", base), ("slope", slope)):
            self.arrays["need"][name][:, :OF_UNIT] = of_homes
            self.arrays["need"][name][:, OF_UNIT] = of_homes[:, 0]

    def set_stores(self, share: float, able: Array, full: Array, use: Array, t: float) -> None:
        """Households that can buy (`able` (H,) >= 1) gain `share` of what they lack of `full`.

        `full` are days of food and medicine in quiet times, `use` days used a day from now on,
        (H, 2) each.
        """
        watch.stock_up(self.state, t, share, able, full, use)

    def set_cells(self, responsibility: Responsibility) -> None:
        """Accountability and knowledge after they were changed."""
        self.arrays["cell"]["first"] = responsibility.first
        self.arrays["cell"]["second"] = responsibility.second
        self.arrays["cell"]["empowered"] = responsibility.empowered
        self.arrays["belief"][:] = responsibility.belief
        self.arrays["body"]["formality"] = responsibility.formality

    def set_handling(self, action: Array, target: Array, chance: Array) -> None:
        """What bodies do with cases, (M, N)."""
        self.arrays["handle"]["action"] = action
        self.arrays["handle"]["target"] = target
        self.arrays["handle"]["chance"] = chance

    def retable(self, t: float, until: float) -> None:
        """Put the tables set so far in force from `t` until `until` (days)."""
        self._room_for_heap()
        loop.retable(self.state, t, until)
        self._check()

    # --- time -----------------------------------------------------------------------------
    def advance(self, end: float) -> None:
        """Handle all events before `end` (days); arrays grow as they must."""
        while True:
            why = loop.advance(self.state, end)
            if why == DONE:
                return
            self._grow(why)

    def room_in_log(self, closing: int) -> None:
        """Make room in the journal for cases that close between steps."""
        while int(self.arrays["g"]["n_log"][0]) + closing > len(self.arrays["log"]):
            self._grow(GROW_LOG)

    def _grow(self, why: int) -> None:
        name = GROWS.get(why)
        if name is None:
            raise RuntimeError("the engine broke a bound of its own; please report this")
        self.arrays[name] = doubled(self.arrays[name])
        self._bind()
        if why == GROW_CASES:
            self._room_for_heap()

    def _room_for_heap(self) -> None:
        a = self.arrays
        clocks = DETECT + 2 + int(a["g"]["n_channels"][0])
        most = clocks * len(a["case"]) + 2 * len(a["body"]) + 2 * N + len(a["ordered"]) + 1024
        if len(a["heap"]) < most:
            heap = np.zeros(2 * most, HEAP)
            heap[: len(a["heap"])] = a["heap"]
            a["heap"] = heap
            self._bind()

    def _check(self) -> None:
        if self.arrays["g"]["status"][0] == 5:
            raise RuntimeError("the engine broke a bound of its own; please report this")

    # --- reading --------------------------------------------------------------------------
    def journal(self) -> Array:
        """All cases, closed and open, in order of opening."""
        g = self.arrays["g"][0]
        log = self.arrays["log"][: int(g["n_log"])]
        still = np.zeros(int(g["n_slots"]), CASE)
        still = still[: journal.open_cases(self.state, still)]
        # needs arise at times drawn from a continuum: no two are raised at once
        order = np.argsort(np.concatenate([log["raised"], still["raised"]]), kind="stable")
        found = np.empty(len(order), CASE)
        journal.in_order(log, still, order, found)
        return found
