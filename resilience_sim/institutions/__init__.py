"""How a community is governed: one institution a file, switched on in a scenario."""

from resilience_sim.institutions.escalation_ladder import EscalationLadder
from resilience_sim.institutions.red_grid import RedGrid
from resilience_sim.institutions.responsibility_list import ResponsibilityList

__all__ = ["EscalationLadder", "RedGrid", "ResponsibilityList"]
