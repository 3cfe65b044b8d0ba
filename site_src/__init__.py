"""The site's machinery. A `.py` here runs when we build; a file in `browser/` runs when someone visits.

    content/ ──load──▶ Content ──check──▶ Site ──render──▶ Output ──publish──▶ dist/
    templates/ ──render.template_usage──▶ TemplateUsage ──┘  ▲
    browser/ ──assets──▶ Output, and each file's address ────┤
    ssi_core, Pyodide ──runtime──▶ Output ───────────────────┘

Every stage returns its Problems beside its value. Any Problem: all are printed, sorted; exit 1; dist/ untouched.

A folder is a stage or what stages share. Each imports only from the floors below its own:

    commands   what build.py can be asked to do, and how it reports              (tqdm, livereload)
    pipeline   one function that lists the stages
    render     checked content → pages, feeds, cards for social networks         (Jinja2, resvg)
    runtime    Pyodide and ssi_core → what a browser needs to score              (pyodide-build)
    publish    outputs → dist/, with service worker, headers, compressed copies  (brotli)
    load       what one file says: front matter, Markdown, lint                  (PyYAML, Markdown, justhtml)
    assets     style sheets, scripts, images, licences, ready to publish         (esbuild, Pillow)
    check      what files must agree on, and words that no dictionary has        (Hunspell)
    cache      what earlier builds made; work spread over processors
    toolchain  where Node, esbuild and other npm packages are found
    install    pinned Python packages, with uv or pip
    model      the values that travel between stages
    messages   the messages for authors, in their languages
    browser    scripts, styles, fonts and icons for visitors; no Python
"""
