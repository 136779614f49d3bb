"""Bodies that cannot see each other's records, and what they buy twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.agreements import GOVERNMENT, common_format
from resilience_sim.community.tables import Bodies
from resilience_sim.engine.supply import FIRST_OCCUPIED, order
from resilience_sim.kernels.compiled import inner, pasted

if TYPE_CHECKING:
    from resilience_sim.engine.engine import Engine

Array = NDArray[Any]

__all__ = ["buy_twice", "sees", "set_records"]


def set_records(engine: Engine, bodies: Bodies, sharing: float, seed: int) -> None:
    """How bodies keep their records; see `community.agreements.formats_match`."""
    body = engine.arrays["body"]
    body["format"] = bodies.data_format
    body["common"] = common_format(bodies, sharing, seed)
    body["above"] = np.isin(bodies.kind, GOVERNMENT)


@pasted
def sees(a, b):  # type: ignore[no-untyped-def]
    """Whether two bodies see each other's records: one system, or both in the common format."""
    near = a.community == b.community or a.above == 1 or b.above == 1
    return (a.format == b.format and near) or (a.common == 1 and b.common == 1)


@inner
def buy_twice(s, j, m, t):  # type: ignore[no-untyped-def]
    """Body `m` supplies what another body supplies as well: from its stock, else by order."""
    d = s.case[j]
    b = s.body[m]
    for r in range(FIRST_OCCUPIED):
        amount = s.need[d.need].bundle[r]
        if amount <= 0.0:
            continue
        if b.stock[r] >= amount:
            b.stock[r] -= amount
            d.taken[r] = amount
            d.lender[r] = m
        elif s.cap[r] > 0.0:
            order(s, m, r, amount, t)
        else:
            continue
        s.g[0].twice_lots += amount
