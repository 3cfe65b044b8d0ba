"""Loads single files of `content/`: reads, decodes, validates and converts them from Markdown."""
