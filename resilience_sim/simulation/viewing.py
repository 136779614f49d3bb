"""The read-only world that hooks see, kept up to date by the run."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from resilience_sim.community.tables import Responsibility, frozen
from resilience_sim.simulation.setup import Structure
from resilience_sim.vocabulary import N_RESOURCES
from resilience_sim.world import Conditions, Experience, Ledger, World

if TYPE_CHECKING:
    from resilience_sim.simulation.run import Simulation


def first_world(run: Simulation, made: Structure) -> World:
    """The world when everyday life begins."""
    h, p, m = len(run.community.households), len(made.people), len(made.bodies)
    buildings = run.community.places.n_buildings
    return World(
        t=run.t,
        begin=run.t,
        end=run.end,
        span=0.0,
        luck=run.luck,
        people=made.people.readonly(),
        households=run.community.households.readonly(),
        places=run.community.places,
        bodies=made.bodies.readonly(),
        body_names=made.body_names,
        ties=made.ties,
        help_ties=made.help_ties,
        responsibility=_readonly(made.responsibility),
        levers=asdict(run.scenario.levers),
        conditions=Conditions(
            np.ones(p), np.ones(buildings), np.ones(m), np.ones(N_RESOURCES), np.ones(h)
        ),
        experience=Experience(*(np.zeros(h) for _ in range(7))),
        ledger=Ledger(*(np.zeros(m) for _ in range(6))),
        absent=frozen(np.zeros(p, bool)),
        stock=frozen(made.bodies.stock),
        own={
            label: {name: frozen(array) for name, array in columns.items()}
            for label, columns in run.own.items()
        },
        placed=frozen(np.zeros(p)),
        community_keys=run.community.community_keys,
        units=frozen(run.units),
        natural=frozen(run.community.duties.natural_first),
        open_needs=frozen(np.zeros(h, np.uint32)),
        folder=run.scenario.folder,
    )


def refresh(run: Simulation, t: float) -> None:
    """Bring experience, ledgers and stock up to time `t`."""
    world, watching, body = run.world, run.watching, run.engine.arrays["body"]
    homes = run.engine.n_homes
    lived, open_needs = run.engine.lived()
    in_time, late, lapsed, helped, gave = map(frozen, lived)
    world.experience = Experience(
        in_time,
        late,
        lapsed,
        helped,
        gave,
        unmet=frozen(watching.unmet[:homes].copy()),
        waiting=frozen(watching.waiting[:homes].copy()),
    )
    run.engine.book(t)
    world.ledger = Ledger(
        available=frozen(body["available"] + run.recording.planned_hours),
        service=frozen(body["service"].copy()),
        triage=frozen(body["triage"].copy()),
        planned=frozen(run.recording.planned_hours.copy()),
        duplicated=frozen(body["double"].copy()),
        backlog=frozen(watching.backlog.copy()),
    )
    world.stock = frozen(body["stock"].copy())
    world.open_needs = frozen(open_needs)


def forgotten(lived: Experience) -> Experience:
    """The same households with nothing lived through since."""
    none = frozen(np.zeros(len(lived.unmet)))
    return Experience(none, none, none, none, none, lived.unmet, lived.waiting)


def _readonly(cells: Responsibility) -> Responsibility:
    return Responsibility(
        *(
            frozen(getattr(cells, name))
            for name in ("first", "second", "empowered", "belief", "belief_start", "formality")
        )
    )
