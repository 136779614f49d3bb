"""A comparison as labelled arrays: outcomes and functionality by world and replicate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from resilience_sim.observe.arrays import Variable, dataset
from resilience_sim.observe.outcomes import OUTCOMES

if TYPE_CHECKING:
    import xarray as xr

    from resilience_sim.study.comparison import Comparison

__all__ = ["comparison_dataset"]


def comparison_dataset(found: Comparison) -> xr.Dataset:
    """Every outcome over (world, replicate), and functionality over (world, replicate, day).

    Days after the end of a shorter world are NaN.
    """
    runs = {(s.world, s.replicate): s for s in found.summaries}
    by_world = [[runs[world, k] for k in range(found.replicates)] for world in found.worlds]
    both = ("world", "replicate")
    variables: dict[str, Variable] = {}
    for at, (name, outcome) in enumerate(OUTCOMES.items()):
        values = np.stack([found.values[world][:, at] for world in found.worlds])
        about = {"units": outcome.unit, "long_name": outcome.en, "long_name_zh": outcome.zh}
        variables[name] = (both, values, about)
    days = max(len(s.functionality) for s in found.summaries)
    functionality = np.full((len(by_world), found.replicates, days), np.nan)
    for w, row in enumerate(by_world):
        for k, s in enumerate(row):
            functionality[w, k, : len(s.functionality)] = s.functionality
    about = {"units": "0..1", "long_name": "how well the needs of households are met"}
    variables["functionality"] = ((*both, "day"), functionality, about)
    coords: dict[str, Any] = {
        "world": list(found.worlds),
        "replicate": np.arange(found.replicates),
        "seed": (both, np.array([[s.seed for s in row] for row in by_world])),
        "day": (("day",), np.arange(days), {"units": "d"}),
    }
    return dataset(variables, coords, {"seed_of_the_set": str(found.seed)})
