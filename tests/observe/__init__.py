"""Tests of resilience_sim.observe."""
