"""A spreadsheet of past scores → the scores in it, and what was not understood. Nothing is saved here.

It is fetched only when a visitor chooses such a file.

    reading.py  a file → its scores, row by row
    tables.py   CSV or XLSX, its bytes → tables of text
    columns.py  a table → which column is the date, the total, a pillar
    days.py     a column of dates → whether the day comes first
    numbers.py  the text of a cell → points
"""
