"""A crisis may be read from a file of observations: what such a crisis declares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim.crises.dates import iso_date
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World

if TYPE_CHECKING:
    from resilience_sim.crises.observations import Observations

Array = NDArray[Any]
#: Units of a value column. Counts are of a day; levels hold until the next one.
UNITS = ("cases", "cumulative cases", "percent", "share", "number", "m")


@dataclass(frozen=True, kw_only=True)
class Observed(Mechanism):
    """A crisis that can follow a CSV file of daily observations instead of its parameters.

    The file is sought beside the scenario file, then in the folder that the environment variable
    RESILIENCE_SIM_DATA names. It is read and checked before everyday life begins.
    """

    #: units that this crisis can use
    units: ClassVar[tuple[str, ...]] = UNITS

    file: str = param(
        "", en="CSV file of observations, empty: none", zh="观测数据文件（空则按参数）",
        later=True,
    )  # fmt: skip
    date_columns: tuple[str, ...] = param(
        ("date",), en="columns that make up the date, in order", zh="日期列（按顺序）", later=True
    )
    date_format: str = param(
        "%Y-%m-%d", en="format of the date columns joined by spaces", zh="日期格式", later=True
    )
    value_column: str = param("value", en="column of values", zh="数值列", later=True)
    where: tuple[str, ...] = param(
        (),
        en="rows to take, each as column=value (city=武汉市)",
        zh="筛选条件（列=值）",
        later=True,
    )
    unit: str = param("cases", en="unit of the values", zh="单位", choices=UNITS, later=True)
    whole: float = param(
        100.0, en="the number that counts as everything, for unit number",
        zh="视为全部的数量（单位为number时）", low=1e-9, high=1e11, later=True,
    )  # fmt: skip
    day_zero: str = param(
        "", en="calendar date of its day 0; empty: the first date of the file",
        zh="第0日的日期（空为文件首日）", later=True,
    )  # fmt: skip
    gaps: str = param(
        "refuse", en="days that are missing: refuse them, or hold the last value",
        zh="缺失日期：拒绝或沿用前值", choices=("refuse", "hold"), later=True,
    )  # fmt: skip
    after_end: str = param(
        "refuse", en="days after the last one: refuse them, or hold the last level (counts: 0)",
        zh="末日之后：拒绝或沿用末值（计数为0）", choices=("refuse", "hold"), later=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.file:
            return
        if self.unit not in self.units:
            raise InputError(
                f"a file of {self.unit} says nothing about this crisis",
                where=self.label, key="unit", value=self.unit, allowed=", ".join(self.units),
            )  # fmt: skip
        self.filters()
        if self.day_zero:
            iso_date(self.day_zero, self.label, "day_zero")

    def filters(self) -> tuple[tuple[str, str], ...]:
        """The filter, by column.

        Raises
        ------
        InputError
            An entry is not column=value.
        """
        found = [one.partition("=") for one in self.where]
        for one, (column, sign, _) in zip(self.where, found, strict=True):
            if not (column.strip() and sign):
                raise InputError(
                    "a filter is not column=value", where=self.label, key="where", value=one,
                    allowed='such as where = ["city=武汉市"]',
                )  # fmt: skip
        return tuple((column.strip(), value.strip()) for column, _, value in found)

    def observed(self, world: World, days: int, zero: date | None = None) -> Array:
        """Values of `days` days: counts of each day, or levels (shares 0..1, or metres).

        `zero` is the date of the first; `day_zero`, or the first date of the file, if not given.

        Raises
        ------
        InputError
            The file or something in it cannot be used: file, line and what is allowed.
        """
        from resilience_sim.crises.observations import find

        key = f"crises.{self.label}.file"
        series = self._read(find(self.file, world.folder, key))
        if zero is None and self.day_zero:
            zero = iso_date(self.day_zero, self.label, "day_zero")
        values = series.span(zero or series.first, days, self.after_end == "hold", key)
        if self.unit == "percent":
            return values / 100.0
        return np.minimum(values / self.whole, 1.0) if self.unit == "number" else values

    def digest(self, folder: str) -> str:
        """Hash of what it takes from its file; empty without a file or where there is none.

        It is part of a scenario's hash, so that equal hashes are equal runs.

        Raises
        ------
        InputError
            Something in the file cannot be used.
        """
        from resilience_sim.crises.observations import sought

        path = sought(self.file, folder) if self.file else None
        return self._read(path).digest() if path is not None else ""

    def _read(self, path: Path) -> Observations:
        from resilience_sim.crises.observations import read

        return read(
            str(path), path.stat().st_mtime_ns, self.date_columns, self.date_format,
            self.value_column, self.filters(), self.unit, self.gaps == "hold",
        )  # fmt: skip
