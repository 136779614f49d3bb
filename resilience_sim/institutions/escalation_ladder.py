"""Ladders of levels above the desk: four Party levels, five grid levels, three chiefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.institutions.levels import PRESETS, eyes, ladder
from resilience_sim.institutions.visiting import visits_a_day
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.rng import key32
from resilience_sim.world import World

Array = NDArray[Any]

LADDER_PRECEDENCE = 10  # above defaults, below mechanisms that deal with one need alone


@dataclass(frozen=True, kw_only=True)
class EscalationLadder(Mechanism):
    """A body at every building, with levels over it; cases go up until a level may decide.

    Residents stand behind the lowest level, one for `span` households: they visit them, and
    what they find lands with the body of their building. That body keeps what may be decided
    at the first level and serves it with the hours its residents have left; the rest it
    passes up level by level (or, if not bound to, to the desk it believes accountable). Each
    level without the authority costs one more escalation.

    `party_four_levels`: Party groups in buildings, branches in grids (over the grid posts),
    the community Party committee (over the residents' committee), and the office above.
    `five_level_grid`: a centre household (中心户) in every stairwell visits; building, grid
    post, committee and office stand over it, the last three with the authority they have.
    `three_chiefs`: chiefs of buildings, alleys (grids) and the street (community), beside the
    other desks, and the office above.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Escalation ladder"
    zh: ClassVar[str] = "层级治理框架（四级、五级、三长）"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party", "grassroots_forms", "tian_meilie")
    price: ClassVar[tuple[str, str]] = (
        "Costs residents' hours and staff at every level, and looks into people's lives; "
        "every further level adds its delay, and the lowest level may lack hours.",
        "占用居民与各级人员工时，并介入居民生活；层级越多时延越长，底层可能无时间可用。",
    )

    preset: str = param(
        "three_chiefs", en="which ladder", zh="层级模式", choices=("none", *PRESETS),
        neutral="none", source="chen_chen_party",
    )  # fmt: skip
    span: int = param(
        15, en="households a resident of the lowest level looks after", zh="底层人员联系户数",
        unit="households", low=1, high=1000, why="about a stairwell",
    )  # fmt: skip
    hours: float = param(
        1.0, en="hours a day such a resident gives, if it has them", zh="底层人员每日工时",
        unit="h/d", low=0.0, high=8.0,
    )  # fmt: skip
    visiting: float = param(
        0.3, en="share of these hours spent on visits", zh="走访时间占比", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    visit_hours: float = param(
        0.25, en="hours of a visit", zh="每次走访工时", unit="h", low=0.01, high=8.0
    )
    sees: ByNeed = param(
        ByNeed(0.9, psychosocial=0.5, mediation=0.5, departmental=0.5),
        en="chance that a visit finds an open need", zh="走访发现概率", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    decides: ByNeed = param(
        ByNeed(3.0, information=1.0, food=2.0, mediation=2.0, departmental=4.0),
        en="lowest level that may decide: 1 building, 2 grid, 3 community, 4 above",
        zh="可决定的最低层级：1楼栋 2网格 3社区 4以上", unit="level", low=1.0, high=4.0,
        why="small matters stay in the grid, large ones in the community (小事不出网格)",
    )  # fmt: skip
    level_by_level: bool = param(
        True, en="the lowest level passes up only, never across", zh="逐级上报，不横向转办",
        choices=(True, False),
    )  # fmt: skip
    staff_grid: float = param(
        0.5, en="staff of a level at a grid", zh="网格层级人员", unit="persons",
        low=0.05, high=100.0,
    )  # fmt: skip
    staff_community: float = param(
        1.0, en="staff of a level at a community", zh="社区层级人员", unit="persons",
        low=0.05, high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Bodies of all levels, and the residents behind the lowest.

        Own columns: `group` of each household, `person` and `building` of each group, and
        `body_key` of each building's body (-1 where nobody stands behind it).
        """
        if self.preset == "none":
            return ()
        group, person, building = eyes(world, self.label, self.preset, self.span)
        manned = np.zeros(world.places.n_buildings, bool)
        manned[building[person >= 0]] = True
        bodies, names = ladder(
            world, self.label, self.preset, manned, np.asarray(self.decides),
            (self.staff_grid, self.staff_community),
        )  # fmt: skip
        key = np.array([key32(name) if name else -1 for name in names], np.int64)
        own = {"group": group, "person": person, "building": building, "body_key": key}
        count = int((person >= 0).sum())
        return (*bodies, c.OwnColumns(own), c.Note("appoint", count, {"bodies": len(bodies)}))

    def _rows(self, world: World) -> Array:
        """Body of each building, (B,), -1 none."""
        key = world.own[self.label]["body_key"]
        order = np.argsort(world.bodies.key, kind="stable")
        at = np.searchsorted(world.bodies.key[order], key)
        return np.asarray(np.where(key >= 0, order[np.minimum(at, len(order) - 1)], -1))

    def _hours(self, world: World) -> Array:
        """Hours a day of the person behind each group; an absent one has none."""
        person = world.own[self.label]["person"]
        has = np.minimum(self.hours, world.people.hours[person]) * ~world.absent[person]
        return np.asarray(np.where(person >= 0, has, 0.0))

    @inputs("absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """What residents give to their building's body, and the hours it takes them."""
        if self.preset == "none" or self.hours == 0.0:
            return ()
        own = world.own[self.label]
        hours, body = self._hours(world), self._rows(world)[own["building"]]
        some = own["person"] >= 0
        bodies = np.bincount(
            body[some], weights=hours[some] * (1.0 - self.visiting), minlength=len(world.bodies)
        )
        people = np.bincount(own["person"][some], weights=hours[some], minlength=len(world.people))
        return (c.Hours(bodies, people, "ladder"),)

    @inputs("absence")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of the lowest level's visits."""
        if self.preset == "none" or self.visiting * self.hours == 0.0:
            return ()
        own = world.own[self.label]
        rate = visits_a_day(own["group"], self._hours(world) * self.visiting, self.visit_hours)
        return (
            c.Channel(
                name="ladder",
                by_need=np.asarray(self.sees),
                by_household=rate,
                desk=self._rows(world)[world.households.building],
                watches=True,
            ),
        )

    @inputs()
    def route(self, world: World) -> Sequence[c.Contribution]:
        """The lowest level keeps what it may decide and passes up the rest."""
        if self.preset == "none":
            return ()
        rows = self._rows(world)
        rows = rows[rows >= 0]
        action = np.zeros((len(world.bodies), len(self.decides)), np.int32)
        up = world.bodies.parent[rows] >= 0
        if self.level_by_level:
            action[rows[up]] = c.ESCALATE
        keeps = np.flatnonzero(np.asarray(self.decides) < 2.0)
        action[np.ix_(rows, keeps)] = c.HOLD
        return (
            c.Handling(
                action=action,
                target=np.full(action.shape, -1),
                chance=np.zeros(action.shape),
                precedence=LADDER_PRECEDENCE,
            ),
        )
