"""Prepares style sheets, scripts, images and licences for publication.

fingerprint.py      files named after their content
design_tokens.py    the colours and sizes of the style sheet
scripts/            the browser's modules, bundled              (esbuild)
images/             the authors' images, resized or checked     (Pillow)
licences/           the licences of the works by others
"""
