"""Honours, blame, obligations and credits: what they do to the wish to take part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import repeated
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Motivation(Mechanism):
    """Drive to take part from honours and credits, less what obligation takes from it.

    An honour is remembered for a while. Who is obliged loses drive from within in proportion
    to the share of days obliged lately (要我服务). Hours credited in a time bank drive like
    points do: half of it at `credit_half`; owed hours drive nobody. Public blame raises the
    fear of blame. `participation` adds this drive to its own.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Honours, obligations and credits"
    zh: ClassVar[str] = "荣誉、义务与时间积分"
    sources: ClassVar[tuple[str, ...]] = ("kong_lists", "grassroots_forms")

    from_honour: float = param(
        1.0, en="drive from an honour just given", zh="荣誉动力", unit="drive", low=0.0,
        high=10.0, neutral=0.0,
    )  # fmt: skip
    honour_days: float = param(
        60.0, en="time in which an honour fades", zh="荣誉消退时间", unit="d", low=0.1, high=3650.0
    )
    from_obligation: float = param(
        1.0, en="drive lost if obliged every day", zh="义务损失动力", unit="drive", low=0.0,
        high=10.0, neutral=0.0, why="work one has to do is done for that reason alone",
    )  # fmt: skip
    obligation_days: float = param(
        30.0, en="time over which obligation is felt", zh="义务感受时间", unit="d", low=0.1,
        high=3650.0,
    )  # fmt: skip
    from_credit: float = param(
        0.5, en="drive from plenty of hours credited", zh="时间积分动力", unit="drive", low=0.0,
        high=10.0, neutral=0.0,
    )  # fmt: skip
    credit_half: float = param(
        10.0, en="hours credited that give half of it", zh="半效时间积分", unit="h", low=0.1,
        high=1e6,
    )  # fmt: skip
    shame: float = param(
        0.05, en="share of what is missing by which public blame raises fear of blame",
        zh="公开批评对怕受指责的增量", unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    lasting: float = param(
        0.5, en="share of that fear that moves the anchor", zh="持久份额", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    honour_to_participation: int = param(
        1, en="sign: honours raise taking part", zh="荣誉提高参与（1 为如此）", link=True
    )
    obligation_to_participation: int = param(
        1, en="sign: being obliged lowers taking part", zh="义务降低参与（1 为如此）", link=True
    )
    credit_to_participation: int = param(
        1, en="sign: hours credited raise taking part", zh="时间积分提高参与（1 为如此）", link=True
    )
    blame_to_stigma: int = param(
        1, en="sign: public blame raises fear of blame", zh="公开批评增加怕受指责（1 为如此）",
        link=True,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """What is remembered of honours and obligations, and the drive it makes."""
        n = len(world.people)
        own = {name: np.zeros(n) for name in ("honoured", "obliged", "drive")}
        return (c.OwnColumns({**own, "felt": np.zeros(1)}),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """The drive of each person, and fear of blame."""
        own, sent = world.own[self.label], world.messages
        credits = [of["hours"].people for of in world.purses.values() if "hours" in of]
        news = "honour" in sent or "obliged" in sent or bool(credits)
        if not (news or own["felt"][0]):
            return self._shamed(world)
        none = np.zeros(len(world.people))
        honoured = own["honoured"] * math.exp(-world.span / self.honour_days)
        honoured = np.minimum(honoured + sent.get("honour", none), 1.0)
        share = sent.get("obliged", none) / world.span
        kept = math.exp(-world.span / self.obligation_days)
        obliged = np.minimum(own["obliged"] * kept + share * (1.0 - kept), 1.0)
        credit = np.maximum(sum(credits, none), 0.0)
        drive = self.honour_to_participation * self.from_honour * honoured
        drive = drive - self.obligation_to_participation * self.from_obligation * obliged
        drive = drive + self.credit_to_participation * self.from_credit * credit / (
            credit + self.credit_half
        )
        keep = {"honoured": honoured, "obliged": obliged, "drive": drive, "felt": np.ones(1)}
        return (c.OwnColumns(keep), *self._shamed(world))

    def _shamed(self, world: World) -> Sequence[c.Contribution]:
        blamed = world.messages.get("blame")
        if blamed is None or self.blame_to_stigma == 0:
            return ()
        x = world.people.stigma
        left = 1.0 - x if self.blame_to_stigma > 0 else x
        delta = self.blame_to_stigma * repeated(self.shame, blamed) * left
        return (c.Movement("stigma", delta), c.Anchored("stigma", self.lasting * delta))
