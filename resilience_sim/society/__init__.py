"""How people change: the only rules that move social columns, one mechanism a file."""

from resilience_sim.society.belief import Belief
from resilience_sim.society.compliance import Compliance
from resilience_sim.society.fatigue import Fatigue
from resilience_sim.society.gatherings import Gatherings
from resilience_sim.society.hearsay import Hearsay
from resilience_sim.society.hiding import Hiding
from resilience_sim.society.identification import Identification
from resilience_sim.society.influence import Influence
from resilience_sim.society.initiative import Initiative
from resilience_sim.society.motivation import Motivation
from resilience_sim.society.norms import Norms
from resilience_sim.society.panic import Panic
from resilience_sim.society.participation import Participation
from resilience_sim.society.promises import Promises
from resilience_sim.society.quarrels import Quarrels
from resilience_sim.society.shops import Shops
from resilience_sim.society.trust import Trust
from resilience_sim.society.turnover import Turnover

__all__ = [
    "Belief",
    "Compliance",
    "Fatigue",
    "Gatherings",
    "Hearsay",
    "Hiding",
    "Identification",
    "Influence",
    "Initiative",
    "Motivation",
    "Norms",
    "Panic",
    "Participation",
    "Promises",
    "Quarrels",
    "Shops",
    "Trust",
    "Turnover",
]
