"""Hospitals close: what they did falls back on the clinic of the community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from resilience_sim.crises.restoration import Outage, needs_without
from resilience_sim.mechanism import ByNeed


@dataclass(frozen=True, kw_only=True)
class HospitalOutage(Outage):
    """Buildings whose hospital is closed: its patients turn to the community for care."""

    en: ClassVar[str] = "Hospitals closed"
    zh: ClassVar[str] = "医院停摆"

    needs: ByNeed = needs_without(ByNeed(0.0, medicine=0.01, medical=0.02, care=0.01))
