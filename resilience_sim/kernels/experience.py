"""How an experience moves a social column and the anchor behind it, in one pass."""

from __future__ import annotations

from resilience_sim.kernels.compiled import entry


@entry
def live(x, anchor, first, row, up, down, sign, share, forget, delta, moved):  # type: ignore[no-untyped-def]
    """Gain a share `up` of what is missing, then lose `down` of what is there.

    Person i takes ``up[row[i]]`` and ``down[row[i]]``. `sign` (-1, 0, 1) turns or stops the
    movement; `share` of it also moves the anchor, which returns by `forget` of the way to
    `first`. Adds to `delta` (P,), cut so that x + delta stays in 0..1; writes `moved` (P,).
    """
    for i in range(x.shape[0]):
        u = up[row[i]]
        d = down[row[i]]
        step = sign * ((x[i] + (1.0 - x[i]) * u) * (1.0 - d) - x[i])
        delta[i] = min(max(delta[i] + step, -x[i]), 1.0 - x[i])
        a = anchor[i]
        a += sign * share * ((a + (1.0 - a) * u) * (1.0 - d) - a)
        a += (first[i] - a) * forget
        moved[i] = min(max(a, 0.0), 1.0)
