"""HTML and Markdown that nobody would write on purpose: texts of random pieces, and the classics of HTML that hides in HTML."""

import random
import re

CLASSICS = (
    '<!--><meta http-equiv="refresh" content="0; url=//a.example/">-->',
    "<!---><form><input></form>-->",
    "<!--a--!><img src=x onerror=x>-->",
    "<!-- a -- ><b>x</b> -->",
    "<!--<!--><b>x</b>-->",
    "<!x><b>x</b>",
    "<?x><b>x</b>?>",
    "</ x><b>y</b>",
    "<![CDATA[ ><img src=x onerror=x> ]]>",
    "<svg><![CDATA[><img src=x onerror=x>]]></svg>",
    '<noscript><p title="</noscript><img src=x onerror=x>"></noscript>',
    '<xmp><p title="</xmp><img src=x onerror=x>"></xmp>',
    '<noembed><p title="</noembed><img src=x onerror=x>"></noembed>',
    '<noframes><p title="</noframes><img src=x onerror=x>"></noframes>',
    '<iframe><p title="</iframe><img src=x onerror=x>"></iframe>',
    '<title><p title="</title><img src=x onerror=x>"></title>',
    '<textarea><p title="</textarea><img src=x onerror=x>"></textarea>',
    '<style><p title="</style><img src=x onerror=x>"></style>',
    "<script><!--<script></script><img src=x onerror=x></script>",
    "<plaintext></plaintext><img src=x onerror=x>",
    "<svg><style><img title='</style><img src=x onerror=x>'></style></svg>",
    "<svg></p><style><a title='</style><img src=x onerror=x>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=x>'>",
    "<math><annotation-xml encoding='text/html'><style><img title='</style><img src=x onerror=x>'>",
    "<math><mi><table><mi><mglyph><svg><mtext><textarea><a title='</textarea><img src=x onerror=x>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=x>",
    "<svg><desc><p>x</desc><p>y</svg><p>z",
    "<svg><foreignObject><p>x<svg><title><style>y</title></svg></foreignObject></svg>",
    "<select><b>x<option><img src=x onerror=x></select>",
    "<select><select><a href=x>y</a>",
    "<table><tr><td><form></table><form><input>",
    "<table><img src=x><tr><a href=x><td>y</table>",
    "<table><caption><table><tr><td>x</caption></table>",
    "<a href=1><table><tr><td><a href=2>x</a></table></a>",
    "<b><p>x</b>y</p>",
    "<b><i><u><p>x</b></i></u>y</p>",
    "<p><a href=1><p>x</a>y",
    "<nobr>x<nobr>y</nobr></nobr>",
    "<button><p>x<button>y</button></p></button>",
    "<template><table><tr><td>x</template><td>y",
    "<template><script>x</script></template>",
    "<frameset><frame src=x></frameset>",
    "<body onload=x><html data-engine=ready><head><base href=//a.example/></head>",
    "</body></html><b>x</b>",
    "</br></p><b>x",
    "<image src=x onerror=x>",
    "<isindex prompt=x>",
    "<marquee><p>x</marquee>y</p>",
    "<object><p>x</object>y</p>",
    "<p/onclick=x/title=y>z</p>",
    '<p title="x"onclick="y">z</p>',
    "<p title=x\"onclick='y'>z</p>",
    '<p =onclick="x">y</p>',
    "<p onclick\n=\nx>y</p>",
    "<a href=`x` title=y>z</a>",
    "<a href='java&#9;script&colon;x'>y</a>",
    "<b <i>x</b>",
    "<b a='<i title=>'>x</b>",
    "<ruby>x<rt>y<rp>z</ruby>",
    "<dl><dt>a<dd>b<dt>c</dl>",
    "<ul><li>a<li>b<ul><li>c</ul></ul>",
    "<details><summary>a<p>b</summary></details>",
    "<pre>\n\nx</pre><listing>\ny</listing>",
    "x&notit;y&amp=z&copy1 &#128; &#xD800; &#0; <a title='x&copy=1&notit;'>y</a>",
    "<h1>a<h2>b</h1>c</h2>",
    "<li><p>a</li><li>b",
    "<p><table><tr><td>x</table></p>",
    "<optgroup><option>a<optgroup>b",
    "<x-y><p>a</x-y>b",
    "<search><hgroup><p>x</hgroup>y</search>",
)

_NAMES = re.findall(
    r"\w+",
    "p b i a em code ul ol li dl dt dd table tbody thead tr td th h2 h3 pre div span details summary figure blockquote sup",
)
_OTHERS = re.findall(
    r"[\w-]+", "svg math style script noscript textarea title select option form template button nobr ruby rt caption col x-y marquee"
)
_VALUES = (' class="a"', " class='b'", " id=x", ' title="a &amp; b"', " hidden", ' title="&lt;"', " a=1 a=2", ' href="x.md"', " /", "/")
_TEXTS = ("words", " ", "\n", "a &amp; b", "&nbsp;", "&copy", "&notit;", "&#38;", "&#128;", "1 < 2", ">", "-->", "]]>", '"', "'", "é", "&")
_SIGNS = ("<!--", "<!", "<?", "</", "<![CDATA[", "<br>", "<hr>", "<img src='x'>", "</br>", "</p>", "<", "<wbr/>")

# Everything that means something in Markdown, and what makes it mean something else.
_PIECES = """a|two words| |  |\t|- |1. |> |# |## h {#x}|---|===|%|%---%|`|``|\\|*|**|_|[|]|](|(|)|](a.md)|[a](b.md)|![|![p](q.png)|[^1]|][r]
[^1]: n|]: x|[r]: u|[r]|<|</b>|<b>|<div>|</div>|<http://a.b>|<a@b.c>|&|&amp;|&#64;|{|}|{: .c}|{#i}|:   d|*e*|'|\"|[TOC]"""
_BREAKS = ("\n", "\n\n", "  \n", "\n    ", "\n\n# T\n\n", "\n:   d")
MARKDOWN = (*(piece.replace("%", "|") for piece in _PIECES.replace("\n", "|").split("|")), *_BREAKS * 2)
"""The pieces of invented Markdown."""


def invented_markdown(chance: random.Random) -> str:
    """A text of up to 25 pieces."""
    return "".join(chance.choice(MARKDOWN) for _ in range(chance.randint(1, 25)))


def invented_html(chance: random.Random) -> str:
    """A text of up to 20 pieces, in which tags mostly close what is open: else browsers would soon all be busy mending."""
    made: list[str] = []
    around: list[str] = []
    strange = chance.random() < 0.6
    for _ in range(chance.randint(1, 20)):
        kind = chance.random()
        if kind < 0.35:
            name = chance.choice(_NAMES if not strange or chance.random() < 0.9 else _OTHERS)
            value = chance.choice(_VALUES) if chance.random() < 0.2 else ""
            made.append(f"<{name.upper() if strange and chance.random() < 0.1 else name}{value}>")
            around.append(name)
        elif kind < 0.7 and around:
            made.append(f"</{around.pop(-1 if not strange or chance.random() < 0.9 else 0)}>")
        elif kind < 0.73 and strange:
            made.append(chance.choice(_SIGNS))
        else:
            made.append(chance.choice(_TEXTS if strange else _TEXTS[:5]))
    closing = () if strange and chance.random() < 0.2 else reversed(around)
    return "".join((*made, *(f"</{name}>" for name in closing)))
