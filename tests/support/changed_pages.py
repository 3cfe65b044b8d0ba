"""Changes to a page's HTML on its way: by hosts, by networks, by attackers.

The harmless follow what was published of them: netlify/build#1871 (links shortened, and their quotes replaced), pages that somebody saved
with what Cloudflare (mail addresses hidden, Rocket Loader, Web Analytics) or Kaspersky had put in.
"""

import re
from collections.abc import Callable, Mapping

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_MARK = re.compile(r'(?<= data-page=")[0-9a-f]{12}')

Change = Callable[[str], str]


def shorten_links(text: str) -> str:
    """As Netlify's Pretty URLs."""
    return re.sub(r'(<a [^>]*)href="((?!https?:)[^"#]*?)(?:(?<=/)index)?\.html(#[^"]*)?"', r"\1href='\2\3'", text)


def hide_mail(text: str) -> str:
    """As Cloudflare's Email Address Obfuscation."""
    link = '<p><a href="/cdn-cgi/l/email-protection#2d4c4d4c" class="__cf_email__" data-cfemail="2d4c4d4c">[email&#160;protected]</a></p>'
    script = '<script data-cfasync="false" src="/cdn-cgi/scripts/5c5dd728/cloudflare-static/email-decode.min.js"></script>'
    before, scripts, after = text.replace("</main>", f"{link}</main>").rpartition("<script")
    return f"{before}{script}{scripts}{after}"


def count_views(text: str) -> str:
    """As Cloudflare's Web Analytics."""
    source = "https://static.cloudflareinsights.com/beacon.min.js/vcd15cbe7772f49c399c6a5babf22c1241717689176015"
    told = '{"rayId":"65f1fb806d471660","token":"cd0b4b3a733644fc","version":"2024.11.0"}'
    beacon = f"""<script defer src="{source}" data-cf-beacon='{told}' crossorigin="anonymous"></script>"""
    return text.replace("</body>", f"{beacon}\n</body>")


def minify(text: str) -> str:
    """As a minifier: no quotes or end tags that HTML can do without."""
    text = re.sub(r'(?<=[\w-]=)"([\w./-]+)"', r"\1", text)
    return text.replace("<!DOCTYPE html>", "<!doctype html>").replace("</body>", "").replace("</html>", "").replace(">\n<", "><")


def watch(text: str) -> str:
    """As Kaspersky's virus scanner."""
    source = "https://gc.kis.v2.scr.kaspersky-labs.com/FD126C42-EBFA-4E12-B309-BB3FDD723AC1/main.js?attr=oO8KeTII6I8csMAXvfY_vEcf9"
    return text.replace("</head>", f'<script type="text/javascript" src="{source}" charset="UTF-8"></script></head>')


def stamp(text: str) -> str:
    """As a company's proxy: other line ends, a comment and an element."""
    text = text.replace("<body>", '<body><div id="checked" style="position: fixed">This page was checked</div>').replace("\n", "\r\n")
    return f"\ufeff{text.replace('<head>', '<!-- checked by proxy7 --><head>')}"


HARMLESS: tuple[Change, ...] = (shorten_links, hide_mail, count_views, minify, watch, stamp)


def start_later(text: str) -> str:
    """As Cloudflare's Rocket Loader, under which no script of the page runs: the policy forbids what it does."""
    text = re.sub(r"<script>|<script (?=data-page)", '<script type="2ee502b38968084de0440df2-text/javascript" ', text)
    text = text.replace('type="module"', 'type="2ee502b38968084de0440df2-module"')
    source = "/cdn-cgi/scripts/7d0fa10a/cloudflare-static/rocket-loader.min.js"
    loader = f'<script src="{source}" data-cf-settings="2ee502b38968084de0440df2-|49" defer></script>'
    return text.replace("</body>", f"{loader}</body>")


def _edit_policy(text: str, edit: Change) -> str:
    return _POLICY.sub(lambda found: edit(found[0]), text, count=1)


LOGIN = '<!doctype html><html lang="en"><head><title>Log in</title></head><body><form action="https://wifi.example/"></form></body></html>'

ALTERED: Mapping[str, Change] = {
    "without its policy": lambda text: _edit_policy(text, lambda _: ""),
    "its policy in a comment": lambda text: _edit_policy(text, lambda policy: f"<!-- {policy} -->"),
    "its policy in a comment that has ended": lambda text: _edit_policy(text, lambda policy: f"<!--><script>evil()</script>{policy}-->"),
    "its policy in an attribute": lambda text: text.replace("<head>", "<head title='>", 1).replace("<title>", "'><title>", 1),
    "its policy in the body": lambda text: text.replace("<head>", "<head>\u00a0", 1),
    "a policy that allows more": lambda text: _edit_policy(text, lambda policy: policy.replace("script-src 'self'", "script-src * 'self'")),
    "a script before the policy": lambda text: text.replace("<head>", '<head><script src="http://127.0.0.2:9/"></script>', 1),
    "a handler before the policy": lambda text: text.replace("<html ", '<html onclick="evil()" ', 1),
    "an element's handler where a tag ends early": lambda text: text.replace("<html ", '<html/onclick="evil()" ', 1),
    "a policy under another name": lambda text: text.replace("<meta http-equiv=", '<meta http-equiv="x" http-equiv=', 1),
    "a step to another site": lambda text: text.replace(
        "</head>", '<meta http-equiv="refresh" content="0; url=https://wifi.example/"></head>'
    ),
    "a step to another site behind the end of a tag": lambda text: text.replace(
        "</head>", '<meta content="0; url=https://wifi.example/?a>b" http-equiv="refresh"></head>'
    ),
    "a step to another site under another name": lambda text: text.replace(
        "</head>", '<meta http-equiv="&#114;efresh" content="0; url=https://wifi.example/"></head>'
    ),
    "its scripts stopped": start_later,
}
FOREIGN: Mapping[str, Change] = {
    "a login page": lambda text: LOGIN,
    "a login page under the policy": lambda text: LOGIN.replace("<head>", f"<head>{found[0]}" if (found := _POLICY.search(text)) else ""),
    "half of the page": lambda text: text[: len(text) // 2],
    "all but its last script": lambda text: text.rpartition("<script")[0],
}
OLDER: Mapping[str, Change] = {"another version's page": lambda text: _MARK.sub("0123456789ab", text)}
