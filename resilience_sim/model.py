"""The simulation as a Mesa model: steps, agents, a data collector and a graph.

The run itself is `resilience_sim.simulation.Simulation`, which knows nothing of Mesa and pays
nothing for it. Agents are made when `ResilienceModel.agents` is first used; what a user writes
through them between steps stands in the journal under the author ``user``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.agents import (
    GridMember,
    Organisation,
    OwnersCommittee,
    PartyCommittee,
    PartyMember,
    Resident,
    ResidentsCommittee,
    SocialOrganisation,
    Subdistrict,
    Unit,
    View,
    body_class,
    person_classes,
)
from resilience_sim.community.community import Duties
from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.observe.record import Record
from resilience_sim.scenario import Scenario
from resilience_sim.scenario_files import as_scenario, varied
from resilience_sim.simulation import Simulation
from resilience_sim.simulation.writing import Writing
from resilience_sim.vocabulary import SOCIAL, STAGES
from resilience_sim.whole import checked_seed, whole_number

if TYPE_CHECKING:
    import networkx as nx

    from resilience_sim.observe.result import Result

Array = NDArray[Any]

__all__ = [
    "GridMember",
    "Organisation",
    "OwnersCommittee",
    "PartyCommittee",
    "PartyMember",
    "Resident",
    "ResidentsCommittee",
    "ResilienceModel",
    "SocialOrganisation",
    "Subdistrict",
    "Unit",
]

#: Series of the run that the data collector keeps under their own names.
SERIES = ("functionality", "hands_used", "absent", *SOCIAL)


class ResilienceModel(mesa.Model):  # type: ignore[misc]
    """One run of a scenario, as Mesa users know models.

    ``random`` and ``rng`` derive from the seed and serve the behaviour that a user adds; the
    run has streams of its own and is the same whether they are drawn from or not.

    Every argument may be given by its name as a plain value, so `mesa.batch_run` and the
    sliders of a page vary it. An argument that is None leaves what `base` says.

    Parameters
    ----------
    base
        A scenario, the name of a ready one, or the path of a TOML file. It is not called
        ``scenario``, since later Mesa keeps something of its own under that name.
    seed, rng
        Seed of all luck, a whole number of at least 0, under either of the names that Mesa's
        versions use. None takes one from the system; ``model.seed`` tells it.
    clarity, sharing, identity, bridging
        Levers, 0 to 1.
    residents
        People of the community.
    step_hours, warmup_days, horizon_days
        Times of the scenario.
    institutions
        Institutions to switch on beside those of `base`, by name, separated by commas or
        as a list.
    changes
        Any other values by their keys, as `Scenario.vary` takes them.
    views
        Classes to make agents of in place of the usual ones, by the class they replace and
        inherit from: ``{Resident: Gardener}``. None takes those of the attribute `views` of
        the class of the model.
    model_reporters, agent_reporters
        Further reporters for the data collector, as Mesa takes them. Agent reporters make
        all agents, and visit each of them after every step.

    Raises
    ------
    InputError
        A value or the seed cannot be used, or a class does not inherit from the one it
        replaces.

    Examples
    --------
    >>> class Gardener(Resident):
    ...     def step(self):
    ...         if self.panic > 0.5:
    ...             self.panic = self.panic / 2
    >>> class Town(ResilienceModel):
    ...     views = {Resident: Gardener}
    ...     def step(self):
    ...         self.agents_by_type[Gardener].shuffle_do("step")
    ...         super().step()
    >>> model = Town(clarity=0.9, seed=1)
    >>> model.step()
    """

    #: Classes that models of this class make agents of, by the class they replace.
    views: ClassVar[Mapping[type[View], type[View]]] = MappingProxyType({})

    def __init__(
        self,
        base: Scenario | str | Path = "epidemic_lockdown",
        *,
        seed: int | None = None,
        rng: int | None = None,
        clarity: float | None = None,
        sharing: float | None = None,
        identity: float | None = None,
        bridging: float | None = None,
        residents: int | None = None,
        step_hours: float | None = None,
        warmup_days: float | None = None,
        horizon_days: float | None = None,
        institutions: str | Sequence[str] | None = None,
        changes: Mapping[str, Any] | None = None,
        views: Mapping[type[View], type[View]] | None = None,
        model_reporters: Mapping[str, Any] | None = None,
        agent_reporters: Mapping[str, Any] | None = None,
    ) -> None:
        self.seed = _seed(seed, rng)
        # `rng`, not `seed`: later Mesa warns of the latter
        super().__init__(rng=self.seed)
        self._seed = self.seed
        self.agent_numbers: Iterator[int] = itertools.count(1)
        self._views = _checked_views(type(self).views if views is None else views)
        given = {
            "levers.clarity": clarity,
            "levers.sharing": sharing,
            "levers.identity": identity,
            "levers.bridging": bridging,
            "community.residents": residents,
            "step_hours": step_hours,
            "warmup_days": warmup_days,
            "horizon_days": horizon_days,
        }
        stated = varied(as_scenario(base, "base"), given, institutions, changes or {})
        self._residents: list[Any] | None = None
        self._bodies: list[Any] = []
        self.simulation = Simulation(stated, self.seed)
        self._writing = Writing(self.simulation)
        self._latest: dict[str, float] = {}
        self.datacollector = mesa.DataCollector(
            model_reporters={**_reporters(), **(model_reporters or {})},
            agent_reporters=dict(agent_reporters or {}) or None,
        )

    # --- time -----------------------------------------------------------------------------
    def step(self) -> None:
        """Let one step of the scenario pass and collect data; nothing once the run has ended."""
        if self.simulation.ended:
            return
        self._writing.begin_step()
        self.simulation.step()
        self.running = not self.simulation.ended
        series = self.simulation.watching.series()
        self._latest = {name: float(values[-1]) for name, values in series.items()}
        self.datacollector.collect(self)

    @property
    def day(self) -> float:
        """Days since the strike, negative in everyday life."""
        return self.simulation.t

    # --- agents ---------------------------------------------------------------------------
    def register_agent(self, agent: Any) -> None:
        """Take an agent in, as Mesa does, and number it in the order in which they come."""
        # Mesa before 3.5 counts in a table of its class `Agent`, which holds every model for
        # ever; a sweep would never give its models back
        held = getattr(mesa.Agent, "_ids", None)
        if held is not None:
            held.pop(self, None)
            agent.unique_id = next(self.agent_numbers)
        super().register_agent(agent)

    @property
    def agents(self) -> Any:
        """All residents, then all bodies, in the order of their rows; made on first use."""
        self._made()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """Agents by their exact class: who is a `PartyMember` is not under `Resident`."""
        self._made()
        return super().agents_by_type

    @property
    def agent_types(self) -> Any:
        """Classes of the agents."""
        self._made()
        return super().agent_types

    def resident(self, row: int) -> Any:
        """The agent of a row of people.

        Raises
        ------
        InputError
            There is no such row.
        """
        agents = self._made()
        return agents[whole_number(row, "row", 0, len(agents) - 1)]

    def body(self, name: str) -> Any:
        """The agent of a body by its name.

        Raises
        ------
        InputError
            There is no such body.
        """
        names = self.simulation.world.body_names
        if name not in names:
            raise InputError("there is no such body", value=name, allowed=listed(names))
        self._made()
        return self._bodies[names.index(name)]

    def residents_where(self, column: str, value: object = True) -> Any:
        """Residents whose column has a value, whatever their class, as a Mesa agent set.

        Parameters
        ----------
        column
            Name under which residents show the column.
        value
            The value, or a function that takes the whole column (P,) and tells for each row.

        Raises
        ------
        InputError
            There is no such column.
        """
        return self._where("people", self._made(), column, value)

    def bodies_where(self, column: str, value: object = True) -> Any:
        """Bodies whose column has a value, as a Mesa agent set; see `residents_where`."""
        self._made()
        return self._where("bodies", self._bodies, column, value)

    def _where(self, table: str, agents: list[Any], column: str, value: object) -> Any:
        shown = getattr(self.simulation, table).shown()
        if column not in shown:
            raise InputError(
                f"{table} have no such column", value=column, allowed=listed(shown),
                nearest=nearest_name(column, shown),
            )  # fmt: skip
        whole = self.column(table, shown[column])
        wanted = value(whole.copy()) if callable(value) else whole == value
        chosen = [agents[row] for row in np.flatnonzero(wanted).tolist()]
        return mesa.agent.AgentSet(chosen, self.random)

    def _made(self) -> list[Any]:
        if self._residents is None:
            people, bodies = self.simulation.people, self.simulation.bodies
            self._residents = [
                self._views.get(cls, cls)(self, row)
                for row, cls in enumerate(person_classes(people))
            ]
            self._bodies = [
                self._views.get(cls, cls)(self, row)
                for row, cls in enumerate(map(body_class, bodies.kind.tolist()))
            ]
        return self._residents

    # --- columns --------------------------------------------------------------------------
    def column(self, table: str, name: str) -> Array:
        """The array behind a column of ``people`` or ``bodies``; stock is that of the engine."""
        return self._writing.column(table, name)

    def write(self, table: str, name: str, row: int, value: Any) -> None:
        """Carry out and journal what a user writes to one row; see `simulation.writing`."""
        self._writing.write(table, name, row, value)

    # --- what it leaves -------------------------------------------------------------------
    def latest(self, name: str) -> float:
        """A series of the run at the end of the last step, nan before the first."""
        return self._latest.get(name, float("nan"))

    def record(self) -> Record:
        """The raw record of the run so far."""
        return self.simulation.record()

    def result(self) -> Result:
        """Frames and figures of the run so far.

        Raises
        ------
        InputError
            No step has passed.
        """
        if not self._latest:
            raise InputError(
                "there is no result before a step", key="steps", value=0, allowed=">= 1"
            )
        from resilience_sim.observe.result import Result

        return Result(self.record(), self.simulation.scenario)

    def graph(self) -> nx.Graph[Any]:
        """The community as it is now, as a networkx graph (see `community.graph`).

        Columns, ties as bridging has them, stock and the accountability in force; between
        bodies also who hands on to whom, formally or not, and who may draw on whose stock
        (see `community.graph_structure`).
        """
        from resilience_sim.community.graph_structure import add_structure

        run = self.simulation
        bodies = run.bodies.copy()
        bodies.stock[:] = self.column("bodies", "stock")
        now = replace(
            run.community,
            people=run.people,
            households=run.world.households,
            bodies=bodies,
            body_names=run.world.body_names,
            ties=run.world.ties,
            duties=Duties(run.responsibility.first, run.responsibility.second),
        )
        graph = now.to_networkx()
        responsibility, names = run.responsibility, run.world.body_names
        add_structure(graph, names, bodies, responsibility, run.in_force, run.luck)
        return graph


def open_cases(model: ResilienceModel) -> float:
    """Open cases in all stages at the end of the last step."""
    return sum(model.latest(f"open_{stage}") for stage in STAGES)


def _reporters() -> dict[str, Callable[[ResilienceModel], float]]:
    def of(name: str) -> Callable[[ResilienceModel], float]:
        return partial(_series, name)

    return {"day": partial(_day), "open_cases": partial(open_cases)} | {n: of(n) for n in SERIES}


def _series(name: str, model: ResilienceModel) -> float:
    return model.latest(name)


def _day(model: ResilienceModel) -> float:
    return model.day


def _seed(seed: int | None, rng: int | None) -> int:
    if seed is not None and rng is not None:
        raise InputError(
            "the seed was given twice", key="rng", value=rng, allowed="either seed or rng"
        )
    given = rng if seed is None else seed
    if given is None:
        return int(np.random.SeedSequence().generate_state(1)[0])
    return checked_seed(given)


def _checked_views(views: Mapping[type[View], type[View]]) -> dict[type[View], type[View]]:
    for usual, own in views.items():
        if not (isinstance(own, type) and issubclass(usual, View) and issubclass(own, usual)):
            raise InputError(
                "a class of agents must inherit from the one it replaces",
                key="views",
                value=f"{getattr(own, '__name__', own)} for {usual.__name__}",
                allowed=f"a subclass of {usual.__name__}",
            )
    return dict(views)
