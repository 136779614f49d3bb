"""The help of the command line in Chinese, by the English text it stands for.

Headings such as Usage and Options are those of the library that prints them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

__all__ = ["HELP_ZH", "in_chinese", "wanted"]

HELP_ZH: Mapping[str, str] = MappingProxyType(
    {
        "Simulate how a community and the bodies that serve it get through a crisis. "
        "Stylised experiments, not forecasts; not for scoring persons or appraising staff.": (
            "模拟社区及为其服务的机构如何度过危机。程式化实验，不是预测；不得用于个人评分或人员考核。"
        ),
        "Run one scenario once and show its outcomes.": "运行一个情景一次，显示各项结果。",
        "Run worlds under the same seeds and show what differs, paired by seed.": (
            "在相同的种子下运行多个情景，按种子配对，显示差别。"
        ),
        "Compare the levers in a community under lockdown: the main question. About a minute "
        "on two quiet cores, compilation included; several on busy or slower ones.": (
            "比较封控社区中的各杠杆：主要问题。两个空闲核上约一分钟（含编译），繁忙或较慢时需数分钟。"
        ),
        "Read a community from a file; show its size and everything that was assumed.": (
            "从文件读取社区；显示其规模与所作的全部假设。"
        ),
        "List ready scenarios, mechanisms, outcomes or parameters.": (
            "列出现成的情景、机制、结果指标或参数。"
        ),
        "Show the order of a step and who acts in each phase.": (
            "显示一步之内的顺序与各阶段的参与者。"
        ),
        "Show every parameter with its source, and every assumed sign.": (
            "显示每个参数及其来源，以及每个假设的符号。"
        ),
        "Name of a ready scenario, or path of a TOML file.": "现成情景的名称，或 TOML 文件的路径。",
        "Names or paths; the first is the base.": "名称或路径；第一个为基准。",
        "Another value, as levers.clarity=0.9.": "改用另一个值，如 levers.clarity=0.9。",
        "Institutions, or presets like governance/fengqiao.": (
            "制度，或预设，如 governance/fengqiao。"
        ),
        "One more world for each value.": "每个值增加一个情景。",
        "One more world with institutions.": "增加一个带有这些制度的情景。",
        "Folder for frames, figure and manifest.": "存放数据表、图与清单的文件夹。",
        "Folder for the answer.": "存放结果的文件夹。",
        "People and ties of a file or a folder of tables.": "取自文件或表格文件夹的居民与联系。",
        "Form of the frames in the folder.": "文件夹中数据表的格式。",
        "Replace files that are in the folder.": "替换文件夹中已有的文件。",
        "Form of the answer.": "输出的格式。",
        "Language of names.": "名称的语言。",
        "Seed of all luck.": "全部随机性的种子。",
        "Seed of what is assumed.": "所作假设的种子。",
        "Seeds a world is run under.": "每个情景运行的种子数。",
        "Processes; as many as cores if not given.": "进程数；不给出时与处理器核数相同。",
        "Print every outcome, also those that do not differ.": "显示全部结果，包括没有差别的。",
        "File of a graph, or folder of tables.": "图文件，或表格文件夹。",
        "Write the whole community here.": "把整个社区写到这里。",
        "What to list.": "要列出的内容。",
        "Show this message and exit.": "显示本帮助并退出。",
    }
)


def wanted(words: Sequence[str]) -> bool:
    """True where a command line, or else the environment, asks for Chinese."""
    asked = os.environ.get("RESILIENCE_SIM_LANG", "")
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        elif word == "--lang" and at + 1 < len(words):
            asked = words[at + 1]
    return asked == "zh"


def in_chinese(command: Any) -> Any:
    """A command of click, its parameters and its own commands, with their help in Chinese."""
    command.help = _told(command.help)
    for one in command.params:
        one.help = _told(getattr(one, "help", None))
    option = command.get_help_option(command.make_context("help", [], resilient_parsing=True))
    if option is not None:
        option.help = _told(option.help)
    for inner in getattr(command, "commands", {}).values():
        in_chinese(inner)
    return command


def _told(text: str | None) -> str | None:
    return None if text is None else HELP_ZH.get(" ".join(text.split()), text)
