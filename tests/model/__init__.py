"""Tests of the ground floor: records, criteria, look-up, reports."""
