"""The editor in `make serve`: a page that opens, checks and saves the authors' files.

handlers.py     requests over HTTP: who may ask, and in which form            (tornado)
api.py          each request by its name, as a function of values
documents.py    one file opened and saved, its ends of lines and mark kept
quick_check.py  one text checked beside all others, without a build
fields.py       the lines between the dashes as a form
fixes.py        mechanical remedies: what becomes what, on which line
listing.py      the files, their translations, and where the site shows them
corner.py       the line in the corner of every page that is served
pictures.py     a picture put beside a page
page.py         the editor's own page, and its script as one bundle
messages.py     every sentence that the editor's server says
"""
