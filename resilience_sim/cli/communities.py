"""A community in a file, told on the command line: its size and what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resilience_sim.text import Lang, say

if TYPE_CHECKING:
    from resilience_sim.community.community import Community

__all__ = ["size_rows"]


def size_rows(community: Community, lang: Lang) -> list[dict[str, Any]]:
    """Rows of what a community consists of."""
    people, ties = community.people, community.ties
    counts = {
        "people": len(people),
        "newcomers": int(people.newcomer.sum()),
        "vulnerable": int(people.vulnerable.sum()),
        "households": len(community.households),
        "buildings": community.places.n_buildings,
        "communities": len(community.places.communities),
        "bodies": len(community.bodies),
        "ties": len(ties.index) // 2,
    }
    return [{"what": say(key, lang), "count": count} for key, count in counts.items()]
