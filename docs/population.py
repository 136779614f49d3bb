"""The page of the synthetic population: marginals met, and what had to be assumed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.generate import generate
from resilience_sim.community.residents import ASSUMED_TRAITS
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.synthesis import ASSUMED_JOINTS, Marginals
from resilience_sim.vocabulary import AGE_BANDS

Array = NDArray[Any]
GROUPS = (("0-14", 0, 3), ("15-59", 3, 12), ("60 and over", 12, 18))


def shares(settings: CommunitySettings, seed: int) -> dict[str, tuple[float, float]]:
    """Share wanted and share made of every cell of the marginals, by name."""
    told, made = Marginals.read(settings.marginals), generate(settings, seed)
    cells = told.age_sex / told.age_sex.sum()
    there = np.zeros(cells.shape)
    np.add.at(there, (made.people.sex, made.people.age), 1.0 / len(made.people))
    found: dict[str, tuple[float, float]] = {}
    for s, sex in enumerate(("male", "female")):
        found[sex] = (float(cells[s].sum()), float(there[s].sum()))
    for name, first, end in GROUPS:
        found[f"age {name}"] = (float(cells[:, first:end].sum()), float(there[:, first:end].sum()))
    for s, sex in enumerate(("male", "female")):
        for band, name in enumerate(AGE_BANDS):
            found[f"{sex} {name}"] = (float(cells[s, band]), float(there[s, band]))
    sizes = np.minimum(made.households.size, 5)
    for k in range(1, 6):
        name = f"households of {k}" if k < 5 else "households of 5 and more"
        found[name] = (float(told.sizes[k - 1] / told.sizes.sum()), float((sizes == k).mean()))
    newcomers = float(made.people.newcomer.mean())
    found["newcomers"] = (settings.newcomers, newcomers)
    found["Party members"] = (settings.party_members, float(made.people.party_member.mean()))
    found["disabled or chronically ill"] = (settings.disabled, float(made.people.disabled.mean()))
    return found


def population_page(note: str) -> str:
    """The page: broad marginals one by one, the largest deviation of all, the assumptions."""
    settings = CommunitySettings()
    found = shares(settings, 1)
    broad = [name for name in found if not name.startswith(("male ", "female "))]
    worst = max(found, key=lambda name: abs(found[name][1] - found[name][0]))
    lines = [
        "# The synthetic population",
        note,
        f"Marginals: {Marginals.read(settings.marginals).source}. One community of "
        f"{settings.residents} residents, seed 1. Household types are fitted to the shares of "
        "household sizes and to broad age groups at once, then filled with ages and sexes.",
        "| cell | wanted | made |\n| --- | --- | --- |\n"
        + "\n".join(f"| {n} | {100 * found[n][0]:.2f} % | {100 * found[n][1]:.2f} % |"
                    for n in broad),
        f"Of all {len(found)} cells, single age bands by sex included, the largest deviation is "
        f"{100 * abs(found[worst][1] - found[worst][0]):.2f} % of the population ({worst}). A test "
        "holds every cell within 1 %, in communities of several sizes.",
        "## What the marginals do not say, and the synthesis assumes",
        "\n".join(f"- {text}" for text in (*ASSUMED_JOINTS, *ASSUMED_TRAITS)),
    ]  # fmt: skip
    return "\n\n".join(lines) + "\n"
