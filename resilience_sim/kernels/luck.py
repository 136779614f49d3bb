"""Philox4x32-10 draws inside kernels, keyed by counter.

All words are carried in 64-bit integers with the upper half empty, so that the same source
runs uncompiled (tests) and compiled.
"""

from __future__ import annotations

import math

import numpy as np

from resilience_sim.kernels.compiled import entry

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_S32 = np.uint64(32)
_S11 = np.uint64(11)
_S8 = np.uint64(8)
_UNIT = 2.0**-53
_TWO_PI = 2.0 * math.pi


@entry
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Philox4x32-10: four words of counter and two of key to four words."""
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _S32) ^ c1 ^ k0
        c1 = p1 & _LOW
        c2 = (p0 >> _S32) ^ c3 ^ k1
        c3 = p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@entry
def uniform(stream, community, row, need, sub, ordinal):  # type: ignore[no-untyped-def]
    """Uniform in (0, 1) of (stream, community key, row, need, sub-ordinal, ordinal)."""
    word = (np.uint64(need) | (np.uint64(sub) << _S8)) & _LOW
    a, b, _, _ = philox(
        np.uint64(community) & _LOW,
        np.uint64(row) & _LOW,
        word,
        np.uint64(ordinal) & _LOW,
        stream & _LOW,
        stream >> _S32,
    )
    return (float(((a << _S32) | b) >> _S11) + 0.5) * _UNIT


@entry
def exponential(stream, community, row, need, sub, ordinal):  # type: ignore[no-untyped-def]
    """Exponential of mean 1 with the same key."""
    return -math.log(uniform(stream, community, row, need, sub, ordinal))


@entry
def normal(stream, community, row, need, sub, ordinal):  # type: ignore[no-untyped-def]
    """Standard normal with the same key (Box-Muller on two halves of one block)."""
    word = (np.uint64(need) | (np.uint64(sub) << _S8)) & _LOW
    a, b, c, d = philox(
        np.uint64(community) & _LOW,
        np.uint64(row) & _LOW,
        word,
        np.uint64(ordinal) & _LOW,
        stream & _LOW,
        stream >> _S32,
    )
    u = (float(((a << _S32) | b) >> _S11) + 0.5) * _UNIT
    v = (float(((c << _S32) | d) >> _S11) + 0.5) * _UNIT
    return math.sqrt(-2.0 * math.log(u)) * math.cos(_TWO_PI * v)


@entry
def budget(shape, sigma, stream, community, row, need, sub, ordinal):  # type: ignore[no-untyped-def]
    """Budget of a clock: 0 exponential of mean 1, 1 lognormal of median 1, 2 constant 1."""
    if shape == 0:
        return exponential(stream, community, row, need, sub, ordinal)
    if shape == 1:
        return math.exp(sigma * normal(stream, community, row, need, sub, ordinal))
    return 1.0


@entry
def uniform_rows(stream, community, rows, ordinal):  # type: ignore[no-untyped-def]
    """One uniform for each row number."""
    out = np.empty(rows.shape[0], np.float64)
    for i in range(rows.shape[0]):
        out[i] = uniform(stream, community, rows[i], 0, 0, ordinal)
    return out


@entry
def uniform_each(stream, community, row, need, ordinal):  # type: ignore[no-untyped-def]
    """One uniform for each entry of four equally long int64 arrays of keys."""
    out = np.empty(row.shape[0], np.float64)
    for i in range(row.shape[0]):
        out[i] = uniform(stream, community[i], row[i], need[i], 0, ordinal[i])
    return out
