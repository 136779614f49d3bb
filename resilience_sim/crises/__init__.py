"""What strikes a community: one mechanism a file."""

from resilience_sim.crises.disputes import Disputes
from resilience_sim.crises.earthquake import Earthquake
from resilience_sim.crises.epidemic import Epidemic
from resilience_sim.crises.flood import Flood
from resilience_sim.crises.heatwave import Heatwave
from resilience_sim.crises.hospital_outage import HospitalOutage
from resilience_sim.crises.lockdown import Lockdown
from resilience_sim.crises.power_outage import PowerOutage
from resilience_sim.crises.rumour import Rumour
from resilience_sim.crises.supply_shock import SupplyShock
from resilience_sim.crises.telecom_outage import TelecomOutage
from resilience_sim.crises.water_outage import WaterOutage

__all__ = [
    "Disputes",
    "Earthquake",
    "Epidemic",
    "Flood",
    "Heatwave",
    "HospitalOutage",
    "Lockdown",
    "PowerOutage",
    "Rumour",
    "SupplyShock",
    "TelecomOutage",
    "WaterOutage",
]
