"""Daily series of reported infections that ship with the package."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import resources

import numpy as np
from numpy.typing import NDArray

#: Names of the series, which are names of files in ``resilience_sim/data``.
SERIES = ("shanghai_2022",)


@dataclass(frozen=True, slots=True)
class CaseSeries:
    """Infections reported each day among a population; `first` is the date of entry 0."""

    first: date
    daily: NDArray[np.float64]
    population: float
    key: str

    def from_date(self, start: date, days: int) -> NDArray[np.float64]:
        """Reports of `days` days beginning with `start`; 0 outside the series."""
        out = np.zeros(days)
        shift = (start - self.first).days
        a, b = max(0, -shift), min(days, len(self.daily) - shift)
        if b > a:
            out[a:b] = self.daily[shift + a : shift + b]
        return out


def load_series(name: str) -> CaseSeries:
    """Read one of `SERIES`.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    if name not in SERIES:
        raise KeyError(name)
    path = resources.files("resilience_sim") / "data" / f"{name}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return CaseSeries(
        first=told["first_date"],
        daily=np.asarray(told["daily_cases"], dtype=np.float64),
        population=float(told["population"]),
        key=str(told["key"]),
    )
