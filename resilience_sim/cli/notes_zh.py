"""What was assumed of a community, in Chinese, by the English sentence it stands for.

A community keeps its notes as English sentences, and so do the files it is written to. Here a
sentence is known by its pattern; one that is not known stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from resilience_sim.community.staffing import STAFFING_WORDS

__all__ = ["note_in"]

#: Sentences with fields in braces; a field holds no more than its place in the sentence allows.
_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "{name} was read as GB 18030 text, since it is no UTF-8.": (
            "{name} 不是 UTF-8，按 GB 18030 读取。"
        ),
        "{n} self-loops were left out: nobody is tied to themselves.": (
            "略去 {n} 条自环：没有人与自己有联系。"
        ),
        "'{name}' of the nodes is not used.": "未使用节点的属性“{name}”。",
        "'{name}' of the edges is not used.": "未使用边的属性“{name}”。",
        "'{name}' of edges was not given: {assumed}.": "未给出边的属性“{name}”：{assumed}。",
        "'{name}' is missing on {n} edges: they {assumed}.": (
            "有 {n} 条边缺少“{name}”：这些边{assumed}。"
        ),
        "'household' was not given: persons were put together in the order of the nodes, "
        "with the household sizes of {source}.": (
            "未给出“household”：按节点顺序把居民组成家庭，家庭规模取自 {source}。"
        ),
        "'building' was not given: households fill buildings in order.": (
            "未给出“building”：家庭按顺序住满各楼栋。"
        ),
        "'{name}' was not given: {assumed}.": "未给出“{name}”：{assumed}。",
        "'{name}' is missing for {n} of {all} persons: {assumed}.": (
            "{all} 人中有 {n} 人缺少“{name}”：{assumed}。"
        ),
        "{names} not given: synthesised with households of {source}.": (
            "未给出{names}：随家庭一并合成，家庭取自 {source}。"
        ),
        "{n} persons were moved to the building of their household.": (
            "{n} 人被移到其家庭所在的楼栋。"
        ),
        "{n} edges inside a household were left out: its members are tied.": (
            "略去家庭内部的 {n} 条边：同一家庭的成员本来就有联系。"
        ),
        "{n} parallel edges were added to the tie of their pair and layer.": (
            "{n} 条重复的边并入同一对人、同一层的联系。"
        ),
        "The graph is directed: a tie stands where either names the other; {n} of {all} pairs "
        "name each other, and their weights were averaged.": (
            "图是有向的：只要一方提到另一方即有联系；{all} 对中有 {n} 对互相提到，其权重取平均。"
        ),
        "{n} persons have no tie outside their household.": "{n} 人在家庭之外没有联系。",
        "Ties leave {n} parts of the community unconnected; none was joined.": (
            "按联系，社区分成互不相连的 {n} 部分；未作连接。"
        ),
        "Bodies, their staff, stock and duties were assumed from the settings.": (
            "机构及其人员、库存与职责按设置假设。"
        ),
        "Only ties were written: no attributes of persons, households, bodies or duties.": (
            "只写出联系：不含居民、家庭、机构或职责的属性。"
        ),
        "{n} persons have no tie, so the list does not name them.": (
            "{n} 人没有联系，因此清单中没有他们。"
        ),
        "Newcomers live in whole households, spread evenly over buildings; households without "
        "elders are four times as likely to be newcomers.": (
            "流动人口以整户居住，均匀分布于各楼栋；没有老人的家庭为流动人口的可能性是其他家庭的四倍。"
        ),
        "Disability and chronic illness rise with age: weights .25, .6, 2, 4 for 0-14, 15-59, "
        "60-74, 75+, scaled to the share of the settings.": (
            "残疾与慢性病随年龄增加：0–14、15–59、60–74、75岁以上的权重为0.25、0.6、2、4，"
            "按设置的占比缩放。"
        ),
        "Party members are adults, at weights 1, 1.5, 2 for under 35, 35-59 and 60+.": (
            "党员均为成年人：35岁以下、35–59、60岁以上的权重为1、1.5、2。"
        ),
        "Staff of the bodies and employees of units live in the community and are of working "
        "age.": ("机构人员与单位职工住在本社区，且处于劳动年龄。"),
        "Digital access, hours to give and skills depend on age alone.": (
            "上网能力、可投入的时间与技能只取决于年龄。"
        ),
        "Silence on needs goes together: a household silent on a rarer one is silent on commoner "
        "ones.": ("不申报的需求相互关联：对较少见的需求不申报的家庭，对较常见的也不申报。"),
        "Income class is drawn with shares .3, .5, .2 whatever the group; the ground under a "
        "building lies 0 to 5 m above the reference.": (
            "收入等级按0.3、0.5、0.2抽取，与群体无关；楼栋地面高出基准0至5米。"
        ),
        "Age and sex of all residents are taken for those of family households "
        "(collective households are included in the marginals).": (
            "以全部居民的年龄与性别作为家庭户的年龄与性别（普查边际含集体户）。"
        ),
        "Who lives with whom: odds between household types of one size are assumed "
        "(HOUSEHOLD_TYPES), then fitted to both marginals.": (
            "谁与谁同住：同一规模各家庭类型之间的比例为假设（HOUSEHOLD_TYPES），再拟合两组边际。"
        ),
        "Households of five and more have five or six members, in the mix that meets the mean "
        "size.": "五人及以上的家庭有五或六人，其比例使平均规模相符。",
        "Ages within a household follow one another: the adults of a household are of similar age, "
        "and older adults live with older children and elders.": (
            "家庭成员的年龄相互关联：同一家庭的成年人年龄相近，年长的成年人与年龄较大的子女和老人同住。"
        ),
        "Two members of the same broad age group are of opposite sex where the marginals allow "
        "it.": "同一大年龄组的两名成员在边际允许时为异性。",
    }
)
#: What is put in the place of a gap, inside those sentences.
_ASSUMED: Mapping[str, str] = MappingProxyType(
    {
        "drawn as in a synthetic community": "按合成社区的方式抽取",
        "each lives alone": "各自单独居住",
        "each of them has one of its own": "各自成一栋",
        "drawn with the share of women of the age": "按该年龄的女性占比抽取",
        "every tie weighs 1": "每条联系权重为1",
        "every tie is one between neighbours": "每条联系都是邻里联系",
        "weigh 1": "权重为1",
        "are ties between neighbours": "视为邻里联系",
        "ages of {source} were dealt out, an adult to every household first": (
            "按 {source} 的年龄分配，先给每户一名成年人"
        ),
        "'age' and 'sex'": "“age”与“sex”",
        "'age'": "“age”",
    }
)


def _of_staff() -> dict[str, str]:
    (en, *often), (zh, *oft) = (
        [re.sub(r"\{(\w+):[^}]*\}", r"{\1}", one) for one in STAFFING_WORDS[lang]]
        for lang in ("en", "zh")
    )
    return {
        en.replace("{often}", one): zh.replace("{often}", other)
        for one, other in zip(often, oft, strict=True)
    }


def note_in(note: str, lang: str) -> str:
    """A note on a community in a language, ``en`` or ``zh``."""
    return _chinese(note, {**_NOTES, **_of_staff()}) if lang == "zh" else note


def _chinese(text: str, known: Mapping[str, str]) -> str:
    for english, zh in known.items():
        found = _pattern(english).fullmatch(text)
        if found:
            fields = {name: _chinese(field, _ASSUMED) for name, field in found.groupdict().items()}
            return zh.format(**fields)
    return text


@cache
def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    told = [f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
    return re.compile("".join(told))
