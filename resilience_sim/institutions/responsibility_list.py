"""The responsibility list: a meeting that writes down who is accountable for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.measures import needs_in_use
from resilience_sim.community.responsibility import belief_cells, local_buildings, wrong_desks
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.world import World

Array = NDArray[Any]

DAYS_A_YEAR = 365.0


@dataclass(frozen=True, kw_only=True)
class ResponsibilityList(Mechanism):
    """Bodies meet, write a list of who does what, and take a copy home; the list then ages.

    A body can bind only itself. At a meeting each body that came takes on the cells (need,
    building) that are naturally its own and that nobody held; where it already held a cell
    together with another body it keeps it alone; and of the cells it holds the level above
    hands it the authority in a share. Bodies that came learn the whole list as it then stands.
    Until they come again, each entry they learned goes wrong at a rate: duties move on, the
    copy does not.

    What the list is assumed to know: natural duties (they stand in statutes), and what the
    bodies around the table say they hold themselves. It knows no case, queue or stock, and
    nothing that bodies which stayed away believe.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Responsibility list"
    zh: ClassVar[str] = "权责清单"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party", "five_measures")
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of all who meet; a body left alone with a duty can become the "
        "bottleneck, and a list that is not renewed misleads.",
        "占用参会各方工时；独自担责者可能成为瓶颈，清单不更新则会误导。",
    )

    interval_days: float = param(
        30.0, en="days between meetings, 0: never", zh="会议间隔（0为不开会）", unit="d",
        low=0.0, high=3650.0, neutral=0.0, source="five_measures",
        why="monthly; the sources name no interval",
    )  # fmt: skip
    first_day: float = param(
        1.0, en="first meeting, days after everyday life begins", zh="首次会议时间", unit="d",
        low=0.0, high=36500.0,
    )  # fmt: skip
    reach: float = param(
        0.7, en="share of bodies that come to a meeting", zh="参会机构比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    power: float = param(
        0.8, en="share of duties that are given the authority they take", zh="权责匹配比例",
        unit="share", low=0.0, high=1.0,
        why="duty without power is the complaint the lists answer; 0 is a list of duties alone",
    )  # fmt: skip
    hours: float = param(
        2.0, en="hours a meeting takes of each body that comes", zh="每机构会议工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip
    ageing: float = param(
        0.5, en="rate at which an entry of the list goes wrong", zh="清单条目过时率",
        unit="1/y", low=0.0, high=1000.0, why="posts and duties change every year or two",
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """When it met, and until when it has followed how its entries age."""
        if self.interval_days == 0.0:
            return ()
        # it is asked at most every quarter of an hour, however short the interval
        meetings = int((world.end - world.begin) * min(1.0 / self.interval_days, 96.0)) + 2
        return (
            c.OwnColumns({"met_at": np.full(meetings, np.inf), "followed": np.full(1, world.t)}),
        )

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Entries that went wrong since it was last asked; a meeting if one is due."""
        if self.interval_days == 0.0:
            return ()
        own = world.own[self.label]
        met_at = own["met_at"].copy()
        held = int(np.isfinite(met_at).sum())
        said: list[c.Contribution] = self._aged(world, met_at[:held], float(own["followed"][0]))
        since = world.t - world.begin - self.first_day
        due = int(np.floor(since / self.interval_days + 1e-9)) + 1 if since >= -1e-9 else 0
        last = met_at[held - 1] if held else -np.inf
        if held < len(met_at) and self._passed(last, world) < due:
            met_at[held] = world.t
            said += self._meet(world, held)
        said.append(c.OwnColumns({"met_at": met_at, "followed": np.full(1, world.t)}))
        return said

    def _passed(self, last: float, world: World) -> int:
        """Meetings that had been due when the last one was held."""
        if last == -np.inf:
            return 0
        since = last - world.begin - self.first_day
        return int(np.floor(since / self.interval_days + 1e-9)) + 1

    # --- a meeting ------------------------------------------------------------------------
    def _came(self, world: World, meeting: int) -> Array:
        """Mask of the bodies at the table, (M,): those with staff, each by its own draw."""
        bodies = world.bodies
        zero = np.zeros(len(bodies), np.int64)
        drawn = world.luck.uniform_each(
            self.label, "attendance", bodies.key, zero, zero, zero + meeting
        )
        return np.asarray((drawn < self.reach) & (bodies.staff > 0.0))

    def _meet(self, world: World, meeting: int) -> list[c.Contribution]:
        """What one meeting decides, teaches and costs."""
        came = self._came(world, meeting)
        cells = world.responsibility
        natural = world.natural
        first = cells.first
        gap = (first < 0) & (natural >= 0) & came[natural]
        shared = (cells.second >= 0) & (first >= 0) & came[first]
        after = np.where(gap, natural, first)
        need, building = np.nonzero(gap | shared)
        said: list[c.Contribution] = []
        if len(need):
            said.append(
                c.Assign(
                    need=need, building=building, first=after[need, building],
                    second=np.full(len(need), -1),
                )
            )  # fmt: skip
        bare = (after >= 0) & came[after] & ~cells.empowered & self._paired(world)
        if bare.any():
            said.append(c.Authorise(need=np.nonzero(bare)[0], building=np.nonzero(bare)[1]))
        _, body, need, building = belief_cells(world.bodies)
        there = came[body]
        said.append(c.Teach(body=body[there], need=need[there], building=building[there]))
        said.append(c.Spend(hours=np.where(came, self.hours, 0.0)))
        figures = {"gaps": float(gap.sum()), "overlaps": float(shared.sum())}
        said.append(c.Note("meeting", int(came.sum()), figures))
        return said

    def _paired(self, world: World) -> Array:
        """Cells whose duty the list pairs with power, (N, B); the same at every meeting."""
        key, local = local_buildings(world.places, world.community_keys)
        drawn = world.luck.uniform_each(
            self.label, "power", key[None, :], local[None, :], np.arange(N_NEEDS)[:, None],
            np.array(0),
        )  # fmt: skip
        return np.asarray(drawn < self.power)

    # --- ageing ---------------------------------------------------------------------------
    def _aged(self, world: World, met_at: Array, followed: float) -> list[c.Contribution]:
        """Entries of desks' copies that went wrong after `followed`, until now."""
        if self.ageing == 0.0 or len(met_at) == 0:
            return []
        bodies = world.bodies
        copy_of = np.full(len(bodies), -1)
        for meeting in range(len(met_at) - 1, -1, -1):
            copy_of[(copy_of < 0) & self._came(world, meeting)] = meeting
            if (copy_of[bodies.staff > 0.0] >= 0).all():
                break
        _, body, need, building = belief_cells(bodies)
        has = (copy_of[body] >= 0) & needs_in_use(world.responsibility)[need]
        body, need, building = body[has], need[has], building[has]
        _, local = local_buildings(world.places, world.community_keys)
        drawn = world.luck.uniform_each(
            self.label, "ageing", bodies.key[body], local[building], need, copy_of[body]
        )
        wrong_at = met_at[copy_of[body]] - np.log(drawn) * DAYS_A_YEAR / self.ageing
        now = (wrong_at > followed) & (wrong_at <= world.t)
        if not now.any():
            return []
        body, need, building = body[now], need[now], building[now]
        true = world.responsibility.first[need, building].astype(np.int64)
        believed = wrong_desks(world.luck, bodies, world.places, body, need, building, true)
        return [c.Outdate(body=body, need=need, building=building, believed=believed)]
