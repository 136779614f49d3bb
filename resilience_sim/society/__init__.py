"""How people change: the only rules that move social columns, one mechanism a file."""

from resilience_sim.society.belief import Belief
from resilience_sim.society.compliance import Compliance
from resilience_sim.society.fatigue import Fatigue
from resilience_sim.society.identification import Identification
from resilience_sim.society.influence import Influence
from resilience_sim.society.panic import Panic
from resilience_sim.society.participation import Participation
from resilience_sim.society.trust import Trust

__all__ = [
    "Belief",
    "Compliance",
    "Fatigue",
    "Identification",
    "Influence",
    "Panic",
    "Participation",
    "Trust",
]
