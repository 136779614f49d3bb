"""What strikes a community: one mechanism a file."""

from resilience_sim.crises.earthquake import Earthquake
from resilience_sim.crises.epidemic import Epidemic
from resilience_sim.crises.lockdown import Lockdown

__all__ = ["Earthquake", "Epidemic", "Lockdown"]
