"""Deliberation: residents say what comes first, and see whether it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import days_within, meeting_due, met_now, not_yet
from resilience_sim.institutions.gathering import seated
from resilience_sim.institutions.parties import (
    Array,
    adults,
    charge,
    community_of_people,
    each_person,
    of_kind,
    one_each,
    restricted,
)
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Deliberation(Mechanism):
    """Residents meet and propose; one need is put first until they meet again; it is promised.

    Proposed is the need whose accountable bodies have the most cases waiting. Keeping the
    promise is a draw for each community at the next meeting against `genuine` times the share
    of the committee's hours that paperwork leaves (真协商). What was not kept was not put
    first either. `rounds` meetings (三上三下 has three) are held for one decision.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Deliberation"
    zh: ClassVar[str] = "民主协商（恳谈、三上三下、五民）"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms", "five_measures", "kong_lists")
    price: ClassVar[tuple[str, str]] = (
        "Costs residents' time and the hours of committee and station; promises that paperwork "
        "leaves no time to keep break trust, and what is put first delays the rest.",
        "占用居民时间与居委会、服务站工时；行政负担使承诺落空则失信，优先者挤占其余。",
    )

    interval_days: float = param(
        30.0, en="days between decisions, 0: never", zh="协商间隔（0为不协商）", unit="d",
        low=0.0, high=3650.0, neutral=0.0,
    )  # fmt: skip
    rounds: int = param(
        1, en="meetings for one decision", zh="每次决定的协商轮次", low=1, high=10,
        source="grassroots_forms", why="three up, three down has three",
    )  # fmt: skip
    comes: float = param(
        0.05, en="share of grown-ups who come to a meeting", zh="到会比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    genuine: float = param(
        0.8, en="chance that a promise is kept where there is no paperwork", zh="真协商程度",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    weight: float = param(
        0.5, en="further score of the need put first", zh="优先加分", unit="score", low=0.0,
        high=100.0,
    )  # fmt: skip
    duration: float = param(
        2.0, en="hours of a meeting", zh="每次时长", unit="h", low=0.0, high=24.0
    )
    hours: float = param(
        6.0, en="hours of committee and station for a meeting", zh="每次机构工时", unit="h",
        low=0.0, high=200.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The need put first, -1 none, and those who were promised it."""
        if self.interval_days == 0.0:
            return ()
        own = {"first": np.full(1, -1), "promised": np.zeros(len(world.people))}
        return (c.OwnColumns({**not_yet(), **own}),)

    def _there(self, world: World, number: int) -> Array:
        comes = each_person(world, self.label, "comes", number) < self.comes
        return np.asarray(comes & adults(world) & ~world.absent)

    def meet(self, world: World) -> Sequence[c.Contribution]:
        """Residents at one table; in lockdown they do not meet."""
        if self.interval_days == 0.0 or restricted(world):
            return ()
        said = []
        for day in days_within(world, self.interval_days, self.interval_days):
            number = round((day - world.begin) / self.interval_days)
            seats = seated(
                world, self.label, number, self._there(world, number), table=30, mixed=1.0
            )
            said.append(c.Gathering(t=day, table=seats, hours=self.duration * self.rounds))
        return said

    @inputs("day")
    def rank(self, world: World) -> Sequence[c.Contribution]:
        """The need that was put first."""
        if self.interval_days == 0.0 or world.own[self.label]["first"][0] < 0:
            return ()
        base = np.zeros((N_NEEDS, 2))
        base[int(world.own[self.label]["first"][0])] = self.weight
        return (c.Score(base, np.zeros((N_NEEDS, 2))),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Account for the last promise and make the next."""
        if self.interval_days == 0.0:
            return ()
        number = meeting_due(world, self.label, self.interval_days, self.interval_days)
        if number < 0:
            return ()
        own, rows = world.own[self.label], of_kind(
            world, "residents_committee", "service_station"
        )  # fmt: skip
        keeps = self._keeps(world, number)[community_of_people(world)]
        before = own["promised"]
        need = self._proposed(world)
        there = self._there(world, number + 1).astype(np.float64)
        done = bool(self._keeps(world, number + 1).any())
        return (
            met_now(world), charge(world, rows, self.hours * self.rounds),
            c.Promise(people=np.where(keeps, before, 0.0), outcome="kept"),
            c.Promise(people=np.where(keeps, 0.0, before), outcome="broken"),
            c.Promise(people=there if need >= 0 else np.zeros(len(there))),
            c.OwnColumns({"first": np.full(1, need if done else -1),
                          "promised": there if need >= 0 else np.zeros(len(there))}),
            c.Note("decide", int(there.sum()), {"need": float(need)}),
        )  # fmt: skip

    def _keeps(self, world: World, number: int) -> Array:
        """Whether what was promised before meeting `number` is kept, by community, (C,)."""
        committee = one_each(world, "residents_committee")
        papers = np.where(committee >= 0, world.bodies.administration[committee], 0.0)
        zero = np.zeros(len(committee), np.int64)
        drawn = world.luck.uniform_each(
            self.label, "keeps", world.community_keys, zero, zero, zero + number
        )
        return np.asarray(drawn < self.genuine * (1.0 - papers))

    def _proposed(self, world: World) -> int:
        """The need whose accountable bodies have the most cases waiting, -1 where none has."""
        holders = world.responsibility.first
        waits = np.where(holders >= 0, world.ledger.backlog[holders], 0.0).mean(axis=1)
        return int(waits.argmax()) if waits.size and waits.max() > 0.0 else -1
