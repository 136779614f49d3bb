"""Residents and households of the plain Mesa model: attributes, `step` and `advance`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import mesa

if TYPE_CHECKING:
    from benchmarks.plain_mesa import PlainModel

SUSCEPTIBLE, LATENT, EARLY, ILL, SILENT, RECOVERED = range(6)


class Resident(mesa.Agent):
    """A person: carries the infection, listens to those it is tied to, may take part."""

    def __init__(self, model: PlainModel, row: int, people: Any) -> None:
        super().__init__(model)
        self.identity = float(people.identity[row])
        self.trust_neighbours = float(people.trust_neighbours[row])
        self.trust_institutions = float(people.trust_institutions[row])
        self.belief = float(people.belief[row])
        self.stigma = float(people.stigma[row])
        self.panic = float(people.panic[row])
        self.first = self.attitudes()
        self.later = self.first
        self.participation = 0.0
        self.taking_part = 0.0
        self.hours = float(people.hours[row])
        self.threshold = model.random.uniform(*model.thresholds)
        self.phase = model.random.random()
        self.strain = 0.0
        self.given = 0.0
        age, virus = int(people.age[row]), model.virus
        self.grown = age >= 3
        self.susceptibility = 1.0
        if age < 3:
            self.susceptibility = virus.child_susceptibility
        elif age >= 13:
            self.susceptibility = virus.elder_susceptibility
        self.state = SUSCEPTIBLE
        self.until = math.inf
        self.found_at = math.inf
        self.released_at = math.inf
        self.isolated = False
        self.quarantined = False
        self.household: Household
        self.ties: list[tuple[Resident, float]] = []
        self.weight = 0.0

    def attitudes(self) -> tuple[float, ...]:
        """The six attitudes that influence moves."""
        return (
            self.identity,
            self.trust_neighbours,
            self.trust_institutions,
            self.belief,
            self.stigma,
            self.panic,
        )

    @property
    def absent(self) -> bool:
        """Whether illness or quarantine keeps this person away."""
        return self.state == ILL or self.quarantined

    def step(self) -> None:
        """One step of the infection; what influence and peers will change."""
        if self.state != SUSCEPTIBLE and self.state != RECOVERED:
            self.fall_ill_and_recover()
        if self.quarantined and self.model.now >= self.released_at:
            self.quarantined = False
            self.released_at = math.inf
        if EARLY <= self.state <= SILENT:
            self.pass_it_on()
        if self.model.due:
            self.listen()
            self.review()

    def advance(self) -> None:
        """Take over what `step` decided."""
        (
            self.identity,
            self.trust_neighbours,
            self.trust_institutions,
            self.belief,
            self.stigma,
            self.panic,
        ) = self.later
        self.participation = self.taking_part
        self.given = 0.0
        if self.participation and not self.absent:
            self.given = min(self.model.hours_asked, self.hours)

    # --- infection --------------------------------------------------------------------------
    def infect(self) -> None:
        """Become latent."""
        virus, model = self.model.virus, self.model
        self.state = LATENT
        self.until = model.now + model.duration(virus.latent_days, virus.latent_sd)

    def expose(self, hazard: float) -> None:
        """Be infected with the chance of a hazard, by susceptibility."""
        if self.random.random() < -math.expm1(-hazard * self.susceptibility):
            self.infect()

    def meet(self) -> None:
        """Be infected by somebody met, by susceptibility relative to the highest."""
        if self.random.random() * self.model.most_susceptible < self.susceptibility:
            self.infect()

    def fall_ill_and_recover(self) -> None:
        """Move on when the present state has lasted its time; be found when it is time."""
        model, virus = self.model, self.model.virus
        while model.now >= self.until:
            if self.state == LATENT:
                early = model.duration(virus.presymptomatic_days, virus.presymptomatic_sd)
                self.state, start = EARLY, self.until
                self.until += early
                if model.random.random() < virus.asymptomatic:
                    self.state = SILENT
                    self.until += model.duration(virus.ill_days, virus.ill_sd)
                    self.maybe_found(virus.found_well, start)
            elif self.state == EARLY:
                self.state, start = ILL, self.until
                self.until += model.duration(virus.ill_days, virus.ill_sd)
                self.maybe_found(virus.found_ill, start)
            else:
                self.state, self.until, self.found_at = RECOVERED, math.inf, math.inf
                if self.isolated:
                    self.isolated = self.quarantined = False
                    self.released_at = math.inf
        if model.now >= self.found_at:
            self.found_at = math.inf
            self.isolated = True
            self.household.confine()

    def maybe_found(self, chance: float, start: float) -> None:
        """Draw whether, and when, this case will be found and isolated."""
        random = self.model.random
        if random.random() < chance:
            self.found_at = start + random.expovariate(1.0 / self.model.virus.finding_days)

    def pass_it_on(self) -> None:
        """Try everybody at home, everybody tied, and a stranger met by chance."""
        model, random = self.model, self.model.random
        strength = model.virus.asymptomatic_infectiousness if self.state == SILENT else 1.0
        home = strength * model.home_hazard * model.dt
        if self.isolated:
            home *= model.virus.isolated_at_home
        for other in self.household.members:
            if other.state == SUSCEPTIBLE:
                other.expose(home)
        if self.quarantined:
            return
        tied = strength * model.tie_hazard * model.dt
        for other, weight in self.ties:
            if other.state == SUSCEPTIBLE and not other.quarantined:
                other.expose(tied * weight)
        if random.random() < -math.expm1(-strength * model.mixing * model.dt):
            other = random.choice(model.residents)
            if other.state == SUSCEPTIBLE and not other.quarantined:
                other.meet()

    # --- attitudes --------------------------------------------------------------------------
    def listen(self) -> None:
        """Friedkin-Johnsen: move toward the mean of ties and the own first attitude."""
        identity = neighbours = institutions = belief = stigma = panic = 0.0
        if self.ties:
            for other, weight in self.ties:
                identity += weight * other.identity
                neighbours += weight * other.trust_neighbours
                institutions += weight * other.trust_institutions
                belief += weight * other.belief
                stigma += weight * other.stigma
                panic += weight * other.panic
            heard: tuple[float, ...] = (identity, neighbours, institutions, belief, stigma, panic)
            heard = tuple(x / self.weight for x in heard)
        else:
            heard = self.attitudes()
        own, speeds = 1.0 - self.model.openness, self.model.speeds
        self.later = tuple(
            x + speed * (own * first + (1.0 - own) * mean - x)
            for x, first, mean, speed in zip(
                self.attitudes(), self.first, heard, speeds, strict=True
            )
        )

    def review(self) -> None:
        """Tire by what was given; at the time of review weigh drive against the threshold."""
        model, rule = self.model, self.model.taking_part
        self.strain += rule.strain_up * self.given * model.span * (1.0 - self.strain)
        self.strain *= model.strain_kept
        before = (model.now - model.span) * rule.review_rate + self.phase
        if math.floor(model.now * rule.review_rate + self.phase) == math.floor(before):
            return
        peers = 0.0
        if self.ties:
            peers = sum(w * other.participation for other, w in self.ties) / self.weight
        drive = rule.base + rule.from_identity * self.identity
        drive += rule.from_peers * peers - rule.from_strain * self.strain
        self.taking_part = 1.0 if drive >= self.threshold else 0.0


class Household(mesa.Agent):
    """Members, the households they are tied to, and needs that neighbours may settle."""

    def __init__(self, model: PlainModel, vulnerable: bool) -> None:
        super().__init__(model)
        self.members: list[Resident] = []
        self.neighbours: list[tuple[Household, float]] = []
        self.rate = sum(model.rates) * (model.vulnerable_factor if vulnerable else 1.0)
        self.next_need = model.now + model.random.expovariate(self.rate)
        self.skills = 0
        self.open: dict[int, tuple[float, float]] = {}
        self.willing = 0.0
        self.hours_rate = 0.0
        self.hours_left = 0.0

    def confine(self) -> None:
        """Quarantine of all members when one was found."""
        model = self.model
        for one in self.members:
            one.quarantined = True
            one.released_at = model.now + model.virus.quarantine_days
            if one.isolated:
                one.released_at = math.inf

    def step(self) -> None:
        """Needs arise, are given up, and are taken by neighbours."""
        model, random = self.model, self.model.random
        self.hours_left = min(self.hours_left + self.hours_rate * model.dt, 7.0 * self.hours_rate)
        for need in list(self.open):
            raised, patience = self.open[need]
            if self.helped(need):
                del self.open[need]
                # help comes at any time of the step: its middle, on average
                model.closed.append((raised, model.now - 0.5 * model.dt, True))
            elif model.now >= patience:
                del self.open[need]
                model.closed.append((raised, model.now, False))
        while self.next_need <= model.now:
            self.next_need += random.expovariate(self.rate)
            need = random.choices(model.needs, model.rates)[0]
            if need not in self.open:
                patience = model.patience[need] * math.exp(model.spread * random.gauss(0.0, 1.0))
                self.open[need] = (model.now, model.now + patience)

    def helped(self, need: int) -> bool:
        """Whether a neighbour comes in this step and has the hours."""
        model = self.model
        base = model.help_rates[need]
        if base == 0.0:
            return False
        able = [
            (other, weight * other.willing)
            for other, weight in self.neighbours
            if other.skills >> need & 1 and other.willing > 0.0
        ]
        pull = sum(weight for _, weight in able)
        if model.random.random() >= -math.expm1(-base * pull * model.dt):
            return False
        helper = model.random.choices([one for one, _ in able], [w for _, w in able])[0]
        cost = model.work[need] * model.aid.effort
        if helper.hours_left < cost:
            return False
        helper.hours_left -= cost
        return True

    def advance(self) -> None:
        """How willing and how free its members are for neighbours in the next step."""
        model = self.model
        grown = [one for one in self.members if one.grown] or self.members
        total = 0.0
        for one in grown:
            if not one.absent:
                total += one.identity * one.trust_neighbours * (1.0 - one.panic)
        self.willing = total / len(grown)
        if self.open:
            self.willing *= 1.0 - model.aid.load
        self.hours_rate = model.aid.share_of_hours * sum(
            max(one.hours - one.given, 0.0) for one in self.members if not one.absent
        )
