"""What strikes a community: one mechanism a file."""

from resilience_sim.crises.epidemic import Epidemic

__all__ = ["Epidemic"]
