"""Tables of authors in boxes that scroll: which get one, and its name."""

import re

from site_src.render.tables import add_scroll_boxes

TABLE = "<table><tbody><tr><td>1</td></tr></tbody></table>"


def names(markup: str) -> list[str]:
    return re.findall('aria-label="([^"]*)"', add_scroll_boxes(markup, "The page"))


def test_a_box_is_named_by_the_caption_or_else_by_the_heading_above_or_by_the_page() -> None:
    captioned = TABLE.replace("<tbody>", '<caption class="x">Points <b>a</b> pillar</caption><tbody>', 1)
    assert names(TABLE + captioned) == ["The page", "Points a pillar"]
    assert names(f'<h2 id="a">One</h2><h3>Two</h3>{TABLE}<figcaption>Three</figcaption>{TABLE}') == ["Two", "Three"]


def test_boxes_of_one_page_have_different_names() -> None:
    assert names(f"<h2>One</h2>{TABLE}{TABLE}<h2>Two</h2>{TABLE}") == ["One", "One (2)", "Two"]


def test_a_name_cannot_end_its_attribute() -> None:
    assert names(f'<h2>The "best" &lt;score&gt; &amp; more</h2>{TABLE}') == ["The &#34;best&#34; &lt;score&gt; &amp; more"]


def test_a_table_in_a_table_has_no_box_of_its_own() -> None:
    nested = TABLE.replace("<td>1", f"<td>{TABLE}")
    assert add_scroll_boxes(f"<p>a</p>{nested}<p>b</p>", "x") == (
        f'<p>a</p><section class="scroller" tabindex="0" aria-label="x">{nested}</section><p>b</p>'
    )
    assert add_scroll_boxes("<p>no table</p>", "x") == "<p>no table</p>"
