"""Tests of resilience_sim.study."""
