"""Labelled arrays for xarray users; xarray is an extra and is imported where it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from resilience_sim.errors import InputError
from resilience_sim.observe.columns import told_of
from resilience_sim.observe.manifest import NOT_A_FORECAST
from resilience_sim.observe.record import Record

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["dataset", "timeline_dataset"]

Variable = tuple[tuple[str, ...], Any, dict[str, str]]


def timeline_dataset(record: Record) -> xr.Dataset:
    """All time series of a run over ``day``; units and meanings stand in ``attrs``."""
    variables: dict[str, Variable] = {}
    for name, values in record.series.items():
        told = told_of("timeline", name)
        about = {"units": told.unit, "long_name": told.meaning}
        variables[name] = (("day",), values, about)
    day = told_of("timeline", "day")
    coords = {"day": (("day",), record.times, {"units": day.unit, "long_name": day.meaning})}
    about = {
        "scenario": record.scenario,
        "content_hash": record.content_hash,
        "seed": str(record.seed),
    }
    return dataset(variables, coords, about)


def dataset(
    variables: Mapping[str, Variable], coords: Mapping[str, Any], about: Mapping[str, str]
) -> xr.Dataset:
    """A data set with the standing notice.

    Raises
    ------
    InputError
        xarray is not installed.
    """
    try:
        import xarray
    except ImportError:
        raise InputError(
            "labelled arrays need xarray, which is not installed",
            allowed="pip install 'resilience-sim[xarray]'",
        ) from None
    return xarray.Dataset(dict(variables), dict(coords), {**about, "notice": NOT_A_FORECAST})
