"""The charts on the pages: drawn where the model's numbers say, and readable without seeing them."""

import re
from pathlib import Path

import pytest

from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL
from tests.support.markup import Element, Markup

CHARTS = ("roles", "averages", "distribution", "rank", "window")


def chart(pages: dict[str, Markup], language: str, name: str) -> list[Element]:
    """The first chart of this name in a language: its elements, from the drawing to its table's end."""
    for address, markup in pages.items():
        at = next((at for at, element in enumerate(markup.elements) if element.attributes.get("id") == f"chart-{name}"), None)
        if at is not None and address.startswith(f"{language}/"):
            rest = markup.elements[at:]
            end = next((at for at, element in enumerate(rest) if at and element.tag in ("figure", "footer", "h2")), len(rest))
            return list(rest[:end])
    raise AssertionError(f"no page in {language} shows the chart {name}")


def percent(value: float) -> str:
    return f"{round(value, 2):g}%"


def drawn(elements: list[Element], tag: str, kind: str) -> list[dict[str, str]]:
    return [element.attributes for element in elements if element.tag == tag and element.attributes.get("class") == kind]


def places(shapes: list[dict[str, str]], *names: str) -> list[tuple[float, ...]]:
    return [tuple(float(shape[name].removesuffix("%")) for name in names) for shape in shapes]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_chart_has_a_title_a_description_and_its_numbers_in_a_table(pages: dict[str, Markup], dist: Path, language: str) -> None:
    for name in CHARTS:
        elements = chart(pages, language, name)
        picture = elements[0].attributes
        assert picture["role"] == "img"
        ids = [element.attributes["id"] for element in elements if element.tag in ("title", "desc")]
        assert picture["aria-labelledby"].split() == ids == [f"chart-{name}-title", f"chart-{name}-desc"]
        assert [element.tag for element in elements].count("table") == 1
        assert [element.tag for element in elements].count("details") == 1


def test_guidelines_and_averages_are_drawn_where_they_are(pages: dict[str, Markup]) -> None:
    elements = chart(pages, "en", "roles")
    total = next(seen for seen in MODEL.observed if seen.key == TOTAL)
    bars = places(drawn(elements, "rect", "bar"), "x", "width")
    assert bars == [(role.low, role.high - role.low) for role in MODEL.roles if role.low != role.high] + [
        (total.low, total.high - total.low)
    ]
    dots = places(drawn(elements, "circle", "bar"), "cx")
    assert dots == [(role.low,) for role in MODEL.roles if role.low == role.high] + [(MODEL.distribution.average,)]
    assert places(drawn(elements, "rect", "band"), "x", "width") == [(total.low, total.high - total.low)]
    bars = places(drawn(chart(pages, "nl", "averages"), "rect", "bar"), "x", "width")
    scale = 100 / PILLAR_POINTS
    expected = [(seen.low * scale, (seen.high - seen.low) * scale) for seen in MODEL.observed if seen.key != TOTAL]
    assert [pytest.approx(bar, abs=0.01) for bar in bars] == expected


def test_the_blocks_of_the_count_are_as_large_as_their_shares(pages: dict[str, Markup]) -> None:
    elements = chart(pages, "en", "distribution")
    blocks = drawn(elements, "rect", "block")
    surfaces = [float(block["width"].removesuffix("%")) * float(block["height"].removesuffix("em")) for block in blocks]
    whole = sum(surfaces)
    # The last block ends at 100 and not beyond, so it is one score narrower than its band.
    assert [round(100 * surface / whole, 1) for surface in surfaces] == [
        pytest.approx(band.percent, abs=0.2) for band in MODEL.distribution.bands
    ]
    feet = {round(float(block["y"].removesuffix("em")) + float(block["height"].removesuffix("em")), 1) for block in blocks}
    assert len(feet) == 1
    assert places(drawn(elements, "line", "mean"), "x1", "x2") == [(MODEL.distribution.average, MODEL.distribution.average)]


def test_ranks_are_points_at_their_score_and_their_height(pages: dict[str, Markup]) -> None:
    elements = chart(pages, "en", "rank")
    dots = drawn(elements, "circle", "bar")
    assert places(dots, "cx") == [(anchor.total,) for anchor in MODEL.rank_anchors]
    heights = [float(dot["cy"].removesuffix("em")) for dot in dots]
    (low, first), (high, last) = ((MODEL.rank_anchors[at].top_percent, heights[at]) for at in (0, -1))
    for anchor, height in zip(MODEL.rank_anchors, heights, strict=True):
        assert height == pytest.approx(first + (last - first) * (low - anchor.top_percent) / (low - high), abs=0.02)


def test_the_tables_hold_the_models_numbers_in_the_pages_notation(dist: Path) -> None:
    text = re.sub(r"<[^>]*>", " ", next(dist.glob("nl/goede-score*.html")).read_text(encoding="utf-8"))
    for band in MODEL.distribution.bands:
        assert f"{band.low}–{band.high}" in text
        assert f"{band.percent}%".replace(".", ",") in text
    for anchor in MODEL.rank_anchors:
        assert re.search(rf"\b{anchor.total}\s+top {anchor.top_percent}%", text)


def test_the_window_counts_the_busy_weeks_that_lie_in_it(pages: dict[str, Markup]) -> None:
    elements = chart(pages, "en", "window")
    busy = places(drawn(elements, "rect", "week busy"), "x")
    windows = places(drawn(elements, "rect", "block"), "x", "width")
    assert [width for _, width in windows] == [50.0] * 3, "13 of 26 weeks"
    counted = [len([x for (x,) in busy if left < x < left + width]) for left, width in windows]
    bars = drawn(elements, "rect", "bar")
    assert counted[0] == len(busy) > counted[1] > counted[2] == 0
    assert len(bars) == sum(counted)
    said = "Of the {} busy weeks, {} count in week 13, {} in week 18 and {} in week 23."
    assert said.format(len(busy), *counted) in pages["en/why-your-ssi-changed.html"].text
