"""The course of a disease in a person and in its household: what an epidemic declares of it."""

from __future__ import annotations

from dataclasses import dataclass

from resilience_sim.mechanism import ByNeed, Mechanism, param

SHAPES = ("exponential", "lognormal", "constant")


@dataclass(frozen=True, kw_only=True)
class Disease(Mechanism):
    """Durations, attack rates at home, susceptibility, and how cases are found and isolated."""

    household_attack: float = param(
        0.427,
        en="household secondary attack rate",
        zh="家庭续发率",
        unit="share",
        low=0.0,
        high=0.999,
        neutral=0.0,
        source="madewell2022",
        grade="measured",
    )
    shape: str = param(
        "lognormal",
        en="distribution of durations",
        zh="病程时长分布",
        choices=SHAPES,
        source="covasim",
    )
    latent_days: float = param(
        1.4,
        en="latent period",
        zh="潜隐期",
        unit="d",
        low=0.0,
        high=20.0,
        source="xu2023",
        why="with the days before symptoms it sums to an incubation of 3.49 d",
    )
    latent_sd: float = param(
        0.7, en="its standard deviation", zh="潜隐期标准差", unit="d", low=0.0, high=20.0
    )
    presymptomatic_days: float = param(
        2.09,
        en="infectious days before symptoms",
        zh="症状前传染期",
        unit="d",
        low=0.0,
        high=20.0,
        source="xu2023",
    )
    presymptomatic_sd: float = param(
        1.0, en="its standard deviation", zh="症状前传染期标准差", unit="d", low=0.0, high=20.0
    )
    ill_days: float = param(
        4.0,
        en="days ill and infectious",
        zh="发病传染期",
        unit="d",
        low=0.0,
        high=40.0,
        source="covasim",
        why="half the ancestral 8.0 d: the generation realised under isolation is 2.99 d",
    )
    ill_sd: float = param(
        2.0,
        en="its standard deviation",
        zh="发病期标准差",
        unit="d",
        low=0.0,
        high=20.0,
        source="covasim",
    )
    asymptomatic: float = param(
        0.324,
        en="share without symptoms",
        zh="无症状比例",
        unit="share",
        low=0.0,
        high=1.0,
        source="shang2022",
        grade="measured",
    )
    asymptomatic_infectiousness: float = param(
        0.6,
        en="infectiousness without symptoms relative to with",
        zh="无症状者相对传染力",
        unit="ratio",
        low=0.0,
        high=1.0,
    )
    child_susceptibility: float = param(
        0.34,
        en="susceptibility at 0-14 years relative to 15-64",
        zh="儿童相对易感性",
        unit="ratio",
        low=0.0,
        high=5.0,
        neutral=1.0,
        source="zhang2020",
        grade="measured",
    )
    elder_susceptibility: float = param(
        1.47,
        en="susceptibility at 65 and over relative to 15-64",
        zh="老年人相对易感性",
        unit="ratio",
        low=0.0,
        high=5.0,
        neutral=1.0,
        source="zhang2020",
        grade="measured",
    )
    found_ill: float = param(
        0.8,
        en="chance that a case with symptoms is found and isolated",
        zh="有症状者发现率",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    found_well: float = param(
        0.5,
        en="chance that a case without symptoms is found and isolated",
        zh="无症状者发现率",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    finding_days: float = param(
        1.0,
        en="mean days from symptoms (or infectiousness) to isolation",
        zh="发现隔离时滞",
        unit="d",
        low=0.0,
        high=20.0,
    )
    quarantine_days: float = param(
        7.0,
        en="quarantine of the household of a found case",
        zh="密接隔离天数",
        unit="d",
        low=0.0,
        high=30.0,
        neutral=0.0,
        grade="official",
        source="nhc2022",
        why="14 d by the eighth protocol until March, 7 and 7 d by the ninth from June 2022",
    )
    isolated_at_home: float = param(
        0.3,
        en="transmission at home left once a case is isolated",
        zh="隔离后家庭传播残余",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=1.0,
        why="most found cases were taken to wards or shelter hospitals within a day or two",
    )
    needs_of_ill: ByNeed = param(
        ByNeed(0.0, medicine=2.0, medical=6.0, care=1.0),
        en="rise of the need rate per ill member",
        zh="患者需求增量",
        unit="ratio",
        low=0.0,
        high=100.0,
        neutral=ByNeed(0.0),
    )
