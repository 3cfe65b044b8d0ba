"""Dated points: their rules, as CSV, and in a file with all saved data."""
