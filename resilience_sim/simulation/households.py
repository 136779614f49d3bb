"""Households that move: what is exchanged in their rows, and the ties that are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Households, People, Ties, frozen
from resilience_sim.community.ties import sources
from resilience_sim.contributions import Move
from resilience_sim.engine.moving import exchange
from resilience_sim.observe.record import Act
from resilience_sim.simulation.setup import abilities
from resilience_sim.vocabulary import TIE_LAYERS

if TYPE_CHECKING:
    from resilience_sim.simulation.run import Simulation

Array = NDArray[Any]

#: What belongs to the dwelling and stays when its household leaves.
DWELLING = ("first", "size", "stairwell", "building", "community", "floor", "elevation", "key")
#: Neighbours are those of the building, whoever lives there; other ties go with the people.
STAYS = TIE_LAYERS.index("building")


class Exchange:
    """Carries out moves. Keeps the community as it was, because those who come resemble it."""

    def __init__(self, run: Simulation) -> None:
        self.run = run
        homes = run.community.households
        self.people: People = run.people.copy()
        self.homes: Households = homes.copy()
        self.own = self._own_columns(len(run.people))
        #: what a rule keeps by household, but for the clocks of those who move
        self.own_homes = self._own_columns(len(homes), moving=False)
        world = run.world
        world.households = self.homes.readonly()
        #: ties as generated, less those that were cut: what other bridging starts from
        self.ties = _own_weights(run.community.ties)
        world.ties = _own_weights(world.ties)
        world.help_ties = _own_weights(world.help_ties)
        self._scale = _scale(homes, run.people, world.ties, world.help_ties)
        run.watching.moves_begin(float(run.people.newcomer.mean()) if len(run.people) else 0.0)

    def _own_columns(self, n: int, moving: bool = True) -> dict[str, dict[str, Array]]:
        """What rules of society keep in `n` rows, as it was at first."""
        run = self.run
        return {
            one.label: {
                name: column.copy()
                for name, column in run.own.get(one.label, {}).items()
                if column.shape[:1] == (n,)
            }
            for one in run.mechanisms
            if one.family == "society" and (moving or not one.moves_households())
        }

    def move(self, label: str, one: Move, t: float) -> None:
        """Replace the households of one contribution, and journal how many."""
        run, rows, like = self.run, one.households, one.like
        start = run.community.households
        new, old = _members(start, rows), _members(start, like)
        for name, column in self.homes.items():
            if name not in DWELLING:
                column[rows] = getattr(start, name)[like]
        for name, column in run.people.items():
            if name not in ("household", "key"):
                column[new] = getattr(self.people, name)[old]
        run.people.employer[new] = -1
        run.people.grid_worker[new] = run.people.chief[new] = False
        run.people.points[new] = 0.0
        for kept, to, of in ((self.own, new, old), (self.own_homes, rows, like)):
            for author, columns in kept.items():
                for name, values in columns.items():
                    run.own[author][name][to] = values[of]
        placed = np.array(run.world.placed)
        placed[new] = 0.0  # whoever gave these hours is gone
        run.world.placed = frozen(placed)
        self._cut(new)
        run.full_store[rows] = np.stack(
            [self.homes.store_food[rows], self.homes.store_medicine[rows]], axis=1
        )
        able = abilities(run.people, len(self.homes))
        exchange(run.engine, rows, self.homes, able, run.world.help_ties, t)
        run.watching.regroup(self.homes)
        run.world.forget_ages()
        arrived = int(self.homes.newcomer[rows].sum())
        run.recording.moved(rows, len(new), arrived, t)
        run.watching.moved(len(rows), float(run.people.newcomer.mean()))
        told = {"newcomers": float(arrived), "people": float(len(new))}
        run.acts.append(Act(t, label, "adapt", "move", len(rows), told))

    def scale_help(self) -> None:
        """Bring help that was scaled to the ties there are now to what a tie was first worth."""
        world, homes = self.run.world, self.homes
        now = _scale(homes, self.run.people, world.ties, world.help_ties)
        factor = np.where(now > 0.0, self._scale / np.where(now > 0.0, now, 1.0), 1.0)
        world.help_ties.weight *= factor[homes.community[sources(world.help_ties)]]

    def _cut(self, gone: Array) -> None:
        """Cut ties of kin, work and membership at both ends, and the help that ran along them."""
        ties, aid, homes = self.run.world.ties, self.run.world.help_ties, self.homes
        marked = np.zeros(ties.n_rows, bool)
        marked[gone] = True
        row, to = sources(ties), ties.index.astype(np.int64)
        cut = (marked[row] | marked[to]) & (ties.layer != STAYS) & (ties.weight > 0.0)
        kin = cut & (ties.layer == TIE_LAYERS.index("kin"))
        household = self.run.people.household.astype(np.int64)
        one, two = household[row[kin]], household[to[kin]]
        n = len(homes)
        code = sources(aid) * n + aid.index.astype(np.int64)
        at = np.searchsorted(code, one * n + two)
        np.subtract.at(aid.weight, at, ties.weight[kin] * self._scale[homes.community[one]])
        aid.weight[aid.weight < 1e-12] = 0.0
        ties.weight[cut] = 0.0
        self.ties.weight[cut] = 0.0


def _members(homes: Households, rows: Array) -> Array:
    """Rows of all members of households, household by household."""
    size = homes.size[rows].astype(np.int64)
    start = np.cumsum(size) - size
    return np.asarray(np.arange(size.sum()) + np.repeat(homes.first[rows] - start, size))


def _own_weights(ties: Ties) -> Ties:
    return Ties(start=ties.start, index=ties.index, weight=ties.weight.copy(), layer=ties.layer)


def _scale(homes: Households, people: People, ties: Ties, aid: Ties) -> Array:
    """Weight of help for a weight of neighbour and kin ties, by community."""
    used = (ties.layer == STAYS) | (ties.layer == TIE_LAYERS.index("kin"))
    n = int(homes.community.max(initial=-1)) + 1
    place = homes.community[people.household[sources(ties)[used]]]
    weight = np.bincount(place, weights=ties.weight[used], minlength=n)
    of_aid = np.bincount(homes.community[sources(aid)], weights=aid.weight, minlength=n)
    return np.asarray(of_aid / np.where(weight > 0.0, weight, 1.0))
