"""Sums over people against naive ones."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from resilience_sim.kernels import people


def both(name: str):  # type: ignore[no-untyped-def]
    one = getattr(people, name)
    return pytest.mark.parametrize("run", [one, one.py_func], ids=["compiled", "python"])


def town(seed: int = 1) -> SimpleNamespace:
    rng = np.random.default_rng(seed)
    size = rng.integers(1, 6, 30).astype(np.int32)
    first = (np.cumsum(size) - size).astype(np.int32)
    n = int(size.sum())
    return SimpleNamespace(
        rng=rng,
        n=n,
        size=size,
        first=first,
        household=np.repeat(np.arange(30, dtype=np.int32), size),
        community=(np.arange(30) // 15).astype(np.int32),
        absent=rng.random(n) < 0.3,
    )


@both("shift")
def test_a_column_is_moved_and_cut(run) -> None:  # type: ignore[no-untyped-def]
    x = np.array([0.1, 0.5, 0.9])
    run(x, np.array([-0.3, 0.2, 0.3]))
    assert x.tolist() == [0.0, 0.7, 1.0]


@both("count_absent")
def test_who_is_away(run) -> None:  # type: ignore[no-untyped-def]
    t = town()
    employer = t.rng.integers(-1, 4, t.n).astype(np.int32)
    age = t.rng.integers(0, 18, t.n).astype(np.int8)
    staff, away, size, gone = np.zeros(4), np.zeros(4), np.zeros(2), np.zeros(2)
    run(t.absent, employer, age, t.household, t.community, 4, 12, staff, away, size, gone)
    working = (age >= 4) & (age < 12)
    where = t.community[t.household]
    assert staff.tolist() == [(employer == m).sum() for m in range(4)]
    assert away.tolist() == [((employer == m) & t.absent).sum() for m in range(4)]
    assert size.tolist() == [(working & (where == k)).sum() for k in range(2)]
    assert gone.tolist() == [(working & t.absent & (where == k)).sum() for k in range(2)]


@both("give_hours")
def test_nobody_gives_more_than_it_has_or_while_absent(run) -> None:  # type: ignore[no-untyped-def]
    t = town(2)
    taking, hours = (t.rng.random(t.n) < 0.5).astype(np.float64), t.rng.random(t.n)
    a_day, given, by = np.array([0.2, 0.7]), np.empty(t.n), np.zeros(2)
    whole = run(taking, hours, t.absent, t.household, t.community, a_day, given, by)
    where = t.community[t.household]
    known = np.minimum(a_day[where], hours) * taking * ~t.absent
    assert given == pytest.approx(known)
    assert by == pytest.approx(np.bincount(where, weights=known))
    assert whole == pytest.approx(known.sum())


@both("helpers")
@pytest.mark.parametrize("signs", [(1, 1, 1), (0, 1, -1), (-1, 0, 0)])
def test_who_is_willing_and_has_hours(  # type: ignore[no-untyped-def]
    run, signs: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if run is people.helpers.py_func:
        monkeypatch.setattr(people, "signed", people.signed.py_func)
    t = town(3)
    identity, trust, panic, hours, placed, adult = t.rng.random((6, t.n))
    waiting = t.rng.integers(0, 3, 30).astype(np.float64)
    willing, free = np.empty(30), np.empty(30)
    run(
        t.first, t.size, identity, trust, panic, t.absent, hours, placed, adult, waiting,
        np.array(signs, np.float64), 0.4, 0.3, willing, free,
    )  # fmt: skip

    def turned(x: np.ndarray, sign: int) -> np.ndarray:
        return np.full(len(x), 0.5) if sign == 0 else x if sign > 0 else 1.0 - x

    calm = 1.0 - signs[2] * panic
    each = np.clip(turned(identity, signs[0]) * turned(trust, signs[1]) * calm, 0.0, 1.0)
    mean = np.bincount(t.household, weights=adult * each * ~t.absent)
    spare = np.bincount(t.household, weights=np.maximum(hours - placed, 0.0) * ~t.absent * 0.3)
    assert willing == pytest.approx(mean * (1.0 - 0.4 * np.minimum(waiting, 1.0)))
    assert free == pytest.approx(spare)
