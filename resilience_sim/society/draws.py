"""Draws that people carry for life: one number a person, keyed by community and person."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.world import World


def person_uniforms(world: World, label: str, purpose: str) -> NDArray[Any]:
    """One uniform in (0, 1) a person, (P,)."""
    people = world.people
    community = world.households.community[people.household]
    cuts = np.searchsorted(community, np.arange(len(world.community_keys) + 1))
    out = np.zeros(len(people))
    for which, key in enumerate(world.community_keys):
        rows = slice(int(cuts[which]), int(cuts[which + 1]))
        out[rows] = world.luck.uniform_rows(label, purpose, int(key), people.key[rows])
    return out


def community_means(world: World, value: NDArray[Any]) -> NDArray[Any]:
    """The mean of a person column over the person's community, (P,)."""
    means = means_of_communities(world, value)
    if len(means) == 1:
        return np.full(len(value), means[0])
    return np.asarray(means[world.households.community[world.people.household]])


def means_of_communities(world: World, value: NDArray[Any]) -> NDArray[Any]:
    """The mean of a person column over each community, (communities,); 0 without people."""
    if len(world.community_keys) == 1:
        return np.array([value.mean() if len(value) else 0.0])
    community = world.households.community[world.people.household]
    n = np.bincount(community, minlength=len(world.community_keys))
    sums = np.bincount(community, weights=value, minlength=len(world.community_keys))
    return np.asarray(sums / np.maximum(n, 1))
