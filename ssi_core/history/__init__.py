"""Dated points: their rules, as CSV, and in a file with all saved data.

points          any value → dated points, or every fault in them; two histories merged
over_time       the score over time, as saved with a history
backup          all saved data ↔ one JSON file
csv             points → CSV, for a spreadsheet
spreadsheet/    a spreadsheet of past scores → the scores in it
"""
