"""Deciding: compare, shortlist, local facts, Hexagon, workforce, coverage."""
