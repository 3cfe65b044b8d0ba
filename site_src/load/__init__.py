"""Loads single files of `content/`: reads, decodes, validates and converts them from Markdown.

sources.py       a folder → its files as bytes
one_file.py      one file → its content, its faults and its lint warnings
lint.py          typing errors, and misspellings of LinkedIn
model_keys.py    `ssi_core` → the keys that need texts, and scored personas and week plans
front_matter/    front matter, settings and interface texts, decoded and typed    (PyYAML)
markdown/        Markdown → HTML in pieces, with headings, links and sentences    (Markdown, justhtml)
"""
