"""The one extension point: a mechanism, its parameters and the phases it may act in.

A mechanism is a frozen, keyword-only dataclass. Every parameter is declared with `param`:
default, unit, range, neutral value, source, evidence grade and its name in both languages.
An instance carries a label: its name in the journals and the key of its luck. It overrides
the hooks of the phases it acts in; each hook sees a read-only `World` and returns
contributions (see `resilience_sim.contributions`), which the model combines in sorted label
order and alone commits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from resilience_sim.vocabulary import N_NEEDS, NEEDS

if TYPE_CHECKING:
    from resilience_sim import contributions as c
    from resilience_sim.world import World

Grade = Literal["measured", "official", "survey", "expert", "assumed"]
PHASES: tuple[str, ...] = (
    "build",
    "strike",
    "process",
    "staff",
    "meet",
    "demand",
    "help",
    "detect",
    "route",
    "share",
    "rank",
    "adapt",
    "convene",
)
Hook = TypeVar("Hook", bound=Callable[..., Any])


class ByNeed(tuple[float, ...]):
    """One number for each need, in the order of `vocabulary.NEEDS`."""

    __slots__ = ()

    def __new__(cls, values: Iterable[float] | float = 0.0, **named: float) -> ByNeed:
        """One value for all needs or one each, then those given by name."""
        if isinstance(values, (int, float)):
            row = [float(values)] * N_NEEDS
        else:
            row = [float(v) for v in values]
        if len(row) != N_NEEDS:
            raise ValueError(f"needs {N_NEEDS} values, got {len(row)}")
        for name, value in named.items():
            row[NEEDS.index(name)] = float(value)
        return super().__new__(cls, row)

    def as_dict(self) -> dict[str, float]:
        """Values by the name of the need."""
        return dict(zip(NEEDS, self, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What `param` declares of one parameter."""

    unit: str
    low: float | None
    high: float | None
    neutral: Any
    source: str
    grade: Grade
    en: str
    zh: str
    choices: tuple[Any, ...] | None
    link: bool
    why: str
    later: bool = False


def param(
    default: Any,
    *,
    en: str,
    zh: str,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    neutral: Any = None,
    source: str = "assumed",
    grade: Grade = "assumed",
    choices: Sequence[Any] | None = None,
    link: bool = False,
    why: str = "",
    later: bool = False,
) -> Any:
    """Declare a parameter of a mechanism.

    Parameters
    ----------
    default
        Value when the scenario says nothing. A number, bool, str, `ByNeed` or tuple.
    en, zh
        What it is, in both languages.
    unit
        Physical unit, as text.
    low, high
        Allowed range, ends included (of each entry, if there are several).
    neutral
        Value at which the mechanism does nothing, None where this parameter has none.
    source, grade
        Bibliography key and grade of the evidence.
    choices
        Allowed values, where they are a list.
    link
        True for the sign of a link between two states of a person: -1, 0 (off) or 1.
    why
        Why the default has its value.
    later
        True where it came after the first version: at its default it is not hashed.
    """
    declared = Declared(
        unit=unit,
        low=-1 if link else low,
        high=1 if link else high,
        neutral=neutral,
        source=source,
        grade=grade,
        en=en,
        zh=zh,
        choices=(-1, 0, 1) if link else (None if choices is None else tuple(choices)),
        link=link,
        why=why,
        later=later,
    )
    return field(default=default, metadata={"declared": declared})


def declared(of: Field[Any]) -> Declared | None:
    """The declaration behind a dataclass field, None for undeclared ones."""
    found = of.metadata.get("declared")
    return found if isinstance(found, Declared) else None


def parameters(cls: type) -> dict[str, tuple[Any, Declared]]:
    """Default and declaration of every parameter of a class made with `param`."""
    found: dict[str, tuple[Any, Declared]] = {}
    for f in fields(cls):
        told = declared(f)
        if told is not None:
            found[f.name] = (None if f.default is MISSING else f.default, told)
    return found


def is_idle(mechanism: Mechanism) -> bool:
    """Whether all values that can switch a mechanism off are at their neutral point."""
    known = parameters(type(mechanism))
    neutral = {name: told.neutral for name, (_, told) in known.items() if told.neutral is not None}
    return bool(neutral) and all(getattr(mechanism, name) == at for name, at in neutral.items())


def inputs(*names: str) -> Callable[[Hook], Hook]:
    """Declare what a hook depends on; it is asked again only when one of these changed.

    Names are those of `World.version`: ``"day"`` (every boundary at which tables are made),
    ``"conditions"``, ``"people"`` (social columns), ``"experience"``, ``"bodies"``,
    ``"responsibility"``, ``"absence"``. Without names the answer stands for the whole run.
    """

    def mark(hook: Hook) -> Hook:
        hook.inputs = names  # type: ignore[attr-defined]
        return hook

    return mark


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """Base of everything that acts in a step."""

    label: str = ""

    family: ClassVar[str] = ""
    en: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    sources: ClassVar[tuple[str, ...]] = ()
    #: True where it came after the first version: as declared it is not hashed
    later: ClassVar[bool] = False
    #: how it costs and how it may fail, one sentence each language
    price: ClassVar[tuple[str, str]] = ("", "")

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", self.name())

    @classmethod
    def name(cls) -> str:
        """The name in scenario files and on the command line: the class name in snake case."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def phases(cls) -> tuple[str, ...]:
        """Phases whose hook the class overrides, in the order of a step."""
        return tuple(p for p in PHASES if getattr(cls, p) is not getattr(Mechanism, p))

    def times(self, world: World) -> Sequence[float]:
        """Days at which what it states changes at a known time; tables are made again then.

        Asked once, when everything is built.
        """
        return ()

    def moves_households(self) -> bool:
        """Whether its `adapt` may return a `Move`: the run then keeps how everybody began."""
        return False

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Bodies, own columns, rules and first assignments; asked once."""
        return ()

    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Need rates and conditions."""
        return ()

    def process(self, world: World, own: dict[str, Any], end: float) -> None:
        """Advance the continuous-time state that only this mechanism owns to time `end`."""

    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours with their owner and where they are placed."""
        return ()

    def meet(self, world: World) -> Sequence[c.Contribution]:
        """Contact weights and events."""
        return ()

    def demand(self, world: World) -> Sequence[c.Contribution]:
        """Factors on need rates and on what households have at home."""
        return ()

    def help(self, world: World) -> Sequence[c.Contribution]:
        """Rates at which neighbours and kin take a case."""
        return ()

    def detect(self, world: World) -> Sequence[c.Contribution]:
        """Channels that race to find a case."""
        return ()

    def route(self, world: World) -> Sequence[c.Contribution]:
        """What a desk does with a case it gets."""
        return ()

    def share(self, world: World) -> Sequence[c.Contribution]:
        """Offers of stock."""
        return ()

    def rank(self, world: World) -> Sequence[c.Contribution]:
        """Scores of ready cases."""
        return ()

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Movements of social columns; only mechanisms of ``society`` may."""
        return ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Changes of structure, decided on the mechanism's own schedule."""
        return ()
