"""Laying out the engine's arrays from tables, rules and luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies, Households, Offers, Responsibility
from resilience_sim.contributions import LapseRule, RouteRule, ServiceRule, SupplyRule
from resilience_sim.engine import watch
from resilience_sim.engine.state import (
    BODY,
    CANDIDATE_ROW,
    CELL,
    GLOBAL,
    HOUSEHOLD,
    NEED,
    OFFER,
    STORE,
    STREAM,
    STREAM_NAMES,
    K,
    N,
    R,
)
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import N_OF_HOMES, OF_UNIT

Array = NDArray[Any]
NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that stand for a whole run."""

    service: ServiceRule
    lapse: LapseRule
    route: RouteRule
    supply: SupplyRule
    ceiling: Array


def homes_rows(households: Households, community_keys: Array) -> Array:
    """Households as the engine keeps them."""
    home = np.zeros(len(households), HOUSEHOLD)
    home["community_key"] = community_keys[households.community]
    home["key"] = households.key
    home["building"] = households.building
    home["community"] = households.community
    home["rate_class"] = households.vulnerable
    home["silent"] = households.silent
    return home


def candidates_rows(home: Array, luck: Luck, begin: float) -> tuple[Array, Array]:
    """First candidates of every stream, each stream a heap (a sorted run is one).

    Without units there are the needs and the classes of households alone: the loop looks at all
    streams after every candidate.
    """
    units = bool((home["rate_class"] == OF_UNIT).any())
    shape = (N, K) if units else (N_OF_HOMES, OF_UNIT)
    rows = np.zeros((shape[0], len(home)), CANDIDATE_ROW)
    streams = np.zeros(shape, STREAM)
    stream = luck.stream("engine", "demand")
    times = np.empty(len(home))
    members = [np.flatnonzero(home["rate_class"] == k) for k in range(K)]
    keys = (np.ascontiguousarray(home["community_key"]), np.ascontiguousarray(home["key"]))
    n_homes = len(home) - len(members[OF_UNIT])
    for need in range(shape[0]):
        of_units = need >= N_OF_HOMES  # households have none of these
        first = n_homes if of_units else 0
        watch.first_candidates(stream, keys[0][first:], keys[1][first:], need, times[first:])
        at = 0
        for k in range(OF_UNIT if of_units else 0, shape[1]):
            who = members[k][np.lexsort((members[k], times[members[k]]))]
            end = at + len(who)
            rows["household"][need, at:end] = who
            rows["time"][need, at:end] = times[who]
            streams[need, k]["first"] = at
            streams[need, k]["end"] = end
            at = end
    streams["anchor"] = begin
    streams["at"] = NEVER
    return rows, streams


def stream_shares(
    arrays: dict[str, Array], rate: Array, unstocked: Array, aimed: Array | None
) -> Array:
    """Set the highest rate of every stream, and the share of it with an empty store.

    The share that holds with a full store is given back; all (N, 2), for classes of households.
    """
    at_home = rate + unstocked
    full = at_home.copy()
    if aimed is not None:
        for k in range(2):
            members = arrays["home"]["rate_class"][: aimed.shape[1]] == k
            full[:, k] += aimed[:, members].max(axis=1, initial=0.0)
    some = np.where(full > 0.0, full, 1.0)
    of_homes = arrays["stream"][:, :OF_UNIT]
    of_homes["full"] = full[: len(of_homes)]
    of_homes["low"] = np.where(full > 0.0, at_home / some, 0.0)[: len(of_homes)]
    return np.where(full > 0.0, rate / some, 0.0)


def stores_rows(households: Households, n_units: int, begin: float) -> Array:
    """Stores of households; units have none."""
    store = np.zeros(len(households) + n_units, STORE)
    store["left"][: len(households), 0] = households.store_food
    store["left"][: len(households), 1] = households.store_medicine
    store["at"] = begin
    return store


def bodies_rows(bodies: Bodies, responsibility: Responsibility, begin: float) -> Array:
    """Bodies, with the hour of the day at which each gets its deliveries."""
    body = np.zeros(len(bodies), BODY)
    for name in (
        "posts",
        "parent",
        "community",
        "first_building",
        "end_building",
        "authority",
        "skills",
        "key",
        "stock",
        "capacity",
    ):
        body[name] = getattr(bodies, name)
    body["belief_start"] = responsibility.belief_start[: len(bodies)]
    body["formality"] = responsibility.formality
    body["anchor"] = begin
    body["party"] = -1
    body["head"] = -1
    body["tail"] = -1
    # deliveries come once a day, at an hour of the day that the key of the body fixes
    hour = (bodies.key.astype(np.uint64) * np.uint64(2654435761) % np.uint64(2**32)) / 2.0**32
    body["delivery_at"] = np.where(bodies.capacity.sum(axis=1) > 0, np.floor(begin) + hour, NEVER)
    body["delivery_at"][body["delivery_at"] < begin] += 1.0
    return body


def needs_rows(rules: Rules) -> Array:
    """Needs, from the rules of service and patience."""
    need = np.zeros(N, NEED)
    need["work"] = rules.service.work
    need["success"] = rules.service.success
    need["due"] = rules.service.due
    need["severity"] = rules.service.severity
    need["bundle"] = rules.service.bundle
    need["patience"] = rules.lapse.patience
    need["lapse_sigma"] = rules.lapse.sigma
    need["ceiling"] = rules.ceiling
    need["store"] = -1
    need["store"][:2] = (0, 1)
    need["restock"][:2] = rules.service.restock
    return need


def cells_rows(responsibility: Responsibility, natural: Array) -> Array:
    """Accountability by need and building."""
    cell = np.zeros(natural.shape, CELL)
    cell["first"] = responsibility.first
    cell["second"] = responsibility.second
    cell["natural"] = natural
    cell["empowered"] = responsibility.empowered
    return cell


def offers_rows(offers: Offers, begin: float) -> Array:
    """Standing offers; nothing is owed yet."""
    offer = np.zeros(len(offers.holder), OFFER)
    offer["holder"] = offers.holder
    offer["reserve"] = offers.reserve
    offer["delay"] = offers.delay
    offer["credit_at"] = begin
    return offer


def offer_codes(start: Array, holder: Array, n_bodies: int) -> Array:
    """One number for each (asker, resource, holder) of a table of offers, int64."""
    per_row = np.asarray(np.diff(start.astype(np.int64)), np.int64)
    return np.asarray(np.repeat(np.arange(len(per_row)), per_row) * n_bodies + holder)


def askers_rows(offers: Offers, n_bodies: int) -> tuple[Array, Array]:
    """For each holder, the bodies that may draw on it."""
    per_row = np.asarray(np.diff(offers.start.astype(np.int64)), np.int64)
    asker = np.repeat(np.arange(len(per_row)) // R, per_row)
    pairs = np.unique(np.stack([offers.holder.astype(np.int64), asker], axis=1), axis=0)
    start = np.searchsorted(pairs[:, 0], np.arange(n_bodies + 1)).astype(np.int64)
    return start, pairs[:, 1].astype(np.int32)


def desks_rows(bodies: Bodies, n_communities: int) -> tuple[Array, Array]:
    """For each community, the bodies that a case may be handed to: those that decide on needs."""
    start = np.zeros(n_communities + 1, np.int64)
    parts: list[Array] = []
    for c in range(n_communities):
        rows = np.flatnonzero((bodies.community == c) & (bodies.authority != 0))
        parts.append(rows)
        start[c + 1] = start[c] + len(rows)
    desk = np.concatenate(parts) if parts else np.zeros(0)
    return start, desk.astype(np.int32)


def global_row(rules: Rules, luck: Luck, begin: float) -> Array:
    """Streams of luck and scalar rules."""
    g = np.zeros(1, GLOBAL)
    for name in STREAM_NAMES:
        g[name] = luck.stream("engine", name)
    route, supply = rules.route, rules.supply
    g["t"] = begin
    g["free"] = -1
    g["free_order"] = -1
    g["service_shape"], g["service_sigma"] = rules.service.shape, rules.service.sigma
    g["lapse_shape"] = rules.lapse.shape
    g["burden_days"] = rules.lapse.burden_days
    g["route_shape"] = route.shape
    g["triage_hours"] = route.triage_hours
    g["hand_off_days"], g["escalation_days"] = route.hand_off_days, route.escalation_days
    g["max_hops"], g["refusal"] = route.max_hops, route.refusal
    g["review_days"] = route.review_days
    # two bodies: each acts with 1 - (c/b)^(1/(n-1)), n = 2
    g["act_chance"] = 1.0 - route.cost_to_benefit
    g["effort"] = 1.0
    g["lead_days"] = supply.lead_days
    g["credit_lots"], g["credit_days"] = supply.credit_lots, supply.credit_days
    g["giving_days"] = supply.giving_review_days
    g["blind"] = route.blind_buying
    g["lot_days"] = rules.service.restock
    return g


def doubled(array: Array) -> Array:
    """The same array with as many empty rows after it."""
    more = np.zeros(2 * len(array), array.dtype)
    more[: len(array)] = array
    return more
