"""The built site on the servers that hosts run: `make hosted`.

    __main__.py   builds the site twice, an older and a newer version, and reports on every server
    servers.py    starts each server on this machine
    pretty.py     a small server that does with pages what GitHub Pages and Netlify do
    answers.py    what a server answers: pages, types, ranges, old addresses
    visit.py      a visit in Chromium: quiz, update, offline use

No part of `make test`: it needs web servers, which nothing else does. Debian and Ubuntu: `apt install nginx-light caddy`.
Cloudflare's local server comes from npm, as the lock file beside this says; only this command installs it, in `.cache/hosts`.
"""
