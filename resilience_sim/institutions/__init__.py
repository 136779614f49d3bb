"""How a community is governed: one institution a file, switched on in a scenario."""

from resilience_sim.institutions.big_party_committee import BigPartyCommittee
from resilience_sim.institutions.community_alliance import CommunityAlliance
from resilience_sim.institutions.coordination_committees import CoordinationCommittees
from resilience_sim.institutions.digital_platform import DigitalPlatform
from resilience_sim.institutions.escalation_ladder import EscalationLadder
from resilience_sim.institutions.guidance_groups import GuidanceGroups
from resilience_sim.institutions.joint_conference import JointConference
from resilience_sim.institutions.local_mediation import LocalMediation
from resilience_sim.institutions.owners_property_linkage import OwnersPropertyLinkage
from resilience_sim.institutions.red_grid import RedGrid
from resilience_sim.institutions.responsibility_list import ResponsibilityList
from resilience_sim.institutions.science_outreach import ScienceOutreach
from resilience_sim.institutions.stability_alliance import StabilityAlliance
from resilience_sim.institutions.station_separation import StationSeparation
from resilience_sim.institutions.street_empowerment import StreetEmpowerment
from resilience_sim.institutions.volunteer_corps import VolunteerCorps

__all__ = [
    "BigPartyCommittee",
    "CommunityAlliance",
    "CoordinationCommittees",
    "DigitalPlatform",
    "EscalationLadder",
    "GuidanceGroups",
    "JointConference",
    "LocalMediation",
    "OwnersPropertyLinkage",
    "RedGrid",
    "ResponsibilityList",
    "ScienceOutreach",
    "StabilityAlliance",
    "StationSeparation",
    "StreetEmpowerment",
    "VolunteerCorps",
]
