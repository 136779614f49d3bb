"""What a scenario is: a community, levers, crises, institutions and the rules of response.

A scenario is a frozen value. Changing one gives another (`vary`, `with_institutions`), two
that say the same thing are equal and have the same `content_hash`, and the order in which
institutions were listed is forgotten when the scenario is made.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from resilience_sim import scenario_document as document
from resilience_sim.community.levers import Levers
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.digest import digest_of_arrays, digest_of_document
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism, param, parameters
from resilience_sim.registry import DEFAULT_FAMILIES, FAMILIES, classes
from resilience_sim.scenario_document import LISTED_FAMILIES, Document
from resilience_sim.scenario_hash import WORDS, hashed
from resilience_sim.validation import (
    as_date,
    checked,
    checked_part,
    checked_values,
    hint_of,
    unknown_key,
)

if TYPE_CHECKING:
    from resilience_sim.community.community import Community


class ParameterRow(NamedTuple):
    """One parameter of a scenario, as `describe` shows it."""

    key: str
    value: Any
    default: Any
    unit: str
    low: float | None
    high: float | None
    choices: tuple[Any, ...] | None
    source: str
    grade: str
    en: str
    zh: str
    link: bool
    why: str


def _rules(family: str) -> tuple[Mechanism, ...]:
    return tuple(cls() for cls in classes(family).values())


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One world to run, complete but for the seed.

    Raises
    ------
    InputError
        A value is not allowed, two mechanisms share a label, or a mechanism stands in a
        family that is not its own.
    """

    name: str = param("unnamed", en="Short name", zh="名称")
    title: str = param("", en="Title", zh="英文标题")
    title_zh: str = param("", en="Title in Chinese", zh="中文标题")
    about: str = param("", en="What it is about", zh="英文说明")
    about_zh: str = param("", en="What it is about, in Chinese", zh="中文说明")
    stylised: str = param("", en="What was joined from different places", zh="拼合说明（英文）")
    stylised_zh: str = param("", en="The same in Chinese", zh="拼合说明（中文）")
    step_hours: float = param(
        6.0,
        unit="h",
        low=0.25,
        high=24.0,
        en="Length of a step",
        zh="步长",
        why="results agree in distribution at 24, 6 and 1 h",
    )
    table_hours: float = param(
        24.0,
        unit="h",
        low=0.25,
        high=168.0,
        zh="规则重算间隔",
        en="Interval at which tables are made again and society adapts",
    )
    warmup_days: float = param(
        30.0, unit="d", low=10.0, high=3650.0, en="Everyday life before the strike", zh="预热天数"
    )
    horizon_days: float = param(
        90.0, unit="d", low=0.25, high=36500.0, en="Time after the strike", zh="危机后时长"
    )
    community: CommunitySettings = field(default_factory=CommunitySettings)
    levers: Levers = field(default_factory=Levers)
    crises: tuple[Mechanism, ...] = ()
    institutions: tuple[Mechanism, ...] = ()
    response: tuple[Mechanism, ...] = field(default_factory=lambda: _rules("response"))
    society: tuple[Mechanism, ...] = field(default_factory=lambda: _rules("society"))
    #: a community given as an object (from a graph); `community` is then not used
    use_community: Community | None = field(default=None, compare=False, repr=False)
    #: folder of the file it was read from; files that a crisis names are sought there
    folder: str = field(default="", compare=False, repr=False)
    #: that file, for errors that are found only with the community
    path: str = field(default="", compare=False, repr=False)
    #: digest of that community, empty where none was given
    given: str = field(default="", init=False)

    def __post_init__(self) -> None:
        for name, value in checked_values(self, "").items():
            object.__setattr__(self, name, value)
        _part(self, "community", CommunitySettings)
        _part(self, "levers", Levers)
        for family in FAMILIES:
            object.__setattr__(self, family, _checked_family(family, getattr(self, family)))
        _check_labels(self)
        _check_times(self)
        _check_dates(self)
        if self.use_community is not None:
            given = document.checked_community(self.use_community)
            object.__setattr__(self, "given", digest_of_arrays(given))

    # --- changing ------------------------------------------------------------------------
    def vary(self, changes: Mapping[str, Any]) -> Scenario:
        """The scenario with other values under dotted keys.

        Parameters
        ----------
        changes
            Value by key: ``levers.clarity``, ``community.residents``, ``horizon_days``,
            ``response.<label>.<parameter>``, and ``...<need>`` for one entry by need.

        Raises
        ------
        InputError
            The key does not exist, the value is not allowed, or it would have to be known when
            the community was made, which was given ready.
        """
        told = document.changes_of(changes)
        if self.use_community is not None:
            document.check_given_community(told)
        changed = copy.deepcopy(self.document())
        for key, value in told.items():
            self._place(changed, key, value)
        made = from_document(changed, check_given=False)
        return replace(made, use_community=self.use_community, folder=self.folder, path=self.path)

    def with_institutions(self, *institutions: Mechanism) -> Scenario:
        """The scenario with further institutions."""
        return replace(self, institutions=(*self.institutions, *institutions))

    def with_community(self, community: Community) -> Scenario:
        """The scenario on a community given as an object: see `Community.from_networkx`."""
        return replace(self, use_community=community)

    def with_crises(self, *crises: Mechanism) -> Scenario:
        """The scenario with further crises."""
        return replace(self, crises=(*self.crises, *crises))

    # --- reading -------------------------------------------------------------------------
    @property
    def start_date(self) -> date | None:
        """Calendar date of the strike: the earliest that a crisis states, None if none does."""
        told = [getattr(one, "start_date", None) for one in self.crises]
        return min((as_date(one) for one in told if one), default=None)

    def mechanisms(self) -> tuple[Mechanism, ...]:
        """All mechanisms in the order in which their contributions combine: by label."""
        every = (one for family in FAMILIES for one in getattr(self, family))
        return tuple(sorted(every, key=lambda one: one.label))

    def document(self) -> Document:
        """The scenario as nested plain values, complete: every parameter stands in it."""
        settings = document.part_plain(self)
        if self.given:
            settings["given_community"] = self.given
        told: Document = {
            "scenario": settings,
            "community": document.part_plain(self.community),
            "levers": document.part_plain(self.levers),
        }
        left_out: list[str] = []
        for family in LISTED_FAMILIES:
            told[family] = [document.mechanism_plain(one) for one in getattr(self, family)]
        for family in DEFAULT_FAMILIES:
            told[family], missing = document.rules_plain(family, getattr(self, family))
            left_out += missing
        if left_out:
            settings["leave_out"] = left_out
        return told

    def to_toml(self) -> str:
        """The scenario as the text of a TOML file that `load` reads back to an equal one."""
        import tomli_w

        return tomli_w.dumps(self.document(), multiline_strings=False)

    def content_hash(self) -> str:
        """Hash of everything that can change a result; 32 hexadecimal digits.

        Names and descriptions stay out, and so does what `scenario_hash` says; the order in
        which institutions were listed is forgotten.
        """
        return digest_of_document(hashed(self))

    def observations(self) -> dict[str, str]:
        """Hash of what each crisis takes from a file of observations, by label.

        Raises
        ------
        InputError
            Something in a file cannot be used.
        """
        asked = ((one.label, getattr(one, "digest", None)) for one in self.crises)
        told = {label: ask(self.folder) for label, ask in asked if ask is not None}
        return {label: digest for label, digest in told.items() if digest}

    def parameters(self) -> list[ParameterRow]:
        """Every parameter with value, unit, range, source and grade, in the order of sections."""
        rows = [row for row in rows_of("", self) if row.key not in WORDS]
        rows += rows_of("community", self.community) + rows_of("levers", self.levers)
        for family in FAMILIES:
            for one in getattr(self, family):
                rows += rows_of(f"{family}.{one.label}", one)
        return rows

    def _place(self, into: Document, key: str, value: Any) -> None:
        head, *path = key.removeprefix("scenario.").split(".")
        if not path and head in into["scenario"]:
            into["scenario"][head] = value
            return
        at: Any = into.get(head) if path else None
        if isinstance(at, list):
            at = next((e for e in at if e.get("label", e["kind"]) == path[0]), None)
            path = path[1:]
        for step in path[:-1]:
            at = at.get(step) if isinstance(at, dict) else None
        if not path or not isinstance(at, dict) or path[-1] not in at:
            known = [row.key for row in self.parameters()]
            raise document.no_place(key, value, known)
        old = at[path[-1]]
        merge = isinstance(old, dict) and isinstance(value, Mapping)
        at[path[-1]] = {**old, **value} if merge else value


def from_document(told: Mapping[str, Any], check_given: bool = True) -> Scenario:
    """The scenario that a document states.

    Raises
    ------
    InputError
        A key or a value is not allowed.
    """
    document.check_sections(told)
    settings = dict(document.table(told.get("scenario", {}), "scenario"))
    left_out = document.read_left_out(settings.pop("leave_out", []))
    given = settings.pop("given_community", None)
    if given is not None and check_given:
        raise InputError(
            "the scenario was run on a community that was given as an object",
            key="scenario.given_community",
            value=given,
            allowed="that community beside it: load(path, community=...), or --community FILE",
        )
    return Scenario(
        **_settings(settings),
        community=document.read_part(CommunitySettings(), told.get("community", {}), "community"),
        levers=document.read_part(Levers(), told.get("levers", {}), "levers"),
        crises=document.read_listed("crises", told.get("crises", [])),
        institutions=document.read_listed("institutions", told.get("institutions", [])),
        response=document.read_rules("response", told.get("response", {}), left_out),
        society=document.read_rules("society", told.get("society", {}), left_out),
    )


def _settings(raw: Mapping[str, Any]) -> dict[str, Any]:
    known = parameters(Scenario)
    values: dict[str, Any] = {}
    for name, given in raw.items():
        if name not in known:
            raise unknown_key(name, given, [*known, "leave_out"], "scenario")
        hint, told = hint_of(Scenario, name), known[name][1]
        values[name] = checked(given, hint, told, f"scenario.{name}")
    return values


def rows_of(prefix: str, part: Any) -> list[ParameterRow]:
    """Rows of all parameters of one part, keys beginning with `prefix`."""
    return [
        ParameterRow(
            key=f"{prefix}.{name}" if prefix else name,
            value=getattr(part, name),
            default=default,
            unit=told.unit,
            low=told.low,
            high=told.high,
            choices=told.choices,
            source=told.source,
            grade=told.grade,
            en=told.en,
            zh=told.zh,
            link=told.link,
            why=told.why,
        )
        for name, (default, told) in parameters(type(part)).items()
    ]


def _part(scenario: Scenario, name: str, cls: type) -> None:
    part = getattr(scenario, name)
    if not isinstance(part, cls):
        raise InputError(
            f"{name} is not {cls.__name__}", key=name, value=part, allowed=f"{cls.__name__}(...)"
        )
    object.__setattr__(scenario, name, checked_part(part, name))


def _checked_family(family: str, given: Any) -> tuple[Mechanism, ...]:
    found = []
    for one in given:
        if not isinstance(one, Mechanism):
            raise InputError(
                f"{family} holds something that is no mechanism",
                key=family,
                value=one,
                allowed="instances of Mechanism",
            )
        if type(one).family != family:
            raise InputError(
                f"{one.name()} does not belong to {family}",
                key=f"{family}.{one.label}",
                value=type(one).family,
                allowed=f"mechanisms of the family {family}",
            )
        document.checked_label(one.label, f"{family}.label")
        found.append(checked_part(one, f"{family}.{one.label}"))
    return tuple(sorted(found, key=lambda one: one.label))


def _check_labels(scenario: Scenario) -> None:
    seen: set[str] = set()
    for family in FAMILIES:
        for one in getattr(scenario, family):
            if one.label in seen:
                raise document.duplicate(family, one.label)
            seen.add(one.label)


def _check_times(scenario: Scenario) -> None:
    step = scenario.step_hours
    spans = {
        "table_hours": scenario.table_hours,
        "warmup_days": scenario.warmup_days * 24.0,
        "horizon_days": scenario.horizon_days * 24.0,
    }
    for name, hours in spans.items():
        count = hours / step
        if round(count) < 1 or abs(count - round(count)) > 1e-9:
            raise InputError(
                f"{name} is not a whole number of steps",
                key=name,
                value=getattr(scenario, name),
                allowed=f"a multiple of step_hours = {step:g} h",
            )


def _check_dates(scenario: Scenario) -> None:
    """All crises count their days from one strike."""
    dated = {one.label: getattr(one, "start_date", None) for one in scenario.crises}
    told = {
        label: as_date(day, f"crises.{label}.start_date") for label, day in dated.items() if day
    }
    for label, day in told.items():
        first = next(iter(told))
        if day != told[first]:
            raise InputError(
                "two crises give different dates to the one strike",
                key=f"crises.{label}.start_date",
                value=day.isoformat(),
                allowed=f"{told[first].isoformat()}, the date of crises.{first}",
            )
