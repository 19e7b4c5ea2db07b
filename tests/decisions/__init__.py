"""Deciding: what a service holds beside the table to make its choice."""
