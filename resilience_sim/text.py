"""Words that a user sees, in English and Chinese.

Names of mechanisms, parameters and outcomes stand in their declarations; everything else that
the command line and the report say stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Lang = Literal["en", "zh"]


class Text(NamedTuple):
    """One piece of text in both languages."""

    en: str
    zh: str

    def to(self, lang: Lang) -> str:
        """The text in a language."""
        return self.zh if lang == "zh" else self.en


class PhaseText(NamedTuple):
    """What a phase of a step is called, what happens in it and how contributions combine."""

    name: Text
    what: Text
    combined: Text


#: Phases in the order of a step; ``engine`` is where the engine alone acts.
PHASE_TEXT: Mapping[str, PhaseText] = MappingProxyType(
    {
        "build": PhaseText(
            Text("build", "搭建"),
            Text(
                "bodies, own columns, rules, first assignments (once)",
                "机构、列、规则、初始分工（一次）",
            ),
            Text("union", "合并"),
        ),
        "strike": PhaseText(
            Text("strike", "冲击"),
            Text("need rates and conditions", "需求率与外部条件"),
            Text("rates add, conditions multiply", "率相加，条件相乘"),
        ),
        "process": PhaseText(
            Text("process", "演化"),
            Text(
                "state that one crisis owns moves on, such as an infection",
                "危机自身状态演化，如感染",
            ),
            Text("each by itself", "各自独立"),
        ),
        "staff": PhaseText(
            Text("staff", "人手"),
            Text("hours, whose they are and where they are placed", "工时、归属与去向"),
            Text("hours add, pace multiplies", "工时相加，速度相乘"),
        ),
        "meet": PhaseText(
            Text("meet", "接触"),
            Text("contacts between people", "人际接触"),
            Text("multiply", "相乘"),
        ),
        "demand": PhaseText(
            Text("demand", "需求"),
            Text("factors on need rates, household stores", "需求率系数与家庭存货"),
            Text("multiply", "相乘"),
        ),
        "help": PhaseText(
            Text("help", "互助"),
            Text("neighbours and kin take cases not yet in service", "邻里亲友承接未受理个案"),
            Text("rates add", "率相加"),
        ),
        "detect": PhaseText(
            Text("detect", "发现"),
            Text("channels find cases and put them on a desk", "各渠道发现个案并送达窗口"),
            Text("they race", "竞争，先到者得"),
        ),
        "route": PhaseText(
            Text("route", "流转"),
            Text("a desk holds, hands on, escalates or tries", "窗口受理、转交、上报或尝试"),
            Text("declared precedence", "按声明的优先级"),
        ),
        "share": PhaseText(
            Text("share", "共享"),
            Text("offers of stock between bodies", "机构间库存共享"),
            Text("union", "合并"),
        ),
        "rank": PhaseText(
            Text("rank", "排序"),
            Text("score of cases that are ready", "待办个案评分"),
            Text("scores add", "分数相加"),
        ),
        "engine": PhaseText(
            Text("events", "事件"),
            Text(
                "all cases, posts and stocks in time order: found, helped, handed on, "
                "supplied, served, lapsed",
                "按时间顺序推进个案、岗位与库存：发现、互助、转交、供给、服务、放弃",
            ),
            Text("the engine alone acts", "仅由引擎执行"),
        ),
        "adapt": PhaseText(
            Text("adapt", "调适"),
            Text("trust, identity, belief, panic, taking part", "信任、认同、信念、恐慌、参与"),
            Text("movements add", "变动相加"),
        ),
        "convene": PhaseText(
            Text("convene", "会商"),
            Text("institutions meet and change structure", "制度会商并改变结构"),
            Text("declared precedence", "按声明的优先级"),
        ),
    }
)

GRADES: Mapping[str, Text] = MappingProxyType(
    {
        "measured": Text("measured", "实测"),
        "official": Text("official (self-reported)", "官方（自报）"),
        "survey": Text("survey", "调查"),
        "expert": Text("expert", "专家"),
        "assumed": Text("assumed", "假设"),
    }
)

#: What is said once, by key.
WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "not_a_forecast": Text(
            "Not a forecast: a stylised experiment on assumptions that are listed by `describe`.",
            "本结果不是预测，而是基于所列假设的程式化实验（见 describe）。",
        ),
        "not_for_persons": Text(
            "Not for scoring persons or appraising staff.", "不得用于个人评分或人员考核。"
        ),
        "seeds_only": Text(
            "Intervals over seeds are Monte Carlo error only.", "随机种子区间仅反映蒙特卡洛误差。"
        ),
        "compiling": Text(
            "compiling the inner loops once; later runs start at once ...",
            "首次运行：正在编译内核（仅一次），以后可直接启动……",
        ),
        "interrupted": Text(
            "interrupted; nothing half-written was left behind", "已中断；没有留下写到一半的文件"
        ),
        "written": Text("written to", "已写入"),
        "left_off": Text(
            "{left} more outcomes do not differ, or cannot be told; --all prints them too.",
            "另有 {left} 项结果没有实质差别或无法判定；--all 全部显示。",
        ),
        "run_title": Text("{title}, seed {seed}", "{title}，种子 {seed}"),
        "no_font": Text(
            "no Chinese font was found here: words in figures are English",
            "未找到中文字体，图中文字为英文；安装 Noto Sans CJK SC 或文泉驿微米黑后即为中文。",
        ),
        "running": Text("running", "正在运行"),
        "no_crisis": Text(
            "No crisis strikes here: this is everyday life alone. A preset is laid over a scenario "
            "with a crisis, as: resilience-sim run epidemic_lockdown --with governance/fengqiao",
            "这里没有危机，只有日常生活。预设应叠加到有危机的情景上，例如："
            "resilience-sim run epidemic_lockdown --with governance/fengqiao",
        ),
        "plan": Text("The order of a step", "一步之内的顺序"),
        "order": Text("order", "顺序"),
        "phase": Text("phase", "阶段"),
        "what": Text("what happens", "内容"),
        "combined": Text("combined by", "合成方式"),
        "who": Text("who acts", "参与者"),
        "parameters": Text("Parameters", "参数"),
        "signs": Text(
            "Assumed signs of links between a person's states (1, 0 off, -1 reversed)",
            "个人状态之间关联的假设符号（1 如所述，0 关闭，-1 相反）",
        ),
        "nothing": Text("nothing yet", "暂无"),
        "what_there_is": Text("what there is", "内容"),
        "people": Text("people", "居民"),
        "newcomers": Text("newcomers", "流动人口"),
        "vulnerable": Text("vulnerable people", "脆弱人群"),
        "households": Text("households", "家庭"),
        "buildings": Text("buildings", "楼栋"),
        "communities": Text("communities", "社区"),
        "bodies": Text("bodies", "机构"),
        "ties": Text("ties between people", "人际联系"),
        "assumed": Text("Read as follows, and assumed where nothing was given:", "读取与假设："),
    }
)


def say(key: str, lang: Lang = "en") -> str:
    """The words behind a key in a language; `KeyError` if there are none."""
    return WORDS[key].to(lang)
