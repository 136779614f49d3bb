"""Tests of resilience_sim.report."""
