"""Social influence on all columns in one pass over the ties."""

from __future__ import annotations

from numba import njit


@njit(cache=True, nogil=True)
def influence(start, index, weight, x, anchor, own, speed, out):  # type: ignore[no-untyped-def]
    """Movement of each person toward its anchor and the weighted mean of its ties.

    ``out[i, k] = speed[k] * (own[k] * anchor[i, k] + (1 - own[k]) * mean_j x[j, k] - x[i, k])``;
    who has no ties hears itself. Shapes: x, anchor, out (P, C); own, speed (C,).
    """
    rows, columns = x.shape
    for i in range(rows):
        whole = 0.0
        for k in range(columns):
            out[i, k] = 0.0
        for e in range(start[i], start[i + 1]):
            j = index[e]
            w = weight[e]
            whole += w
            for k in range(columns):
                out[i, k] += w * x[j, k]
        share = 1.0 / whole if whole > 0.0 else 0.0
        for k in range(columns):
            heard = out[i, k] * share if whole > 0.0 else x[i, k]
            mixed = own[k] * anchor[i, k] + (1.0 - own[k]) * heard
            out[i, k] = speed[k] * (mixed - x[i, k])
