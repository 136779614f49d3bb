"""Who takes part: strain, peers and the decision of everybody in one pass."""

from __future__ import annotations

import math

from resilience_sim.kernels.compiled import entry


@entry
def decide(  # type: ignore[no-untyped-def]
    start, index, weight, taking, given, threshold, phase, drive, tires, rests, wears, follows,
    now, before, strain, registered, delta,
):  # fmt: skip
    """Strain after the hours given, and the decision of those whose review has come.

    A person reviews whenever ``x + phase`` passes a whole number between `before` and `now`. It
    takes part if ``drive - wears * strain + follows * (share of peers who take part)`` reaches
    its threshold. Hours `given` (P,) tire at the rate `tires`; `rests` is what is left of strain.
    Writes `strain` (P,) and `registered` (P,), who ever took part; fills `delta` (P,).
    """
    for i in range(taking.shape[0]):
        tired = (strain[i] + tires * given[i] * (1.0 - strain[i])) * rests
        strain[i] = min(max(tired, 0.0), 1.0)
        delta[i] = 0.0
        if math.floor(now + phase[i]) > math.floor(before + phase[i]):
            wanted = drive[i] - wears * tired
            if follows != 0.0:
                whole = heard = 0.0
                for edge in range(start[i], start[i + 1]):
                    whole += weight[edge]
                    heard += weight[edge] * taking[index[edge]]
                if whole > 0.0:
                    wanted += follows * (heard / whole)
            # a share of peers like 7/99 must meet the threshold 7/99 whatever the rounding
            delta[i] = (1.0 if wanted >= threshold[i] - 1e-12 else 0.0) - taking[i]
        if taking[i] + delta[i] > 0.5:
            registered[i] = True
