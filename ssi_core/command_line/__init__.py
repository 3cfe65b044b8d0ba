"""The parts of the command line that do not touch files. Browsers do not get them.

help.py       every command: its arguments, options and examples, and their help
arguments.py  arguments → the command, its files and its options, or what is wrong with them
tables.py     a score as a table for people, and as CSV
"""
