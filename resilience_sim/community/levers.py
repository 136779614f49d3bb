"""The levers: what 0, 1 and today mean, and why today has its value."""

from __future__ import annotations

from dataclasses import dataclass

from resilience_sim.mechanism import param, parameters

__all__ = ["LEVER_MEANINGS", "LeverMeaning", "Levers", "lever_names"]


@dataclass(frozen=True, kw_only=True)
class Levers:
    """Initial structure, each lever from 0 to 1; a higher value only ever adds."""

    clarity: float = param(
        0.5,
        en="Responsibility clarity",
        zh="权责明晰",
        low=0,
        high=1,
        why="no survey counts gaps and overlaps; 12345 figures say that most calls reach "
        "somebody and many more than once: the middle, swept from 0 to 1",
    )
    sharing: float = param(
        0.4,
        en="Resource sharing",
        zh="资源共享",
        low=0,
        high=1,
        why="agreements exist on paper more often than they are drawn on: below the middle, swept",
    )
    identity: float = param(
        0.5,
        en="Cultural identity",
        zh="文化认同",
        low=0,
        high=1,
        why="scales of community identification centre a little above their middle; swept",
    )
    bridging: float = param(
        0.5,
        en="Bridging between locals and newcomers",
        zh="跨群体联结",
        low=0,
        high=1,
        why="the reference: tie weights as generated",
    )
    concept: float = param(
        0.5,
        en="Scientific concept (belief in guidance, little blame)",
        zh="理念科学",
        low=0,
        high=1,
        why="no measurement of the seed's concept is known: the middle, swept",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverMeaning:
    """What the ends and today's value of a lever mean physically, in both languages."""

    zero_en: str
    zero_zh: str
    one_en: str
    one_zh: str
    today_en: str
    today_zh: str


LEVER_MEANINGS: dict[str, LeverMeaning] = {
    "clarity": LeverMeaning(
        zero_en="a quarter of (need, building) cells has nobody accountable, three in ten have "
        "two bodies, a quarter of those accountable lack authority, and about half of the desks "
        "know whom to hand a case to",
        zero_zh="四分之一的（需求、楼栋）单元无人负责，三成有两个责任方，"
        "四分之一有责无权，约半数窗口知道该转给谁",
        one_en="every cell has one accountable body with the authority it takes, and every desk "
        "knows it",
        one_zh="每个单元有且只有一个有权的责任方，所有窗口都知道",
        today_en="half of the gaps, overlaps and missing powers of 0 remain",
        today_zh="空白、重叠和权力缺失为0时的一半",
    ),
    "sharing": LeverMeaning(
        zero_en="no holder lets another body draw on its stock; records match only by chance",
        zero_zh="没有机构让他方动用库存；数据格式各异",
        one_en="every holder lets the bodies of its community draw on what it has above a fifth "
        "of its normal stock, and all records match",
        one_zh="所有机构向本社区开放正常库存五分之一以上的部分，数据格式统一",
        today_en="four holders in ten are open, above a reserve of more than half",
        today_zh="四成机构开放，保留一半以上",
    ),
    "identity": LeverMeaning(
        zero_en="nobody identifies with the community",
        zero_zh="无人认同社区",
        one_en="everybody identifies with it fully",
        one_zh="人人完全认同社区",
        today_en="mean identification .5 with a standard deviation of .2 between persons",
        today_zh="平均认同0.5，个体间标准差0.2",
    ),
    "bridging": LeverMeaning(
        zero_en="no tie weight crosses between locals and newcomers",
        zero_zh="本地人与流动人口之间没有联结权重",
        one_en="nearly twice today's share of tie weight crosses, at the same total weight",
        one_zh="跨群体权重接近现状的两倍，总权重不变",
        today_en="the share that homophily and neighbourhood give when the community is built",
        today_zh="生成社区时由同质性和邻里关系给出的比例",
    ),
    "concept": LeverMeaning(
        zero_en="belief in trusted guidance is low (mean .1) and fear of blame high (mean .5)",
        zero_zh="对可信指引的信任低（均值0.1），怕受指责的程度高（均值0.5）",
        one_en="belief in trusted guidance is high (mean .9) and nobody fears blame",
        one_zh="对可信指引的信任高（均值0.9），无人怕受指责",
        today_en="belief .5 and fear of blame .25 on average",
        today_zh="信任0.5，怕受指责0.25",
    ),
}


def lever_names() -> tuple[str, ...]:
    """Names of the levers, in order."""
    return tuple(parameters(Levers))
