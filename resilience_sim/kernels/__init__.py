"""Compiled loops on plain arrays. They import nothing of the project."""
