"""Chunks become facts; statistics, themes, goals and gaps are found by code."""
