"""Today's rule for each stage of a case, one mechanism a file."""

from resilience_sim.response.aid import MutualAid
from resilience_sim.response.demand import EverydayNeeds
from resilience_sim.response.joint_matters import JointMatters
from resilience_sim.response.lapse import Patience
from resilience_sim.response.open_stores import OpenStores
from resilience_sim.response.priority import Priority
from resilience_sim.response.report import OwnReport
from resilience_sim.response.rescue import Rescue
from resilience_sim.response.rounds import Rounds
from resilience_sim.response.routing import Routing
from resilience_sim.response.service import Service
from resilience_sim.response.supply import Supply
from resilience_sim.response.telling import Telling
from resilience_sim.response.unit_needs import UnitNeeds

__all__ = [
    "EverydayNeeds",
    "JointMatters",
    "MutualAid",
    "OpenStores",
    "OwnReport",
    "Patience",
    "Priority",
    "Rescue",
    "Rounds",
    "Routing",
    "Service",
    "Supply",
    "Telling",
    "UnitNeeds",
]
