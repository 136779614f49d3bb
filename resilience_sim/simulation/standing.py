"""What meetings leave standing: agreements, roles, opened posts, payments and promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.tables import Offers, frozen
from resilience_sim.observe.record import Act
from resilience_sim.simulation import tables
from resilience_sim.simulation.asking import Authored, of_type
from resilience_sim.vocabulary import RESOURCES
from resilience_sim.world import Purse

if TYPE_CHECKING:
    from resilience_sim.simulation.run import Simulation

Array = NDArray[Any]

FUNDS = RESOURCES.index("funds")
VERBS = (
    c.Agree, c.Enrol, c.OpenPost, c.Arrange, c.Pay, c.Promise, c.Oblige, c.TakeOver,
)  # fmt: skip


@dataclass(slots=True)
class Standing:
    """Carries out verbs that last, and keeps what they leave; idle, it costs nothing."""

    run: Simulation
    #: agreements with the day on which each ends
    agreed: list[tuple[float, c.Offer]]
    purses: dict[str, dict[str, Purse]]
    #: promises that are open, a number a person, by author
    promised: dict[str, Array]
    changed: bool = False

    @classmethod
    def empty(cls, run: Simulation) -> Standing:
        """Nothing stands yet."""
        return cls(run, [], {}, {})

    def carry_out(self, found: Sequence[Authored]) -> dict[str, Array]:
        """Apply verbs in label order; what society is to react to, by kind."""
        told: dict[str, Array] = {}
        for label, one in found:
            if not isinstance(one, VERBS):
                continue
            act, count, figures = self._apply(label, one, told)
            self.run.acts.append(Act(self.run.t, label, "convene", act, count, figures))
        return told

    def _apply(
        self, label: str, one: Any, told: dict[str, Array]
    ) -> tuple[str, int, dict[str, float]]:
        """Name of the act, how many it touched, and figures."""
        if isinstance(one, c.Agree):
            return self._agree(one)
        if isinstance(one, c.Enrol):
            return self._enrol(one)
        if isinstance(one, c.OpenPost):
            return self._open(one)
        if isinstance(one, c.Arrange):
            return self._arrange(one)
        if isinstance(one, c.Pay):
            return self._pay(label, one)
        if isinstance(one, c.Promise):
            return self._promise(label, one, told)
        if isinstance(one, c.Oblige):
            days = float(one.people.sum())
            self.run.recording.obliged(days)
            _add(told, "obliged", one.people)
            return "oblige", int((one.people > 0.0).sum()), {"days": days}
        _add(told, "taken_over", one.bodies)
        return "take_over", int((one.bodies > 0.0).sum()), {"hours": float(one.bodies.sum())}

    # --- agreements -----------------------------------------------------------------------
    def _agree(self, one: c.Agree) -> tuple[str, int, dict[str, float]]:
        offer = c.Offer(
            asker=one.asker, holder=one.holder, resource=one.resource,
            reserve=one.reserve, delay=one.delay,
        )  # fmt: skip
        self.agreed.append((self.run.t + one.days, offer))
        self.changed = True
        return "agree", len(one.asker), {"holders": float(len(np.unique(one.holder)))}

    def offers(self, shared: list[c.Offer], fresh: bool) -> Offers | None:
        """All offers in force together with those shared now; None where nothing changed."""
        now = self.run.world.t
        if self.agreed:
            kept = [entry for entry in self.agreed if entry[0] > now + 1e-9]
            self.changed |= len(kept) < len(self.agreed)
            self.agreed = kept
        if not (self.changed or fresh):
            return None
        self.changed = False
        return tables.united(
            self.run.bodies, self.run.offers, [*shared, *(offer for _, offer in self.agreed)]
        )

    # --- people and bodies ----------------------------------------------------------------
    def _enrol(self, one: c.Enrol) -> tuple[str, int, dict[str, float]]:
        column = getattr(self.run.people, one.role)
        moved = int((column[one.people] != one.enrolled).sum())
        column[one.people] = one.enrolled
        self.run.bump("people")
        return ("enrol" if one.enrolled else "dismiss"), moved, {}

    def _open(self, one: c.OpenPost) -> tuple[str, int, dict[str, float]]:
        run, opened = self.run, 0
        for row in np.asarray(one.bodies).tolist():
            plan = run.planned.pop(row, None)
            if plan is not None:
                run.bodies.staff[row] = plan.staff
                run.bodies.authority[row] = plan.authority
                opened += 1
        if opened:
            run.engine.set_powers(run.bodies)
            run.bump("bodies")
        return "open_post", opened, {}

    def _arrange(self, one: c.Arrange) -> tuple[str, int, dict[str, float]]:
        column = getattr(self.run.bodies, one.column)
        before = float(column[one.bodies].sum())
        top = 0.95 if one.column == "administration" else np.inf
        column[one.bodies] = np.clip(one.values, 0.0, top)
        self.run.bump("bodies")
        return f"arrange_{one.column}", len(one.bodies), {
            "by": float(column[one.bodies].sum()) - before
        }  # fmt: skip

    # --- payments and promises ------------------------------------------------------------
    def purse(self, label: str, currency: str) -> Purse:
        """What one author has paid to whom in one currency."""
        of = self.purses.setdefault(label, {})
        if currency not in of:
            of[currency] = Purse(np.zeros(len(self.run.people)), np.zeros(len(self.run.bodies)))
            self.run.world.purses = self.purses
        return of[currency]

    def _pay(self, label: str, one: c.Pay) -> tuple[str, int, dict[str, float]]:
        purse, run = self.purse(label, one.currency), self.run
        people = np.array(one.people) if one.people.size else np.zeros(len(run.people))
        bodies = np.array(one.bodies) if one.bodies.size else np.zeros(len(run.bodies))
        if one.currency == "points":
            people = np.maximum(people, -run.people.points)
            run.people.points += people
            run.bump("people")
        elif one.currency == "funds":
            stock = run.engine.arrays["body"]["stock"][:, FUNDS]
            there = np.maximum(bodies, -stock)
            missing = float((there - bodies).sum())  # nobody is paid what a payer lacked
            paid = np.maximum(there, 0.0)
            bodies = there - paid * min(1.0, missing / max(float(paid.sum()), 1e-12))
            stock += bodies
            run.engine.goods_came(np.flatnonzero(bodies > 0.0))
            run.recording.paid(float(bodies.sum()))
        purse.people += people
        purse.bodies += bodies
        purse.till -= float(people.sum()) + float(bodies.sum())
        touched = np.count_nonzero(people) + np.count_nonzero(bodies)
        paid = float(np.maximum(people, 0.0).sum() + np.maximum(bodies, 0.0).sum())
        taken = float(np.minimum(people, 0.0).sum() + np.minimum(bodies, 0.0).sum())
        return f"pay_{one.currency}", int(touched), {"paid": paid, "taken": -taken}

    def _promise(
        self, label: str, one: c.Promise, told: dict[str, Array]
    ) -> tuple[str, int, dict[str, float]]:
        still = self.promised.setdefault(label, np.zeros(len(self.run.people)))
        number = np.asarray(one.people, np.float64)
        if one.outcome == "made":
            still += number
        else:
            number = np.minimum(number, still)
            still -= number
            _add(told, f"promise_{one.outcome}", number)
        return f"promise_{one.outcome}", int((number > 0.0).sum()), {"number": float(number.sum())}


def _add(told: dict[str, Array], kind: str, amounts: Array) -> None:
    told[kind] = np.asarray(told.get(kind, 0.0) + np.asarray(amounts, np.float64))


def gathered(run: Simulation, met: list[Authored], t: float, until: float) -> None:
    """Events of this stretch of time, journalled and left for society to react to."""
    now = [
        (label, one)
        for label, one in met
        if isinstance(one, c.Gathering) and t - 1e-9 <= one.t < until - 1e-9
    ]
    for label, one in now:
        came = int((one.table >= 0).sum())
        hours = one.hours * came
        run.acts.append(Act(one.t, label, "meet", "gathering", came, {"hours": hours}))
        run.recording.gathered(hours)
        run.world.gatherings = (*run.world.gatherings, one)


def contacts(met: list[Authored], mobility: Array) -> Array:
    """Contacts outside the household after the factors of all, (P,)."""
    mobility = mobility.copy()
    for one in of_type(met, c.Contact):
        mobility *= one.people
    return frozen(mobility)
