"""Why two paired worlds differ: read off their journals of acts and of cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.errors import InputError
from resilience_sim.observe.record import Act, Record
from resilience_sim.observe.view import PARTS
from resilience_sim.vocabulary import ENDINGS, OPEN

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["Explanation", "explain"]

Array = NDArray[Any]

COLUMNS = ("what", "author", "name", "one", "other", "difference", "unit")
PRICES = {
    "institution_hours.": "h",
    "institution_money.": "yuan",
    "institution_hours_before.": "h",
    "institution_money_before.": "yuan",
}


@dataclass(frozen=True)
class Explanation:
    """What two worlds of one seed did differently, and what became of their cases.

    Parameters
    ----------
    one, other
        The two records; differences are `other` less `one`.
    """

    one: Record
    other: Record

    @property
    def frame(self) -> pd.DataFrame:
        """One row a difference, in the order of the journey of a cause.

        ``what`` is *act* (what an institution did: how often, and each figure it noted),
        *price* (hours and money it took after the strike, and before it), *structure* (measured
        twins of the levers at the end), *stage* (days a case spent in each part of its journey,
        mean over cases raised after the strike that are over) or *ending* (how cases ended,
        share of all raised).
        """
        import pandas as pd

        rows = [*self._acts(), *self._prices(), *self._structure(), *self._stages(),
                *self._endings()]  # fmt: skip
        frame = pd.DataFrame(rows, columns=["what", "author", "name", "one", "other", "unit"])
        frame["difference"] = frame["other"] - frame["one"]
        return frame[list(COLUMNS)]

    @property
    def first(self) -> dict[str, Any]:
        """Where the two journals of cases part, and the acts before that stand in one alone.

        ``day`` is when the first case was raised that went another way (NaN: none did),
        ``case`` its household and need, ``before`` the acts of only one world up to the day
        on which it was over, with the world they belong to.
        """
        at = _first_other_case(self.one.cases, self.other.cases)
        if at is None:
            return {"day": float("nan"), "case": None, "before": ()}
        until = float(np.nan_to_num(at["closed"], nan=np.inf))
        mine, theirs = (_by_content(record.acts) for record in (self.one, self.other))
        before = [
            (which, act)
            for which, acts, others in (("one", mine, theirs), ("other", theirs, mine))
            for content, act in acts.items()
            if content not in others and act.t <= until
        ]
        return {
            "day": float(at["raised"]),
            "case": (int(at["household"]), int(at["need"])),
            "before": tuple(sorted(before, key=lambda entry: (entry[1].t, entry[1].author))),
        }

    def plot(self, lang: str = "en") -> Figure:
        """Days in each part of the journey in both worlds, and what each institution took."""
        from resilience_sim.observe.explain_plot import plot_explanation

        return plot_explanation(self.frame, lang)

    # --- rows -----------------------------------------------------------------------------
    def _acts(self) -> list[tuple[str, str, str, float, float, str]]:
        counted = [_counted(record.acts) for record in (self.one, self.other)]
        keys = sorted({*counted[0], *counted[1]})
        return [
            ("act", author, name, counted[0].get((author, name), 0.0),
             counted[1].get((author, name), 0.0), unit_of(name))
            for author, name in keys
        ]  # fmt: skip

    def _prices(self) -> list[tuple[str, str, str, float, float, str]]:
        rows = []
        for prefix, unit in PRICES.items():
            for key in sorted({*self.one.tallies, *self.other.tallies}):
                if key.startswith(prefix):
                    mine = self.one.tallies.get(key, 0.0)
                    theirs = self.other.tallies.get(key, 0.0)
                    name = prefix.removesuffix(".")
                    rows.append(("price", key.removeprefix(prefix), name, mine, theirs, unit))
        return rows

    def _structure(self) -> list[tuple[str, str, str, float, float, str]]:
        rows = []
        for lever, measures in self.one.twins.items():
            for name, ends in measures.items():
                other = self.other.twins[lever][name][1]
                if not (np.isnan(ends[1]) or np.isnan(other)):
                    rows.append(("structure", lever, name, ends[1], other, ""))
        return rows

    def _stages(self) -> list[tuple[str, str, str, float, float, str]]:
        found = [_days(record) for record in (self.one, self.other)]
        return [("stage", "", part, found[0][part], found[1][part], "days") for part in PARTS]

    def _endings(self) -> list[tuple[str, str, str, float, float, str]]:
        found = [_shares(record) for record in (self.one, self.other)]
        return [
            ("ending", "", name, found[0][k], found[1][k], "share of cases")
            for k, name in enumerate(ENDINGS)
        ]


def explain(one: Record, other: Record) -> Explanation:
    """Why two paired worlds differ.

    Raises
    ------
    InputError
        They were not run under one seed, or over the same time: then luck differs too.
    """
    for name in ("seed", "begin", "end"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine != theirs:
            raise InputError(
                "the two runs are no pair: differences would be luck",
                key=name, value=theirs, allowed=f"{mine}, as in the first run",
            )  # fmt: skip
    return Explanation(one, other)


def unit_of(name: str) -> str:
    """Unit of a counted act or of one of its figures."""
    return "times" if "." not in name else ""


def _counted(acts: list[Act]) -> dict[tuple[str, str], float]:
    """How often each institution did each thing, and the sums of what it touched and noted."""
    found: dict[tuple[str, str], float] = {}

    def add(author: str, name: str, amount: float) -> None:
        found[author, name] = found.get((author, name), 0.0) + amount

    for act in acts:
        add(act.author, act.act, 1.0)
        add(act.author, f"{act.act}.count", float(act.count))
        for figure, value in act.figures.items():
            add(act.author, f"{act.act}.{figure}", float(value))
    return found


def _by_content(acts: list[Act]) -> dict[tuple[Any, ...], Act]:
    return {
        (act.t, act.author, act.act, act.count, tuple(sorted(act.figures.items()))): act
        for act in acts
    }


def _days(record: Record) -> dict[str, float]:
    cases = record.cases[(record.cases["raised"] >= 0.0) & (record.cases["ending"] != OPEN)]
    return {
        part: float(cases[f"in_{part}"].mean()) if len(cases) else float("nan") for part in PARTS
    }


def _shares(record: Record) -> Array:
    endings = record.cases["ending"][record.cases["raised"] >= 0.0]
    return np.bincount(endings, minlength=len(ENDINGS)) / max(len(endings), 1)


def _first_other_case(one: Array, other: Array) -> Any:
    """The earliest case of `other` that is not the same in `one`, or that one alone has."""
    names = [name for name in one.dtype.names or () if name not in ("channel", "severity")]
    mine = {_key(case): case for case in one}
    apart = [
        case
        for case in other
        if _key(case) not in mine
        or any(_unlike(case[name], mine[_key(case)][name]) for name in names)
    ]
    there = {_key(case) for case in other}
    apart += [case for case in one if _key(case) not in there]
    return min(apart, key=lambda case: float(case["raised"])) if apart else None


def _key(case: Any) -> tuple[int, int, int]:
    return int(case["household"]), int(case["need"]), int(case["ordinal"])


def _unlike(a: Any, b: Any) -> bool:
    return bool(a != b and not (a != a and b != b))  # a time that is not there equals another
