"""The joint conference (党建联席会议): bodies at one table settle gaps and overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import Array, came, charge
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class JointConference(Mechanism):
    """Those who come decide who leads: the trained and least loaded of them, cell by cell.

    A gap goes to whoever at the table is trained for the need and has the fewest cases on its
    hands for its staff. Where both bodies of an overlap are there, the less loaded leads and
    the other leaves. A decision gives duty, not power: who lacks the authority must still ask
    upward. Those present, and only they, learn what was settled. It differs from a list:
    bodies bind each other, by load, and write nothing down.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Joint conference"
    zh: ClassVar[str] = "党建联席会议"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of all who meet; duty may go to a body without power, and who stayed "
        "away does not know.",
        "占用参会各方工时；可能有责无权，缺席者不知情。",
    )

    interval_days: float = param(
        30.0, en="days between meetings, 0: never", zh="会议间隔（0为不开会）", unit="d",
        low=0.0, high=3650.0, neutral=0.0, source="chen_chen_party",
        why="monthly; the source names no interval",
    )  # fmt: skip
    reach: float = param(
        0.7, en="share of bodies that come", zh="参会机构比例", unit="share", low=0.0, high=1.0
    )
    agenda: int = param(
        60, en="cells that one meeting can settle in a community", zh="每次会议可议定单元数",
        unit="cells", low=1, high=100_000,
    )  # fmt: skip
    hours: float = param(
        3.0, en="hours a meeting takes of each body that comes", zh="每机构会议工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """No meeting yet."""
        return (c.OwnColumns(not_yet()),) if self.interval_days > 0.0 else ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A meeting in every community, if one is due."""
        if self.interval_days == 0.0:
            return ()
        meeting = meeting_due(world, self.label, self.interval_days, 1.0)
        if meeting < 0:
            return ()
        bodies = world.bodies
        rows = np.flatnonzero((bodies.staff > 0.0) & (bodies.community >= 0))
        rows = rows[came(world, self.label, rows, meeting, self.reach)]
        said: list[c.Contribution] = [met_now(world), charge(world, rows, self.hours)]
        gaps = overlaps = 0
        for k in np.unique(bodies.community[rows]):
            settled = self._settle(world, int(k), rows[bodies.community[rows] == k])
            if settled is not None:
                need, building, lead, was_gap = settled
                gaps, overlaps = gaps + int(was_gap.sum()), overlaps + int((~was_gap).sum())
                said += self._decide(world, rows[bodies.community[rows] == k], need, building, lead)
        figures = {"gaps": float(gaps), "overlaps": float(overlaps)}
        return (*said, c.Note("meeting", len(rows), figures))

    def _settle(
        self, world: World, community: int, there: Array
    ) -> tuple[Array, Array, Array, Array] | None:
        """Cells that are settled, with who leads and whether each was a gap."""
        first, end = world.places.building_of_community()[community : community + 2]
        cells, bodies = world.responsibility, world.bodies
        area = np.zeros(cells.first.shape, bool)
        area[:, first:end] = True
        present = np.zeros(len(bodies) + 1, bool)
        present[there] = True
        gap = area & (cells.first < 0)
        both = area & (cells.second >= 0) & present[cells.first] & present[cells.second]
        load = world.ledger.backlog / np.maximum(bodies.staff * bodies.hours, 1e-9)
        lead = np.where(load[cells.first] <= load[cells.second], cells.first, cells.second)
        order = there[np.lexsort((bodies.key[there], load[there]))]
        for k in range(N_NEEDS):
            trained = order[(bodies.skills[order] >> np.uint32(k)) & 1 == 1]
            for b in np.flatnonzero(gap[k]):
                near = trained[(bodies.first_building[trained] <= b)
                               & (b < bodies.end_building[trained])]  # fmt: skip
                lead[k, b] = near[0] if len(near) else -1
        gap &= lead >= 0
        need, building = np.nonzero(gap | both)
        need, building = need[: self.agenda], building[: self.agenda]
        if len(need) == 0:
            return None
        return need, building, lead[need, building], gap[need, building]

    def _decide(
        self, world: World, there: Array, need: Array, building: Array, lead: Array
    ) -> list[c.Contribution]:
        """Duties, the powers that statutes give, and what those present learn."""
        bodies = world.bodies
        may = (bodies.authority[lead] >> need.astype(np.uint32)) & 1 == 1
        said: list[c.Contribution] = [
            c.Assign(need=need, building=building, first=lead, second=np.full(len(need), -1))
        ]
        if may.any():
            said.append(c.Authorise(need=need[may], building=building[may]))
        who, cell = np.repeat(there, len(need)), np.tile(np.arange(len(need)), len(there))
        at = building[cell]
        inside = (bodies.first_building[who] <= at) & (at < bodies.end_building[who])
        who, cell = who[inside], cell[inside]
        return [*said, c.Teach(body=who, need=need[cell], building=building[cell])]
