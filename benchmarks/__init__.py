"""Measures of speed: the shipped simulation against the same rules in plain Mesa."""
