"""The arrays with which a run begins, by what they are about; `engine.state.ARRAYS` lists them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies, Households, Offers, Responsibility, Ties
from resilience_sim.engine.joint import departments_rows
from resilience_sim.engine.layout import (
    NEVER,
    Rules,
    askers_rows,
    bodies_rows,
    candidates_rows,
    cells_rows,
    desks_rows,
    homes_rows,
    needs_rows,
    offers_rows,
    stores_rows,
)
from resilience_sim.engine.parties import unit_rows
from resilience_sim.engine.records import CASE
from resilience_sim.engine.state import (
    CHANNEL_ROW,
    HANDLE,
    HEAP,
    LIVED,
    MAX_CHANNELS,
    MAX_FACTORS,
    ORDERED,
    SPARE,
    WORK_CASE,
    N,
    R,
)
from resilience_sim.rng import Luck

__all__ = ["arrays_of_bodies", "arrays_of_goods", "arrays_of_parties", "arrays_that_grow"]

Array = NDArray[Any]


def arrays_of_parties(
    households: Households,
    community_keys: Array,
    bodies: Bodies,
    units: Array,
    help_ties: Ties,
    rules: Rules,
    luck: Luck,
    begin: float,
) -> dict[str, Array]:
    """Households, units behind them, their needs, who may help them and who finds them."""
    n_homes, n_units = len(households), len(units)
    home = homes_rows(households, community_keys)
    if n_units > 0:
        home = np.concatenate([home, unit_rows(bodies, units, community_keys)])
    spare = np.zeros(len(home), SPARE)
    spare["at"] = begin
    first, streams = candidates_rows(home, luck, begin)
    no_ties = np.full(n_units, help_ties.start[-1])
    return dict(
        home=home,
        spare=spare,
        store=stores_rows(households, n_units, begin),
        lived=np.zeros(len(home), LIVED),
        willing=np.zeros(n_homes),
        able=np.full(n_homes, (1 << N) - 1, np.uint32),
        need=needs_rows(rules),
        stream=streams,
        candidate=first,
        tie_start=np.append(help_ties.start, no_ties).astype(np.uint32),
        tie_index=help_ties.index.astype(np.uint32),
        tie_weight=help_ties.weight.astype(np.float64),
        unit_share=np.zeros((N, n_units)),
        channel=np.zeros((MAX_CHANNELS, len(home)), CHANNEL_ROW),
        factor=np.zeros((MAX_FACTORS, len(home))),
        aimed=np.zeros((1, 1)),
    )


def arrays_of_bodies(
    bodies: Bodies, n_communities: int, natural: Array, responsibility: Responsibility, begin: float
) -> dict[str, Array]:
    """Bodies, what they answer for and know, and whom they may hand cases to."""
    desk_start, desk = desks_rows(bodies, n_communities)
    department_start, department = departments_rows(bodies, n_communities)
    return dict(
        body=bodies_rows(bodies, responsibility, begin),
        cell=cells_rows(responsibility, natural),
        belief=responsibility.belief.astype(np.int32),
        handle=np.zeros((len(bodies), N), HANDLE),
        desk_start=desk_start,
        desk=desk,
        department_start=department_start,
        department=department,
        access=np.ones(natural.shape[1]),
        asking=np.zeros(len(bodies) + 1, np.int32),
        freed=np.zeros(len(bodies) + 1, np.int32),
    )


def arrays_of_goods(
    offers: Offers, n_communities: int, n_bodies: int, n_parties: int, rules: Rules, begin: float
) -> dict[str, Array]:
    """Standing offers, households that opened their stores, deliveries, the official channel."""
    asker_start, asker = askers_rows(offers, n_bodies)
    return dict(
        offer_start=offers.start.astype(np.int64),
        offer=offers_rows(offers, begin),
        asker_start=asker_start,
        asker=asker,
        open_start=np.zeros(n_communities + 1, np.int64),
        open_home=np.zeros(0, np.int32),
        open_keeps=np.full((n_parties, 2), NEVER),
        inflow=np.zeros(R),
        cap=rules.supply.daily_cap.astype(np.float64),
        official=np.full((n_communities + n_bodies, R), begin),
    )


def arrays_that_grow(n_parties: int) -> dict[str, Array]:
    """Open cases, events, closed cases and orders; room that is never reached costs nothing."""
    return dict(
        case=np.zeros(512 + n_parties, WORK_CASE),
        heap=np.zeros(8192 + 8 * n_parties, HEAP),
        log=np.zeros(4096 + 64 * n_parties, CASE),
        ordered=np.zeros(256, ORDERED),
    )
