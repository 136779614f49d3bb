"""What bodies promised and what they show of their work moves trust in institutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import repeated
from resilience_sim.world import World

TRUST = "trust_institutions"


@dataclass(frozen=True, kw_only=True)
class Promises(Mechanism):
    """A promise kept raises trust in institutions; one broken cuts it by more.

    A good account that a person hears of (bodies show what they did, and it was in time)
    raises trust, a bad one cuts it. A share of each movement lasts.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Promises kept and broken"
    zh: ClassVar[str] = "承诺兑现与失信"
    sources: ClassVar[tuple[str, ...]] = ("slovic1993",)

    kept: float = param(
        0.03, en="share of missing trust gained per promise kept", zh="每次兑现的信任增量",
        unit="share", low=0.0, high=1.0, neutral=0.0, source="slovic1993",
        why="the source gives the sign: trust falls faster than it rises",
    )  # fmt: skip
    broken: float = param(
        0.08, en="share of trust lost per promise broken", zh="每次失信的信任损失",
        unit="share", low=0.0, high=1.0, neutral=0.0, source="slovic1993",
    )  # fmt: skip
    good_account: float = param(
        0.01, en="share of missing trust gained per good account heard", zh="公开好账的信任增量",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    bad_account: float = param(
        0.03, en="share of trust lost per bad account heard", zh="公开坏账的信任损失",
        unit="share", low=0.0, high=1.0, neutral=0.0, source="slovic1993",
    )  # fmt: skip
    lasting: float = param(
        0.5, en="share that moves the anchor", zh="持久份额", unit="share", low=0.0, high=1.0
    )
    promise_to_trust: int = param(
        1, en="sign: promises kept raise trust in institutions", zh="兑现提高机构信任（1 为如此）",
        link=True,
    )  # fmt: skip
    account_to_trust: int = param(
        1, en="sign: a good account raises trust in institutions",
        zh="公开好账提高机构信任（1 为如此）", link=True,
    )  # fmt: skip

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move trust by promises and accounts since last asked."""
        sent = world.messages
        if not sent:
            return ()
        trust = world.people.trust_institutions
        delta = np.zeros(len(trust))
        for sign, good, gain, bad, loss in (
            (self.promise_to_trust, "promise_kept", self.kept, "promise_broken", self.broken),
            (self.account_to_trust, "good_account", self.good_account, "bad_account",
             self.bad_account),
        ):  # fmt: skip
            if good in sent:
                delta += sign * repeated(gain, sent[good]) * (1.0 - trust)
            if bad in sent:
                delta -= sign * repeated(loss, sent[bad]) * trust
        if not delta.any():
            return ()
        delta = np.clip(delta, -trust, 1.0 - trust)
        return (c.Movement(TRUST, delta), c.Anchored(TRUST, self.lasting * delta))
