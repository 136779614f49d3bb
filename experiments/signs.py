"""Every assumed sign of a link between a person's states: `python -m experiments.signs`."""

from __future__ import annotations

import resilience_sim as rs
from experiments.pages import Table, shown
from experiments.patterns import SCENARIO
from resilience_sim.describing import sign_rows


def tables() -> list[Table]:
    """The table of signs, as `resilience-sim describe` gives them."""
    rows = [(f"`{r['key']}`", r["link"], f"{r['sign']:+d}", r["grade"])
            for r in sign_rows(rs.load(SCENARIO))]  # fmt: skip
    return [Table("Assumed signs", ("key", "link", "sign", "grade"), rows)]


if __name__ == "__main__":
    print(shown(tables()))
