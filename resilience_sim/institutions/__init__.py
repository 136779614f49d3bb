"""How a community is governed: one institution a file, switched on in a scenario."""

from resilience_sim.institutions.advisory_council import AdvisoryCouncil
from resilience_sim.institutions.big_party_committee import BigPartyCommittee
from resilience_sim.institutions.charity_fund import CharityFund
from resilience_sim.institutions.community_alliance import CommunityAlliance
from resilience_sim.institutions.community_company import CommunityCompany
from resilience_sim.institutions.coordination_committees import CoordinationCommittees
from resilience_sim.institutions.covenant import Covenant
from resilience_sim.institutions.cultural_programme import CulturalProgramme
from resilience_sim.institutions.deliberation import Deliberation
from resilience_sim.institutions.department_coordination import DepartmentCoordination
from resilience_sim.institutions.digital_platform import DigitalPlatform
from resilience_sim.institutions.disclosure import Disclosure
from resilience_sim.institutions.donation_campaign import DonationCampaign
from resilience_sim.institutions.escalation_ladder import EscalationLadder
from resilience_sim.institutions.five_actor_linkage import FiveActorLinkage
from resilience_sim.institutions.guidance_groups import GuidanceGroups
from resilience_sim.institutions.joint_conference import JointConference
from resilience_sim.institutions.legal_service import LegalService
from resilience_sim.institutions.list_system import ListSystem
from resilience_sim.institutions.local_mediation import LocalMediation
from resilience_sim.institutions.organisation_incubator import OrganisationIncubator
from resilience_sim.institutions.oversight import Oversight
from resilience_sim.institutions.owners_property_linkage import OwnersPropertyLinkage
from resilience_sim.institutions.points_system import PointsSystem
from resilience_sim.institutions.red_culture import RedCulture
from resilience_sim.institutions.red_grid import RedGrid
from resilience_sim.institutions.resident_election import ResidentElection
from resilience_sim.institutions.responsibility_list import ResponsibilityList
from resilience_sim.institutions.science_outreach import ScienceOutreach
from resilience_sim.institutions.self_management import SelfManagement
from resilience_sim.institutions.service_point import ServicePoint
from resilience_sim.institutions.stability_alliance import StabilityAlliance
from resilience_sim.institutions.station_separation import StationSeparation
from resilience_sim.institutions.street_empowerment import StreetEmpowerment
from resilience_sim.institutions.time_bank import TimeBank
from resilience_sim.institutions.virtue_honours import VirtueHonours
from resilience_sim.institutions.volunteer_corps import VolunteerCorps
from resilience_sim.institutions.workforce_incentives import WorkforceIncentives

__all__ = [
    "AdvisoryCouncil",
    "BigPartyCommittee",
    "CharityFund",
    "CommunityAlliance",
    "CommunityCompany",
    "CoordinationCommittees",
    "Covenant",
    "CulturalProgramme",
    "Deliberation",
    "DepartmentCoordination",
    "DigitalPlatform",
    "Disclosure",
    "DonationCampaign",
    "EscalationLadder",
    "FiveActorLinkage",
    "GuidanceGroups",
    "JointConference",
    "LegalService",
    "ListSystem",
    "LocalMediation",
    "OrganisationIncubator",
    "Oversight",
    "OwnersPropertyLinkage",
    "PointsSystem",
    "RedCulture",
    "RedGrid",
    "ResidentElection",
    "ResponsibilityList",
    "ScienceOutreach",
    "SelfManagement",
    "ServicePoint",
    "StabilityAlliance",
    "StationSeparation",
    "StreetEmpowerment",
    "TimeBank",
    "VirtueHonours",
    "VolunteerCorps",
    "WorkforceIncentives",
]
