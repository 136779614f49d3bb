"""Hand-offs, escalation, and who acts where two are accountable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.response.shapes import SHAPES, shape_index
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Routing(Mechanism):
    """A desk holds what it is accountable for; else it looks into the case and hands it on.

    It goes to the desk believed accountable; a desk that saw it sends it elsewhere; an informal
    tie may refuse; after some hops, or at a known gap, it escalates. Two accountable bodies
    each decide once a review whether to act: the volunteer's dilemma.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Routing"
    zh: ClassVar[str] = "流转"
    sources: ClassVar[tuple[str, ...]] = ("diekmann1985",)

    triage_hours: float = param(
        0.03, en="hours a desk needs to look into a case that is not its own", zh="甄别工时",
        unit="h", low=0.0, high=24.0, why="a call or a message passed on takes about two minutes",
    )  # fmt: skip
    hand_off_days: float = param(
        0.1, en="time of a hand-off", zh="转办时间", unit="d", low=0.0, high=100.0
    )
    escalation_days: float = param(
        1.0, en="time of an escalation by one level", zh="上报时间", unit="d", low=0.0, high=100.0
    )
    distribution: str = param(
        "exponential", en="distribution of both", zh="时间分布", choices=SHAPES
    )
    max_hops: int = param(
        4, en="hand-offs before a case is escalated", zh="上报前转办次数", unit="hops",
        low=0, high=30,
    )  # fmt: skip
    refusal: float = param(
        0.3, en="chance that an informal hand-off is refused", zh="非正式转办被拒概率",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    review_days: float = param(
        1.0, en="interval at which bodies of an overlap decide", zh="重叠责任复核间隔", unit="d",
        low=0.01, high=100.0,
    )  # fmt: skip
    cost_to_benefit: float = param(
        0.2, en="cost of acting relative to its benefit, in an overlap", zh="行动成本收益比",
        unit="ratio", low=0.0, high=1.0, source="diekmann1985",
    )  # fmt: skip
    report_hours: float = param(
        0.25, en="a resident's own time for one report", zh="居民每次上报用时", unit="h",
        low=0.0, high=24.0,
    )  # fmt: skip
    hop_hours: float = param(
        0.5, en="a resident's own time for one hand-off of the case", zh="居民每次被转办用时",
        unit="h", low=0.0, high=24.0,
    )  # fmt: skip

    blind_buying: bool = param(
        False, en="bodies of an overlap that cannot see each other's records both buy for the case",
        zh="数据不通的重叠责任方各自采购", choices=(False, True), later=True,
        why="off unless a scenario says so; then an overlap costs goods as well as hours",
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The rule of routing."""
        return (
            c.RouteRule(
                triage_hours=self.triage_hours,
                hand_off_days=self.hand_off_days,
                escalation_days=self.escalation_days,
                shape=shape_index(self.distribution),
                max_hops=self.max_hops,
                refusal=self.refusal,
                review_days=self.review_days,
                cost_to_benefit=self.cost_to_benefit,
                report_hours=self.report_hours,
                hop_hours=self.hop_hours,
                blind_buying=self.blind_buying,
            ),
        )
