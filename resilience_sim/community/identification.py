"""Starting values of the social columns: what identity and concept set, at fixed ranks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Households, People, frozen
from resilience_sim.rng import Luck

Array = NDArray[Any]

__all__ = ["initial_social", "quantile_identity"]

#: Standard deviation of belief and stigma at mean .5.
SPREAD_CONCEPT = 0.15
#: Quantiles are read off a grid of this many ranks.
GRID = 513


def quantile_identity(rank: Array, identity: float, dispersion: float = 0.2) -> Array:
    """Identification of persons at fixed ranks: quantiles of a Beta with mean `identity`.

    The standard deviation is ``dispersion`` at mean .5 and shrinks with the room there is,
    as ``2 sqrt(m (1 - m))``; the precision of the Beta is then the same at every mean, which
    makes each person's value rise with the lever, never fall. 0 gives 0 for all, 1 gives 1.

    Parameters
    ----------
    rank
        Fixed rank of each person, 0..1, shape (people,).
    identity
        The lever: mean identification.
    dispersion
        Standard deviation at mean .5, under .5.
    """
    return _beta_quantiles(np.asarray(rank, np.float64), identity, dispersion)


def _beta_quantiles(rank: Array, mean: float, dispersion: float) -> Array:
    if mean <= 0.0 or mean >= 1.0:
        return np.full(rank.shape, float(np.clip(mean, 0.0, 1.0)))
    return np.asarray(np.interp(rank, *_quantiles(mean, dispersion)))


@lru_cache(maxsize=128)
def _quantiles(mean: float, dispersion: float) -> tuple[Array, Array]:
    """Ranks from 0 to 1 and the quantiles of a Beta there, both read-only.

    The ranks are a fixed grid, linear in between: a person's value must not depend on how many
    others there are, and stays monotone in both rank and mean.
    """
    from scipy.special import betaincinv

    precision = 0.25 / dispersion**2 - 1.0
    a, b = mean * precision, (1.0 - mean) * precision
    grid = (np.arange(GRID) + 0.5) / GRID
    ends = np.concatenate([[0.0], grid, [1.0]])
    return frozen(ends), frozen(np.asarray(betaincinv(a, b, ends)))


def initial_social(
    people: People,
    households: Households,
    community_keys: Array,
    identity: float,
    concept: float,
    seed: int,
    *,
    dispersion: float = 0.2,
    trust_neighbours: float = 0.55,
    trust_institutions: float = 0.6,
) -> dict[str, Array]:
    """Social columns at the start by name, each (people,) float64.

    Identification stands at its quantiles (see `quantile_identity`). Trust in neighbours and in
    institutions are Beta quantiles with the given means at keyed ranks; neither depends on a
    lever. Belief in guidance has mean ``.1 + .8 concept`` and stigma mean ``.5 (1 - concept)``,
    each at keyed ranks, so concept moves every person one way. Nobody panics or takes part.
    """
    luck = Luck(seed)
    key = community_keys[households.community[people.household]]

    def rank(purpose: str) -> Array:
        zero = np.array(0)
        return luck.uniform_each("community", purpose, key, people.key, zero, zero)

    spread = SPREAD_CONCEPT
    return {
        "identity": quantile_identity(people.rank, identity, dispersion),
        "trust_neighbours": _beta_quantiles(rank("trust_neighbours"), trust_neighbours, 0.2),
        "trust_institutions": _beta_quantiles(rank("trust_institutions"), trust_institutions, 0.2),
        "belief": _beta_quantiles(rank("belief"), 0.1 + 0.8 * concept, spread),
        "stigma": _beta_quantiles(rank("stigma"), 0.5 * (1.0 - concept), spread),
        "panic": np.zeros(len(people)),
        "participation": np.zeros(len(people)),
    }
