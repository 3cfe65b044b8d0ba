"""The site's machinery. A `.py` here runs when we build; a file in `browser/` runs when someone visits.

    content/ ──read──▶ Source ──front──▶ Document ──parse──▶ Content ──check──▶ assemble ──▶ Site ──render──▶ Output ──write──▶ dist/
    templates/ ──read──▶ Source ──render.survey──▶ Survey ────────────┘                                 ▲
    browser/ ──read──▶ Source ──scripts──▶ Source ──assets──▶ Output, and where each file went ─────────┤
    ssi_core, Pyodide ──runtime──▶ Output ──────────────────────────────────────────────────────────────┤
    all of these Outputs ──offline──▶ Output: the service worker, which lists them ─────────────────────┤
    all of these Outputs ──compress──▶ Output: the same for hosts that send files compressed ───────────┘

    Every hop returns its Problems beside its value. Any Problem: all of them are printed, sorted; exit 1; dist/ untouched.

One module a hop, named after it. A hop imports `model` and `kept`, and nothing of the others; `build.py` alone knows them all.

    read       a folder → Sources: bytes, not judged
    front      Sources → Documents: decoded, the YAML validated into typed values, a line for every key         (PyYAML)
    parse      Documents → Pages, FactorTexts, Texts: the Markdown as HTML, with its links, headings, sentences (Markdown, justhtml)
    check      the gate: everything that must agree is compared here
    proofread  Documents → warnings: what a reader would trip over
    reading    Content → how long each page takes to read
    twins      texts that say the same as in the other languages → their files, marked so
    vocabulary  ssi_core → the keys that there must be words for, and the personas
    annotate   Problems → text for the pages of pull requests, and for editors
    assemble   what passed the gate → the Site: menus, pillars, addresses, alternates
    render     the Site through the templates → HTML                                                            (Jinja2)
    social     the Site → a picture of each page for social networks                                             (resvg)
    sitemap    the Site → sitemap.xml and robots.txt
    redirects  the Site → what stands at the addresses that pages used to have
    feed       the Site → an Atom feed in each language
    scripts    the browser's modules → one script for each that a page asks for; style sheets without comments  (esbuild)
    pictures   what authors put beside a page → no wider than needed, compressed, nothing in it but the picture   (Pillow)
    assets     css, scripts, icons, pictures → files named after their content
    runtime    Pyodide and ssi_core → what a browser needs to score
    licences   the licences of all that is by others → licences.txt
    single_file  the rendered quiz and all it asks for → one HTML file a language
    offline    Outputs → the service worker, and what an installed app is called
    headers    Outputs → _headers: what a host is to say with each file
    compress   Outputs → the same as .br and .gz, kept from one build to the next                               (brotli)
    checksums  Outputs → SHA256SUMS, by which anybody can check a copy
    write      Outputs → dist/, aside first, swapped in whole
    kept       what hops keep on disk for the next build, whole or not at all
    memory     what earlier builds made, found again by all that it was made of
    spread     a function over many values, on all cores where that is worth it
    new        a name → the files of a new page, factor text or language, marked where words are to come
    report     what a build did, or every fault with the line it is on                                          (tqdm)
    builder    a process of its own that builds whenever it is asked to, and keeps in mind what it made
    serve      build on every change, reload the browser, show the faults                                       (livereload)
"""
