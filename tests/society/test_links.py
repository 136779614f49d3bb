"""Every link between two states of a person can be switched off and turned around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from resilience_sim import contributions as c, society
from resilience_sim.mechanism import Mechanism, parameters
from resilience_sim.society import Identification
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import Purse, World
from tests.worlds import adapt_once, built, tiny_world, writable

N = 60
RING = [(i, (i + d) % N) for i in range(N) for d in (1, 2, 3)]


def world(**people: object) -> World:
    start = {
        "identity": 0.5,
        "trust_institutions": 0.5,
        "trust_neighbours": 0.5,
        "belief": 0.5,
        "stigma": 0.5,
        "panic": 0.3,
        **people,
    }
    return tiny_world(np.full(N // 3, 3), ties=RING, people=start)


def lived(w: World, **experience: float) -> World:
    for name, value in experience.items():
        getattr(w.experience, name)[:] = value
    return w


def moved(rule: Mechanism, w: World, column: str, days: int = 1) -> float:
    built(w, rule)
    before = getattr(w.people, column).mean()
    for _ in range(days):
        adapt_once(w, rule)
    return float(getattr(w.people, column).mean() - before)


def service(rule: Mechanism) -> float:
    return moved(rule, lived(world(), in_time=2.0), "trust_institutions")


def aid(rule: Mechanism) -> float:
    return moved(rule, lived(world(), helped=2.0), "trust_neighbours")


def activity(rule: Mechanism) -> float:
    return moved(rule, lived(world(), gave=2.0), "identity")


def taking_part(rule: Mechanism) -> float:
    return moved(rule, world(participation=1.0), "identity")


def unmet(rule: Mechanism) -> float:
    return moved(rule, lived(world(), unmet=1.0), "panic")


def weakness(rule: Mechanism) -> float:
    """How much more panic rises with weak identification than with strong."""
    weak, strong = (lived(world(identity=x), unmet=1.0) for x in (0.1, 0.9))
    return moved(rule, weak, "panic") - moved(rule, strong, "panic")


def wear(rule: Mechanism) -> float:
    w = world()
    built(w, rule)
    writable(w.people.panic)[:] = 0.9
    adapt_once(w, rule)
    return float(0.5 - w.people.trust_institutions.mean())


def hoarding(rule: Mechanism) -> float:
    w = world()
    built(w, rule)
    writable(w.people.panic)[:] = 0.9
    told = rule.demand(w)
    return float(told[0].by_household.mean()) if told else 0.0  # type: ignore[union-attr]


def joiners(rule: Mechanism, few: dict[str, object], many: dict[str, object]) -> float:
    """How many more take part at `many` than at `few`, over a month."""
    rule = replace(rule, threshold_high=4.0)  # type: ignore[call-arg]
    counts = []
    for start in (few, many):
        w = world(**start)
        moved(rule, w, "participation", 30)
        counts.append(w.people.participation.sum())
    return float(counts[1] - counts[0])


def from_identity(rule: Mechanism) -> float:
    return joiners(rule, {"identity": 0.1}, {"identity": 0.9})


def takers(rule: Mechanism, strain: float, peers: float) -> float:
    """How many want to take part at their next review, whatever they do now."""
    rule = replace(rule, threshold_high=4.0, review_rate=1.0, strain_down=0.0)  # type: ignore[call-arg]
    w = world(participation=peers)
    built(w, rule)
    writable(w.own[rule.label]["strain"])[:] = strain
    adapt_once(w, rule)
    return float(w.people.participation.sum())


def from_peers(rule: Mechanism) -> float:
    """Who wants to for the peers who all take part."""
    return takers(rule, 0.0, 1.0) - takers(rule, 0.0, 0.0)


def from_strain(rule: Mechanism) -> float:
    return takers(rule, 0.0, 0.0) - takers(rule, 1.0, 0.0)


def from_reward(rule: Mechanism) -> float:
    rule = replace(rule, crowding="none")  # type: ignore[call-arg]
    return joiners(rule, {"points": 0.0}, {"points": 1e4})


def openness(rule: Mechanism) -> float:
    gains = []
    for trust in (0.1, 0.9):
        w = world(trust_institutions=trust)
        w.messages["guidance"] = np.ones(N)
        gains.append(moved(rule, w, "belief"))
    return gains[1] - gains[0]


def kept(rule: Mechanism, few: dict[str, object], many: dict[str, object], need: float) -> float:
    """How much contacts fall between two states of people."""
    factors = []
    for start, severity in ((few, 0.0), (many, need)):
        w = lived(world(**start), unmet=severity)
        w.conditions.mobility[:] = 0.2
        (contact,) = rule.meet(w)
        factors.append(np.mean(contact.people))  # type: ignore[union-attr]
    return float(factors[0] - factors[1])


def tired(rule: Mechanism) -> float:
    w = world()
    built(w, rule)
    w.t = w.begin + 1.0
    writable(w.bodies.fatigue)[:] = 0.2
    w.ledger.available[:], w.ledger.service[:] = 8.0, 8.0
    adapt_once(w, replace(rule, heal=0.0))  # type: ignore[call-arg]
    return float(w.bodies.fatigue.mean() - 0.2)


def told(rule: Mechanism, column: str, **sent: float) -> float:
    """How a column moves when everybody is told something once."""
    w = world()
    w.messages.update({kind: np.full(N, reach) for kind, reach in sent.items()})
    return moved(rule, w, column)


def together(rule: Mechanism) -> float:
    w = world()
    w.gatherings = (c.Gathering(t=0.0, table=np.zeros(N, np.int64)),)
    return moved(rule, w, "identity")


def across(rule: Mechanism) -> float:
    """How far bridging moves when both groups sit at one table."""
    w = world(newcomer=np.arange(N) % 2 == 0)
    built(w, rule)
    w.gatherings = (c.Gathering(t=0.0, table=np.zeros(N, np.int64)),)
    adapt_once(w, rule)
    return float(w.own[rule.label]["bridging"][0]) - 0.5


def drive(rule: Mechanism, credit: float = 0.0, **sent: float) -> float:
    w = world()
    built(w, rule)
    w.messages.update({kind: np.full(N, reach) for kind, reach in sent.items()})
    if credit:
        w.purses = {"bank": {"hours": Purse(np.full(N, credit), np.zeros(1), -N * credit)}}
    adapt_once(w, rule)
    return float(w.own[rule.label]["drive"].mean())


def drawn_together(rule: Mechanism) -> float:
    w = world(identity=np.linspace(0.2, 0.8, N))
    w.messages["norms"] = np.ones(N)
    built(w, rule)
    before = w.people.identity.std()
    adapt_once(w, rule)
    return float(before - w.people.identity.std())


def held(rule: Mechanism) -> float:
    """How far the anchor follows what is felt now."""
    w = world()
    built(w, Identification())
    writable(w.people.identity)[:] = 0.9
    w.messages["memory"] = np.ones(N)
    built(w, rule)
    given = [one for one in rule.adapt(w) if isinstance(one, c.Anchored)]
    return float(sum(one.delta.mean() for one in given))


def idled(rule: Mechanism) -> float:
    """Speed lost by a body whose work of a day was done by others."""
    w = world()
    built(w, rule)
    w.messages["taken_over"] = np.full(len(w.bodies), 8.0)
    adapt_once(w, rule)
    told = rule.staff(w)
    return 1.0 - float(told[0].bodies.mean()) if told else 0.0  # type: ignore[union-attr]


def alarmed(rule: Mechanism) -> float:
    """Panic of who heard a rumour yesterday."""
    w = world(panic=0.5)
    heard(w)
    return moved(rule, w, "panic")


def edge(rule: Mechanism) -> float:
    """How much more panic a rumour raises in who believes little."""
    gains = []
    for belief in (0.1, 0.9):
        w = world(belief=belief)
        heard(w)
        gains.append(moved(rule, w, "panic"))
    return gains[0] - gains[1]


def set_right(rule: Mechanism) -> float:
    """How many more believe a correction who trust than who do not."""
    counts = []
    for trust in (0.1, 0.9):
        w = world(trust_institutions=trust)
        heard(w)
        built(w, rule)
        w.messages["correction"] = np.full(N, 2.0)
        adapt_once(w, rule)
        counts.append(w.own["hearsay"]["corrected"].mean())
    return float(counts[1] - counts[0])


def heard(w: World) -> None:
    told = {"rumour": np.ones(N, np.int8), "heard_at": np.zeros(N)}
    w.own = {**w.own, "rumour": told}
    w.t = 1.0


def bought(rule: Mechanism, alarm: float, panic: float) -> float:
    rule = replace(rule, appetite=1.0)  # type: ignore[call-arg]
    w = world(panic=0.0)
    built(w, rule)
    w.own = {**w.own, "hearsay": {"alarm": np.full(N, alarm)}}
    writable(w.people.panic)[:] = panic
    return float(rule.wanted(w).mean())  # type: ignore[attr-defined]


def drawn_in(rule: Mechanism) -> float:
    """Rate of disputes around an unresolved one, less what it keeps away."""
    rule = replace(rule, draws_in=0.1)  # type: ignore[call-arg]
    homes = N // 3
    w = tiny_world(np.full(homes, 3), help_ties=[(i, i + 1) for i in range(homes - 1)])
    built(w, rule)
    w.open_needs = np.where(np.arange(homes) == 5, 1 << NEEDS.index("mediation"), 0).astype("u4")
    for _ in range(9):
        adapt_once(w, rule)
    more = sum(one.by_household.sum() for one in rule.strike(w))  # type: ignore[union-attr]
    less = sum(one.by_household.sum() for one in rule.demand(w))  # type: ignore[union-attr]
    return float(more - less)


def hidden(rule: Mechanism) -> float:
    w = world(stigma=0.5)
    return float(1.0 - built(w, replace(rule, hides=0.5))["shown"].mean())  # type: ignore[call-arg]


PROBES: dict[tuple[str, str], Callable[[Mechanism], float]] = {
    ("trust", "service_to_trust"): service,
    ("trust", "help_to_trust"): aid,
    ("identification", "activity_to_identity"): activity,
    ("identification", "participation_to_identity"): taking_part,
    ("panic", "unmet_to_panic"): unmet,
    ("panic", "identity_to_panic"): weakness,
    ("panic", "panic_to_trust"): wear,
    ("panic", "panic_to_demand"): hoarding,
    ("participation", "identity_to_participation"): from_identity,
    ("participation", "peers_to_participation"): from_peers,
    ("participation", "strain_to_participation"): from_strain,
    ("participation", "reward_to_participation"): from_reward,
    ("belief", "trust_to_belief"): openness,
    ("compliance", "trust_to_compliance"): lambda r: kept(
        r, {"trust_institutions": 0.1}, {"trust_institutions": 0.9}, 0.0
    ),
    ("compliance", "belief_to_compliance"): lambda r: kept(
        r, {"belief": 0.1}, {"belief": 0.9}, 0.0
    ),
    ("compliance", "unmet_to_compliance"): lambda r: -kept(r, {}, {}, 1.0),
    ("fatigue", "overload_to_fatigue"): tired,
    ("hearsay", "rumour_to_panic"): alarmed,
    ("hearsay", "belief_to_hearsay"): edge,
    ("hearsay", "trust_to_correction"): set_right,
    ("shops", "rumour_to_buying"): lambda r: bought(r, 0.5, 0.0),
    ("shops", "panic_to_buying"): lambda r: bought(r, 0.0, 0.5),
    ("quarrels", "dispute_to_dispute"): drawn_in,
    ("hiding", "blame_to_hiding"): hidden,
    ("gatherings", "gathering_to_identity"): together,
    ("gatherings", "meeting_to_bridging"): across,
    ("initiative", "takeover_to_initiative"): idled,
    ("motivation", "honour_to_participation"): lambda r: drive(r, honour=1.0),
    ("motivation", "obligation_to_participation"): lambda r: -drive(r, obliged=1.0),
    ("motivation", "credit_to_participation"): lambda r: drive(r, credit=10.0),
    ("motivation", "blame_to_stigma"): lambda r: told(r, "stigma", blame=1.0),
    ("norms", "norms_to_consensus"): drawn_together,
    ("norms", "memory_to_permanence"): held,
    ("promises", "promise_to_trust"): lambda r: told(r, "trust_institutions", promise_kept=1.0),
    ("promises", "account_to_trust"): lambda r: told(r, "trust_institutions", good_account=1.0),
}
RULES = {cls.name(): cls for cls in (getattr(society, name) for name in society.__all__)}
LINKS = [(n, k) for n, cls in RULES.items() for k, (_, d) in parameters(cls).items() if d.link]


@pytest.mark.parametrize(("rule", "link"), LINKS, ids=[".".join(x) for x in LINKS])
def test_a_link_works_stops_and_turns(rule: str, link: str) -> None:
    probe = PROBES[rule, link]
    on, off, turned = (probe(RULES[rule](**{link: sign})) for sign in (1, 0, -1))
    assert on > 1e-4
    assert off == pytest.approx(0.0, abs=1e-12)
    assert turned < -1e-4


def test_every_probe_belongs_to_a_link() -> None:
    assert set(PROBES) == set(LINKS)
