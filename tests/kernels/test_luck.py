"""Keyed draws: the generator against its published vectors, and what its key promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from resilience_sim.kernels import luck

#: Known answers of Philox4x32-10 from the authors' Random123 distribution.
VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    (
        (0xFFFFFFFF,) * 4,
        (0xFFFFFFFF,) * 2,
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_published_vectors(
    counter: tuple[int, ...], key: tuple[int, ...], expected: tuple[int, ...], compiled: bool
) -> None:
    philox = luck.philox if compiled else luck.philox.py_func
    words = [np.uint64(word) for word in (*counter, *key)]
    assert tuple(int(word) for word in philox(*words)) == expected


def test_uniform_is_the_first_53_bits_of_the_block() -> None:
    stream = np.uint64((VECTORS[2][1][1] << 32) | VECTORS[2][1][0])
    c0, c1, c2, c3 = VECTORS[2][0]
    need, sub = c2 & 0xFF, c2 >> 8
    drawn = luck.uniform(stream, c0, c1, need, sub, c3)
    a, b = VECTORS[2][2][:2]
    assert drawn == ((((a << 32) | b) >> 11) + 0.5) / 2**53


def test_each_part_of_the_key_counts() -> None:
    base = [np.uint64(7), 1, 2, 3, 4, 5]
    values = {luck.uniform(*base)}
    for part in range(6):
        other = list(base)
        other[part] += np.uint64(1) if part == 0 else 1
        values.add(luck.uniform(*other))
    assert len(values) == 7
    assert luck.uniform(*base) in values


def test_draws_follow_their_distributions() -> None:
    n = 20_000
    stream = np.uint64(12345)
    rows = np.arange(n)
    u = luck.uniform_rows(stream, np.uint64(9), rows, np.uint64(0))
    assert u.min() > 0.0 and u.max() < 1.0
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    e = np.array([luck.budget(0, 0.0, stream, 9, r, 0, 0, 0) for r in rows])
    assert np.allclose(e, -np.log(u))
    z = np.array([luck.normal(stream, 9, r, 1, 0, 0) for r in rows])
    assert stats.kstest(z, "norm").pvalue > 1e-3
    g = np.array([luck.budget(1, 0.5, stream, 9, r, 1, 0, 0) for r in rows[:100]])
    assert np.allclose(np.log(g), 0.5 * z[:100])
    assert luck.budget(2, 0.5, stream, 9, 1, 1, 0, 0) == 1.0


def test_neighbouring_keys_are_not_correlated() -> None:
    stream = np.uint64(99)
    rows = np.arange(20_000)
    u = luck.uniform_rows(stream, np.uint64(1), rows, np.uint64(0))
    v = luck.uniform_rows(stream, np.uint64(1), rows, np.uint64(1))
    bound = 4.0 / math.sqrt(len(rows))
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < bound
    assert abs(np.corrcoef(u, v)[0, 1]) < bound


def test_compiled_and_plain_draws_are_one() -> None:
    for key in [(np.uint64(3), 1, 2, 3, 4, 5), (np.uint64(2**63 + 1), 2**32 - 1, 7, 9, 200, 11)]:
        with np.errstate(over="ignore"):
            assert luck.uniform(*key) == luck.uniform.py_func(*key)
