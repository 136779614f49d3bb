"""What a community is made of."""

from __future__ import annotations

from dataclasses import dataclass

from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed, param
from resilience_sim.vocabulary import RESOURCES, TIE_LAYERS

__all__ = ["AGE_GROUPS", "LIVE_SETTINGS", "CommunitySettings"]

#: What is read when a run begins; the rest is settled when the community is made.
LIVE_SETTINGS = (
    "identity_dispersion",
    "gaps_at_zero",
    "overlaps_at_zero",
    "knowledge_at_zero",
    "unempowered_at_zero",
    "transaction_days",
    "format_factor",
    "reserve_closed",
    "reserve_open",
)
#: Broad age groups of parameters by age: names and first five-year band.
AGE_GROUPS = (("0-14", 0), ("15-59", 3), ("60-74", 12), ("75+", 15))

#: What the entries of list parameters stand for.
LENGTHS = {
    "digital": tuple(name for name, _ in AGE_GROUPS),
    "giving_hours": tuple(name for name, _ in AGE_GROUPS),
    "tie_weights": TIE_LAYERS,
    "stock_mix": RESOURCES[:6],
}


#: Why staff are to be set anew with the size of a community.
_PERSONS = "persons for about 3,000 residents: not scaled by community.residents"


@dataclass(frozen=True, kw_only=True)
class CommunitySettings:
    """Parameters of a synthetic community; nothing here depends on a lever."""

    # one line a property keeps the list readable in one sitting
    # fmt: off
    name: str = param(
        "community", en="Name, key of the community's luck", zh="社区名称（随机数的键）"
    )
    residents: int = param(
        3000, en="Residents of each community", zh="每个社区的居民数", unit="persons",
        low=1, high=200_000, source="mca2020", grade="official",
        why="350 residents a community worker and six to nine workers: about 3,000",
    )
    communities: int = param(
        1, en="Communities", zh="社区数", low=1, high=2000, why="one is the unit of the question"
    )
    shared_office: bool = param(
        True, en="One subdistrict office above all communities (else one each)",
        zh="各社区共用一个街道办（否则各有一个）", choices=(True, False),
        why="a subdistrict has several communities; own offices make communities independent",
    )
    subdistricts: int = param(
        1, en="Subdistricts among which communities with a shared office are divided",
        zh="街道数（各街道社区共用一个街道办）", low=1, high=200, later=True,
        why="communities of one subdistrict meet in its office; two subdistricts share nothing",
    )
    district: bool = param(
        False, en="A district office above the subdistricts", zh="设区级机关", later=True,
        choices=(True, False), why="off by default; decides what an office lacks authority for",
    )
    departments: int = param(
        0, en="Departments of a subdistrict that act on departmental matters", zh="街道职能部门数",
        unit="bodies", low=0, high=3, later=True,
        why="off unless a scenario says so; civil affairs, housing, urban management",
    )
    staff_department: float = param(
        2.0, en="Staff of each department for the subdistrict", zh="每个部门人员", unit="persons",
        low=0, high=500, later=True,
    )
    staff_district: float = param(
        0.5, en="The district's staff for each community", zh="区级机关按社区分摊人员",
        unit="persons", low=0, high=100, later=True,
    )
    marginals: str = param(
        "beijing_2020", en="File of population marginals", zh="人口边际分布文件",
        source="beijing_yearbook2021", grade="measured",
    )
    newcomers: float = param(
        0.266, en="Share of residents who are newcomers", zh="流动人口比例", unit="share",
        low=0, high=1, source="census2020_communique7", grade="official",
        why="375.8 of 1,411.8 million in 2020",
    )
    party_members: float = param(
        0.07, en="Share of residents who are Party members", zh="党员比例", unit="share",
        low=0, high=0.5, source="cpc_statistics2021", grade="official",
    )
    disabled: float = param(
        0.06, en="Share disabled or chronically ill", zh="残疾或慢性病比例", unit="share",
        low=0, high=1, source="cdpf2010", grade="official", why="about 85 million, base 2010",
    )
    digital: tuple[float, ...] = param(
        (0.6, 0.97, 0.65, 0.3), en="Share who use online services, by age 0-14/15-59/60-74/75+",
        zh="能使用线上服务的比例（按年龄）", unit="share", low=0, high=1,
        why="falls steeply with age in every survey of internet use; levels assumed",
    )
    silent: ByNeed = param(
        ByNeed(0.25, shelter=0.1, psychosocial=0.35, rescue=0.0),
        en="Share of households that never report the need themselves", zh="从不主动上报的户比例",
        unit="share", low=0, high=1,
        why="without silent households rounds have nothing to find; swept",
    )
    able: ByNeed = param(
        ByNeed(0.0, food=0.9, medicine=0.8, medical=0.04, care=0.5, shelter=0.4, repair=0.15,
               information=0.7, psychosocial=0.4, mediation=0.2, rescue=0.6),
        en="Share of adults able to help with the need", zh="有能力帮忙的成年人比例",
        unit="share", low=0, high=1,
    )
    giving_hours: tuple[float, ...] = param(
        (0.0, 0.6, 1.0, 0.3), en="Mean hours a day a person could give, by age",
        zh="每天可付出的小时数（按年龄）", unit="h/day", low=0, high=8,
        why="volunteers of the prototype gave .5 h a day; the retired have more time",
    )
    food_days: float = param(
        6.0, en="Food at home at the start", zh="家中存粮", unit="days", low=0, high=90
    )
    medicine_days: float = param(
        20.0, en="Medicine at home at the start", zh="家中存药", unit="days", low=0, high=180,
        why="prescriptions for chronic illness run for about a month",
    )
    store_spread: float = param(
        0.5, en="Spread of stores between households (sigma of the lognormal)", zh="存货离散度",
        low=0, high=2,
    )
    stairwell: int = param(
        12, en="Households a stairwell", zh="每单元户数", unit="households", low=1, high=200
    )
    building: int = param(
        48, en="Households a building", zh="每栋户数", unit="households", low=1, high=2000
    )
    grid: int = param(
        380, en="Households a grid", zh="每网格户数", unit="households", low=1, high=10_000,
        source="pei_grid", grade="expert", why="about 1,000 residents a grid",
    )
    ties_building: float = param(
        4.0, en="Neighbour ties a person", zh="人均邻里关系数", unit="ties", low=0, high=50
    )
    ties_kin: float = param(
        2.0, en="Ties to kin and friends a person", zh="人均亲友关系数", unit="ties",
        low=0, high=50,
    )
    ties_colleague: float = param(
        3.0, en="Ties to colleagues of a person employed here", zh="在本地就业者的同事关系数",
        unit="ties", low=0, high=50,
    )
    ties_member: float = param(
        3.0, en="Ties of a member within the organisation", zh="组织成员间关系数", unit="ties",
        low=0, high=50,
    )
    tie_weights: tuple[float, ...] = param(
        (0.5, 1.0, 1.0, 0.5), en="Weight of a tie: neighbours, kin, colleagues, members",
        zh="关系权重：邻里、亲友、同事、组织", low=0, high=10,
    )
    tie_model: str = param(
        "pairs", en="How ties come about: pairs drawn one by one, or groups of uneven size",
        zh="关系生成方式（逐对抽取或由大小不等的圈子产生）", choices=("pairs", "circles"),
        later=True,
        why="the ready scenario keeps its pairs; circles meet measured clustering",
    )
    circle_households: float = param(
        3.0, en="Households in a circle of neighbours, mean", zh="邻里圈户数（均值）",
        unit="households", low=1, high=100, later=True,
    )
    circle_spread: float = param(
        0.8, en="Spread of group sizes (sigma of the lognormal)", zh="圈子大小离散度",
        low=0, high=2, later=True, why="uneven groups give the assortativity",
    )
    circle_density: float = param(
        0.9, en="Share of pairs of a circle, family or core group that are tied",
        zh="圈内成对关系比例", unit="share", low=0, high=1, later=True,
    )
    family_households: float = param(
        2.0, en="Households in a family of kin and friends, mean", zh="亲友家庭户数（均值）",
        unit="households", low=1, high=100, later=True,
    )
    family_share: float = param(
        0.5, en="Share of households with kin or close friends in the community",
        zh="在本社区有亲友的户比例", unit="share", low=0, high=1, later=True,
    )
    loose_ties: float = param(
        1.0, en="Friends beyond all groups a person, mean", zh="圈外朋友数（人均）", unit="ties",
        low=0, high=50, later=True, why="without them circles hardly touch",
    )
    loose_spread: float = param(
        1.5, en="Spread of sociability (sigma of the lognormal)", zh="交友多寡的离散度",
        low=0, high=3, later=True, why="few people with many friends elsewhere, many with none",
    )
    core_size: float = param(
        6.0, en="Members of a core group of a club or branch, mean",
        zh="社团或支部核心小组人数（均值）", unit="persons", low=1, high=500, later=True,
    )
    team_size: float = param(
        8.0, en="Employees in a team, mean", zh="工作小组人数（均值）", unit="persons",
        low=1, high=500, later=True,
    )
    team_density: float = param(
        0.5, en="Share of pairs of a team that are tied", zh="组内成对关系比例", unit="share",
        low=0, high=1, later=True,
    )
    office_density: float = param(
        0.1, en="Share of pairs of one body, of any team, that are tied", zh="同单位成对关系比例",
        unit="share", low=0, high=1, later=True,
    )
    same_stairwell: float = param(
        0.7, en="Share of neighbour ties inside the stairwell", zh="邻里关系中同单元的比例",
        unit="share", low=0, high=1,
    )
    homophily: float = param(
        0.85, en="Share of kin and friend ties inside the own group", zh="亲友关系中同群体的比例",
        unit="share", low=0, high=1,
        why="newcomers' friends are mostly newcomers; level assumed",
    )
    club_members: float = param(
        0.1, en="Share of adults in a club or volunteer organisation", zh="参加社团的成年人比例",
        unit="share", low=0, high=1,
    )
    club_size: int = param(
        25, en="Members of a club", zh="社团人数", unit="persons", low=2, high=500
    )
    staff_committee: float = param(
        5.0, en="Staff of the residents' committee", zh="居委会人员", unit="persons",
        low=0, high=100, source="mca2020", grade="expert",
        why="half of the hours goes to administration; " + _PERSONS,
    )
    staff_station: float = param(
        2.2, en="Staff of the service station", zh="服务站人员", unit="persons", low=0, high=100,
        why="information is the most frequent need: with 1.5 the queue never ends; " + _PERSONS,
    )
    staff_grid: float = param(
        1.0, en="Staff of a grid post", zh="每网格人员", unit="persons", low=0, high=20
    )
    staff_property: float = param(
        7.0, en="Staff of the property company", zh="物业人员", unit="persons", low=0, high=100,
        why=_PERSONS,
    )
    staff_care: float = param(
        5.2, en="Staff of the elder care organisation", zh="养老服务机构人员", unit="persons",
        low=0, high=100,
        why=_PERSONS,
    )
    staff_psychosocial: float = param(
        2.0, en="Staff of psychosocial support", zh="心理支持人员", unit="persons",
        low=0, high=100,
        why=_PERSONS,
    )
    staff_mediation: float = param(
        2.5, en="Staff of the mediation organisation", zh="调解组织人员", unit="persons",
        low=0, high=100,
        why=_PERSONS,
    )
    staff_clinic: float = param(
        3.8, en="Staff of the clinic for the community", zh="社区诊所人员", unit="persons",
        low=0, high=100,
        why=_PERSONS,
    )
    staff_office: float = param(
        2.5, en="The community's share of the subdistrict office", zh="街道办人员分摊",
        unit="persons", low=0, high=100,
        why=_PERSONS,
    )
    hours: float = param(
        8.0, en="Hours a day of one staff member", zh="每人每日工时", unit="h/day", low=0, high=24
    )
    administration_committee: float = param(
        0.5, en="Administrative share of the committee's hours", zh="居委会行政事务占比",
        unit="share", low=0, high=0.95, why="no figure found: wide range",
    )
    administration_grid: float = param(
        0.35, en="Administrative share of grid hours", zh="网格行政事务占比", unit="share",
        low=0, high=0.95,
    )
    administration_other: float = param(
        0.15, en="Administrative share elsewhere", zh="其他机构行政事务占比", unit="share",
        low=0, high=0.95,
    )
    units: int = param(
        14, en="Units based in the community, the clinic among them", zh="辖区单位数",
        unit="bodies", low=1, high=200, source="tian_meilie", grade="official",
        why="365 units over 26 communities in Meilie",
    )
    unit_needs: bool = param(
        False, en="Units have needs of their own (staff, customers, permits, protection)",
        zh="单位有自身需求（用工、客源、许可、防护）", choices=(True, False), later=True,
        why="off unless a scenario says so; without, units only give",
    )
    unit_employees: float = param(
        8.0, en="Residents employed by a unit", zh="每单位雇用的居民", unit="persons",
        low=0, high=500,
    )
    stock: float = param(
        3400.0, en="Lots held by the bodies of a community of 3,000 (scaled by residents)",
        zh="辖区机构库存（按3000人计）", unit="lots", low=0, high=1e6,
    )
    stock_mix: tuple[float, ...] = param(
        (0.5, 0.2, 0.1, 0.08, 0.05, 0.07),
        en="Mix of lots: food, medicine, parts, funds, space, equipment",
        zh="库存构成：食品、药品、配件、资金、场地、设备", unit="share", low=0, high=1,
    )
    gaps_at_zero: float = param(
        0.25, en="Share of cells nobody is accountable for at clarity 0",
        zh="清晰度为0时的责任空白比例", unit="share", low=0, high=0.5,
    )
    overlaps_at_zero: float = param(
        0.30, en="Share of cells with two accountable bodies at clarity 0",
        zh="清晰度为0时的责任重叠比例", unit="share", low=0, high=0.5,
    )
    knowledge_at_zero: float = param(
        0.55, en="Share of desks that know the right body at clarity 0",
        zh="清晰度为0时知道责任方的比例", unit="share", low=0, high=1,
    )
    unempowered_at_zero: float = param(
        0.25, en="Share of accountable bodies without the authority at clarity 0",
        zh="清晰度为0时有责无权的比例", unit="share", low=0, high=1,
    )
    reserve_closed: float = param(
        0.8, en="Share of stock kept back at sharing 0", zh="共享为0时的保留比例", unit="share",
        low=0, high=1,
    )
    reserve_open: float = param(
        0.2, en="Share of stock kept back at sharing 1", zh="共享为1时的保留比例", unit="share",
        low=0, high=1,
    )
    transaction_days: float = param(
        0.25, en="Time of a transfer between bodies", zh="机构间调拨时间", unit="days",
        low=0, high=30,
    )
    format_factor: float = param(
        4.0, en="Factor on that time where data formats differ", zh="数据格式不同时的时间倍数",
        low=1, high=50,
    )
    identity_dispersion: float = param(
        0.2, en="Standard deviation of identification at mean .5", zh="认同的标准差（均值0.5时）",
        low=0.01, high=0.49,
    )
    # fmt: on

    def __post_init__(self) -> None:
        if self.subdistricts > max(self.communities, 1):
            raise InputError(
                "more subdistricts than communities",
                key="subdistricts",
                value=self.subdistricts,
                allowed=f"1 to {max(self.communities, 1)}, the number of communities",
            )
        for name, what in LENGTHS.items():
            given = getattr(self, name)
            if len(given) != len(what):
                raise InputError(
                    f"{name} needs {len(what)} numbers, one each for {', '.join(what)}",
                    key=name,
                    value=list(given),
                    allowed=f"a list of {len(what)} numbers",
                )
