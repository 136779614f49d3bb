"""Who takes part: a decision by threshold, and the hours that participants give."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.society.draws import means_of_communities, person_uniforms
from resilience_sim.vocabulary import BODY_KINDS
from resilience_sim.world import World

Array = NDArray[Any]
COMMITTEE = BODY_KINDS.index("residents_committee")


@dataclass(frozen=True, kw_only=True)
class Participation(Mechanism):
    """A person takes part once its drive reaches its own threshold (Granovetter).

    Drive is a base, identification, the share of those it is tied to who take part, appeals
    heard and rewards, less strain. It is weighed against the threshold, drawn once a person, at
    a fixed review interval. Rewards may strengthen or displace what drives people from within.
    Participants give hours to the residents' committee; uncoordinated, they do less with them.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Taking part"
    zh: ClassVar[str] = "公众参与"
    sources: ClassVar[tuple[str, ...]] = ("granovetter1978", "cvsf2017", "centola2010")

    review_rate: float = param(
        1 / 7,
        en="reviews of the decision per day",
        zh="参与决定复核频率",
        unit="1/d",
        low=0.0,
        high=24.0,
        neutral=0.0,
    )
    threshold_low: float = param(
        0.0,
        en="lowest threshold",
        zh="最低门槛",
        unit="drive",
        low=-100.0,
        high=100.0,
    )
    threshold_high: float = param(
        13.0,
        en="highest threshold",
        zh="最高门槛",
        unit="drive",
        low=-100.0,
        high=100.0,
        why="with base and peers, about a tenth of (.5 + identification) takes part",
    )
    thresholds: tuple[float, ...] = param(
        (),
        en="thresholds by key of the person, in turn; empty: drawn uniformly",
        zh="给定门槛",
        unit="drive",
    )
    base: float = param(
        0.5,
        en="drive of everybody",
        zh="基础动力",
        unit="drive",
        low=-10.0,
        high=10.0,
    )
    from_identity: float = param(
        1.0,
        en="drive from identification",
        zh="认同动力",
        unit="drive",
        low=0.0,
        high=10.0,
    )
    from_peers: float = param(
        3.0,
        en="drive if all one is tied to take part",
        zh="同伴动力",
        unit="drive",
        low=0.0,
        high=10.0,
        source="granovetter1978",
    )
    from_appeal: float = param(
        0.5,
        en="drive from an appeal just heard",
        zh="号召动力",
        unit="drive",
        low=0.0,
        high=10.0,
    )
    appeal_days: float = param(
        7.0,
        en="time in which an appeal is forgotten",
        zh="号召遗忘时间",
        unit="d",
        low=0.1,
        high=365.0,
    )
    from_reward: float = param(
        0.5,
        en="drive from plenty of points",
        zh="奖励动力",
        unit="drive",
        low=0.0,
        high=10.0,
    )
    reward_half: float = param(
        20.0,
        en="points that give half of it",
        zh="半效积分",
        unit="points",
        low=0.1,
        high=1e6,
    )
    crowding: str = param(
        "in",
        en="rewards crowd inner motivation in, out or leave it",
        zh="奖励的挤入或挤出",
        choices=("in", "out", "none"),
    )
    crowding_size: float = param(
        0.3,
        en="share by which plenty of points changes inner motivation",
        zh="挤入挤出幅度",
        unit="share",
        low=0.0,
        high=1.0,
    )
    strain_up: float = param(
        0.02,
        en="strain gained per hour given",
        zh="每小时劳累增量",
        unit="1/h",
        low=0.0,
        high=1.0,
        source="zhang2021_burnout",
    )
    strain_down: float = param(
        0.05,
        en="rate at which strain heals",
        zh="劳累恢复速率",
        unit="1/d",
        low=0.0,
        high=10.0,
    )
    from_strain: float = param(
        2.0,
        en="drive lost at full strain",
        zh="劳累损失动力",
        unit="drive",
        low=0.0,
        high=10.0,
    )
    hours_a_day: float = param(
        0.5,
        en="hours a participant gives a day",
        zh="每日志愿时数",
        unit="h/d",
        low=0.0,
        high=8.0,
        neutral=0.0,
    )
    everyday: float = param(
        0.3,
        en="factor on hours in everyday life",
        zh="平时时数系数",
        unit="ratio",
        low=0.0,
        high=10.0,
        source="cvsf2017",
    )
    emergency: float = param(
        2.0,
        en="factor on hours while movement is restricted",
        zh="应急时数系数",
        unit="ratio",
        low=0.0,
        high=10.0,
    )
    uncoordinated: float = param(
        0.6,
        en="work done in an hour of an uncoordinated volunteer",
        zh="未经协调的志愿效率",
        unit="ratio",
        low=0.0,
        high=1.0,
    )
    registered: float = param(
        0.16,
        en="share registered as volunteers",
        zh="注册志愿者比例",
        unit="share",
        low=0.0,
        high=1.0,
        source="cvsf2017",
        why="registration has grown since the 4.4 % of 2017; who takes part is counted in too",
    )
    identity_to_participation: int = param(
        1,
        en="sign: identification raises taking part",
        zh="认同提高参与（1 为如此）",
        link=True,
    )
    peers_to_participation: int = param(
        1,
        en="sign: peers who take part raise taking part",
        zh="同伴提高参与（1 为如此）",
        link=True,
    )
    strain_to_participation: int = param(
        1,
        en="sign: strain lowers taking part",
        zh="劳累降低参与（1 为如此）",
        link=True,
    )
    reward_to_participation: int = param(
        1,
        en="sign: rewards raise taking part",
        zh="奖励提高参与（1 为如此）",
        link=True,
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Thresholds, review times, strain, appeals heard, and who is registered."""
        n = len(world.people)
        if self.thresholds:
            threshold = np.asarray(self.thresholds)[world.people.key % len(self.thresholds)]
        else:
            drawn = person_uniforms(world, self.label, "threshold")
            threshold = self.threshold_low + (self.threshold_high - self.threshold_low) * drawn
        return (
            c.OwnColumns(
                {
                    "threshold": threshold.astype(np.float64),
                    "phase": person_uniforms(world, self.label, "review"),
                    "strain": np.zeros(n),
                    "appeal": np.zeros(n),
                    "registered": person_uniforms(world, self.label, "registry") < self.registered,
                    "committee": _committees(world),
                }
            ),
        )

    @inputs("people", "absence", "conditions")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of those who take part, placed with the committee of their community."""
        given, by, whole = self._hours(world)
        if whole == 0.0:
            return ()
        bodies = np.zeros(len(world.bodies))
        at = world.own[self.label]["committee"]
        served = at >= 0
        np.add.at(bodies, at[served], by[served] * self.uncoordinated)
        if not served.all():
            given = np.where(served[world.households.community[world.people.household]], given, 0.0)
        return (c.Hours(bodies, given),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Decisions of those whose review falls in the time since last asked."""
        if self.review_rate == 0.0:
            return ()
        from resilience_sim.kernels.participation import decide

        own, people = world.own[self.label], world.people
        kept_columns: dict[str, Array] = {}
        appeal = own["appeal"]
        if "appeal" in world.messages or appeal.any():
            told = world.messages.get("appeal", 0.0)
            kept = appeal * math.exp(-world.span / self.appeal_days)
            appeal = kept_columns["appeal"] = np.maximum(kept, np.minimum(told, 1.0))
        strain, registered = own["strain"].copy(), own["registered"].copy()
        ties, delta = world.ties, np.empty(len(people))
        decide(
            ties.start,
            ties.index,
            ties.weight,
            people.participation,
            self._hours(world)[0],
            own["threshold"],
            own["phase"],
            self._drive(world, appeal),
            self.strain_up * world.span,
            math.exp(-self.strain_down * world.span),
            self.strain_to_participation * self.from_strain,
            self.peers_to_participation * self.from_peers,
            world.t * self.review_rate,
            (world.t - world.span) * self.review_rate,
            strain,
            registered,
            delta,
        )
        kept_columns |= {"strain": strain, "registered": registered}
        return (c.Movement("participation", delta), c.OwnColumns(kept_columns))

    def _hours(self, world: World) -> tuple[Array, Array, float]:
        """Hours a day each person gives now, (P,), by community, and of all."""
        from resilience_sim.kernels.people import give_hours

        people, communities = world.people, len(world.community_keys)
        restricted = means_of_communities(world, world.conditions.mobility) < 0.5
        given, by = np.empty(len(people)), np.zeros(communities)
        whole = give_hours(
            people.participation,
            people.hours,
            world.absent,
            people.household,
            world.households.community,
            self.hours_a_day * np.where(restricted, self.emergency, self.everyday),
            given,
            by,
        )
        return given, by, whole

    def _drive(self, world: World, appeal: Array) -> Array:
        """Drive but for strain and peers, (P,)."""
        people = world.people
        drive = self.base + self.from_identity * (
            0.5 + self.identity_to_participation * (people.identity - 0.5)
        )
        if people.points.any():
            reward = people.points / (people.points + self.reward_half)
            side = {"in": 1.0, "out": -1.0, "none": 0.0}[self.crowding]
            drive *= 1.0 + side * self.crowding_size * reward
            drive += self.from_appeal * appeal
            drive += self.reward_to_participation * self.from_reward * reward
        else:
            drive += self.from_appeal * appeal
        for own in world.own.values():  # what other rules of society add, once they do
            if "drive" in own and own["felt"][0]:
                drive += own["drive"]
        return np.asarray(drive)


def _committees(world: World) -> Array:
    """The residents' committee of each community, -1 where there is none."""
    found = np.full(len(world.community_keys), -1)
    for row in np.flatnonzero(world.bodies.kind == COMMITTEE)[::-1]:
        if world.bodies.community[row] >= 0:
            found[world.bodies.community[row]] = row
    return found
