"""The commands of build.py, and how they report.

__main__.py      the process that builds for `serve`
build.py         builds the site, once or at every request of `serve`
build_worker.py  starts that process, and talks to it
check.py         checks the site, and writes nothing
console.py       reports for a terminal
dev_server.py    the development server: files of the last good build, and the last build's faults in each page
formats.py       faults for GitHub and for editors
links.py         every outside link, asked for and reported by page and line
new.py           the files of a new page, factor's text or language
outside.py       the requests of `links`: polite, and safe whatever answers
rename.py        another name for a page, a heading or a file beside a page, in every language
serve.py         builds on every change, and reloads the browser
translated.py    notes that texts match their translations
usage.py         wrong usage of build.py, found before a command starts
"""
