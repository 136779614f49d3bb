"""The fixed words of the model: needs, resources, bodies, ties and the stages of a case.

Positions in these tuples are the indices used in every array, so the order is part of the
interface: append, never insert.
"""

from __future__ import annotations

from typing import Final

NEEDS: Final = (
    "food",
    "medicine",
    "medical",
    "care",
    "shelter",
    "repair",
    "information",
    "psychosocial",
    "mediation",
    "departmental",
    "rescue",
    "staff",
    "customers",
    "permits",
    "protection",
)
NEEDS_ZH: Final = (
    "食品",
    "药品",
    "就医",
    "照护",
    "安置救援",
    "维修与水电",
    "信息",
    "心理支持",
    "纠纷调解",
    "部门事项",
    "救援",
    "用工",
    "客源",
    "许可审批",
    "防护",
)
#: Needs that came after the first version (see `scenario_hash`).
LATER_NEEDS: Final[tuple[str, ...]] = NEEDS[10:]
#: Needs that only units have; all before them are those of households.
UNIT_NEEDS: Final[tuple[str, ...]] = NEEDS[11:]
N_OF_HOMES: Final = len(NEEDS) - len(UNIT_NEEDS)
N_NEEDS: Final = len(NEEDS)

#: Stock kinds. Consumed: food, medicine, parts, funds. Occupied and given back: space,
#: equipment. Not rival: data, skills (they change delay and speed, and are never used up).
RESOURCES: Final = (
    "food",
    "medicine",
    "parts",
    "funds",
    "space",
    "equipment",
    "data",
    "skills",
)
RESOURCES_ZH: Final = ("食品", "药品", "配件", "资金", "场地", "设备", "数据", "技能")
N_RESOURCES: Final = len(RESOURCES)
CONSUMED: Final = (0, 1, 2, 3)
OCCUPIED: Final = (4, 5)
NOT_RIVAL: Final = (6, 7)

#: What a household keeps at home, in days of use.
HOUSEHOLD_GOODS: Final = ("food", "medicine")

BODY_KINDS: Final = (
    "residents_committee",
    "party_committee",
    "service_station",
    "grid_post",
    "chief",
    "property_company",
    "homeowners_committee",
    "social_organisation",
    "social_work_agency",
    "mass_organisation",
    "unit",
    "subdistrict_office",
    "department",
    "volunteer_team",
    "district_office",
)
BODY_KINDS_ZH: Final = (
    "居委会",
    "社区党委",
    "党群服务站",
    "网格",
    "街巷楼长",
    "物业公司",
    "业委会",
    "社会组织",
    "社工机构",
    "群团组织",
    "辖区单位",
    "街道办事处",
    "职能部门",
    "志愿服务队",
    "区级机关",
)

TIE_LAYERS: Final = ("building", "kin", "colleague", "member")

AGE_BANDS: Final = (*(f"{5 * i}-{5 * i + 4}" for i in range(17)), "85+")

#: Social columns of a person, all in [0, 1]. Only mechanisms of ``society`` move them.
SOCIAL: Final = (
    "identity",
    "trust_neighbours",
    "trust_institutions",
    "belief",
    "stigma",
    "panic",
    "participation",
)

#: Classes of parties whose needs arise at rates of their own.
RATE_CLASSES: Final = ("others", "vulnerable", "unit")
OF_UNIT: Final = 2

#: Stage of an open case.
UNDETECTED: Final = 0
ROUTING: Final = 1  # triage waits or runs, or the case travels
REVIEWED: Final = 2  # two bodies are accountable and none has acted yet
SHORT: Final = 3  # held, waiting for resources
READY: Final = 4  # resources complete, waiting for a post
SERVED: Final = 5  # on a post
ORPHANED: Final = 6  # nobody holds it and nobody above; help and lapse go on
STAGES: Final = (
    "undetected",
    "routing",
    "in_review",
    "waiting_resources",
    "waiting_hands",
    "in_service",
    "orphaned",
)

#: How a case ended.
OPEN: Final = 0
CLOSED: Final = 1  # served by a body
HELPED: Final = 2  # settled by neighbours or kin
LAPSED: Final = 3  # given up
MOVED: Final = 4  # the household moved out
ENDINGS: Final = ("open", "served", "helped", "lapsed", "moved")


def need_index(name: str) -> int:
    """Position of a need by its name; `KeyError` if there is none."""
    try:
        return NEEDS.index(name)
    except ValueError:
        raise KeyError(name) from None
