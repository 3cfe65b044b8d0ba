"""The real SSI page, as people copy it.

It comes in every form that was seen, in languages that are known here and in some that are not.
"""

import time
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssi_core.comparison import Ranking
from ssi_core.linkedin_page import Page, read_page

ENGLISH = """\
Jane Doe
Network Engineer at Industry 4.0 Ltd
Top
37%
Industry SSI Rank
Top
24%
Network SSI Rank
Social Selling Index – Today
Your Social Selling Index (SSI) measures how effective you are at establishing your professional brand, finding the right people, \
engaging with insights, and building relationships. It is updated daily. Learn more
Current Social Selling Index
33
out of 100
Four components of your score
13.118
Establish your professional brand
4.8
Find the right people
2.05
Engage with insights
13.5
Build relationships
People in your industry
Sales professionals in the Computer & Network Security industry have an average SSI of 36.
You rank in the top 37%
No change since last week
People in your network
People in your network have an average SSI of 31.
You rank in the top 24%
Up 2% since last week
"""

SEEN = """\
Top 37% Industry SSI rank
Network SSI rank Top 24%
33 out of 100
13.118 | Establish your professional brand
4.8 Find the right people
2.05 | Engage with insights
13.5 | Build relationships
Sales professionals in the X industry have an average SSI of 36
You rank in the top 37%
People in your network have an average SSI of 31
You rank in the top 24%
No change since last week
"""

DUTCH = """\
Top 37 %
SSI-rang in je branche
Top 24 %
SSI-rang in je netwerk
Huidige Social Selling Index
33
van de 100
• Bouw je professionele merk op: 13,118
• Vind de juiste mensen: 4,8
• Wissel inzichten uit: 2,05
• Bouw relaties op: 13,5
Verkoopprofessionals in de branche X hebben een gemiddelde SSI van 36. Je staat in de top 37 %. Geen verandering sinds vorige week.
Mensen in je netwerk hebben een gemiddelde SSI van 31. Je staat in de top 24 %. 2 % sinds vorige week.
"""

GERMAN = """\
Top 37 %
Branchen-SSI-Rang
Top 24 %
Netzwerk-SSI-Rang
Aktueller Social Selling Index
33
von 100
4 Komponenten Ihres Ergebnisses
Aufbau Ihrer Marke
13,118
Suche nach passenden Kontakten
4,8
Austausch
2,05
Pflege von Kontakten
13,5
Vertriebsmitarbeiter in der Branche X haben einen durchschnittlichen SSI von 36.
Sie gehören zu den besten 37 %
Personen in Ihrem Netzwerk haben
einen durchschnittlichen SSI von 31.
Sie gehören zu den besten 24 %
"""

# As a page gives it whose numbers and signs are boxes of their own, and whose bars say how far they go.
SPLIT = """\
Top
Industry SSI Rank
37
%
Top
Network SSI Rank
24
%
Current Social Selling Index
33
out of 100
13.118 out of 25
Establish your professional brand
4.8 out of 25
Find the right people
2.05 out of 25
Engage with insights
13.5 out of 25
Build relationships
Sales professionals in the X industry have an average SSI of 36.
You rank in the top 37%
No change since last week
People in your network have an average SSI of 31.
You rank in the top 24%
Up
2
%
since last week
"""

POLISH = """\
Najlepsze 37%
Ranking SSI w branży
Najlepsze 24%
Ranking SSI w sieci
33
13,118 | Budowanie profesjonalnej marki
4,8 | Znajdowanie właściwych osób
2,05 | Angażowanie treściami
13,5 | Budowanie relacji
Specjaliści ds. sprzedaży z branży X mają średni SSI równy 36.
Jesteś wśród 37% najlepszych
Bez zmian od zeszłego tygodnia
Osoby w Twojej sieci mają średni SSI równy 31.
Jesteś wśród 24% najlepszych
"""

# No word of these is known except SSI.
FINNISH = """\
Parhaat
37 %
Toimialan SSI-sijoitus
Parhaat
24 %
Verkoston SSI-sijoitus
33 / 100
13,118
Rakenna brändi
4,8
Löydä ihmiset
2,05
Jaa näkemyksiä
13,5
Luo suhteita
Toimialasi ammattilaisten keskimääräinen SSI on 36.
Olet parhaan 37 % joukossa
Verkostosi jäsenten keskimääräinen SSI on 31.
Olet parhaan 24 % joukossa
"""

JAPANESE = """\
業界SSIランク 上位37%
ネットワークSSIランク 上位24%
現在のSSI 33
13.118 ブランド
4.8 人
2.05 洞察
13.5 関係
あなたの業界の営業担当者の平均SSIは36です。
上位37%
ネットワーク内の人の平均SSIは31です。
上位24%
"""

ARABIC = """\
أعلى ٣٧٪
أعلى ٢٤٪
٣٣ من ١٠٠
\u200f١٣٫١١٨ العلامة
٤٫٨ الأشخاص
٢٫٠٥ الرؤى
١٣٫٥ العلاقات
المتوسط ٣٦ هنا
أعلى ٣٧٪
المتوسط ٣١ هناك
أعلى ٢٤٪
"""

PILLARS = (("brand", 13.118), ("find", 4.8), ("engage", 2.05), ("relate", 13.5))
WHOLE = Page(33, PILLARS, Ranking(37, 36), Ranking(24, 31), ())
PAGES = {
    "English": ENGLISH, "seen": SEEN, "split": SPLIT, "Dutch": DUTCH, "German": GERMAN, "Polish": POLISH, "Finnish": FINNISH,
    "Japanese": JAPANESE, "Arabic": ARABIC,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_whole_page(name: str) -> None:
    assert read_page(PAGES[name]) == WHOLE


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("old", "new"),
    [("\n", "\r\n"), ("\n", "\n\n \n"), ("\n", "\n• "), (" ", "\u00a0"), (" %", "\u202f%"), ("\n", "\t\n\t"), ("", "\u200b"), (",", ".")],
)
def test_a_whole_page_with_other_white_space(name: str, old: str, new: str) -> None:
    assert read_page(PAGES[name].replace(old, new)) == WHOLE


@pytest.mark.parametrize("name", ["English", "Dutch", "Finnish", "split", "Polish"])
@pytest.mark.parametrize("joint", [" ", "\t", " | ", " • "])
def test_a_whole_page_without_line_breaks(name: str, joint: str) -> None:
    assert read_page(PAGES[name].replace("\n", joint)) == WHOLE


LABELS = ("Establish your professional brand", "Find the right people", "Engage with insights", "Build relationships")
SCORES = ("13.118", "4.8", "2.05", "13.5")


@pytest.mark.parametrize("form", ["{s} | {l}", "{s} {l}", "{l} {s}", "{l}: {s}", "{s}\n{l}", "{l}\n{s}", "{l}\t{s}", "• {l} – {s} points"])
@pytest.mark.parametrize(
    "around", ["{}", "33 out of 100\n{}", "33/100\n{}\nPeople in your network", "Top 24% Network SSI rank\n{}\n12 new"]
)
def test_pillars_by_label(form: str, around: str) -> None:
    rows = [form.format(s=points, l=label) for points, label in zip(SCORES, LABELS, strict=True)]
    assert read_page(around.format("\n".join(rows))).pillars == PILLARS


@pytest.mark.parametrize("form", ["{s} | {l}", "{l}: {s}"])
def test_labels_decide_over_order(form: str) -> None:
    for rows in permutations([form.format(s=points, l=label) for points, label in zip(SCORES, LABELS, strict=True)]):
        assert read_page("\n".join(rows)).pillars == PILLARS


def test_where_labels_fit_before_and_after_the_earlier_numbers_are_the_scores() -> None:
    row = " ".join(f"{points} {label}" for points, label in zip(SCORES, LABELS, strict=True))
    for before in ("", "7 new\n", "7 new\n8 old\n"):
        assert read_page(f"{before}{row} 12.5 more").pillars == PILLARS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13.118 | Establish your professional brand", (13.118, None, None, None)),
        ("Establish your professional brand\n13.118\nFind the right people", (13.118, None, None, None)),
        ("25 | Establish your professional brand\n0 | Build relationships", (25, None, None, 0)),
        ("26 | Establish your professional brand", (None, None, None, None)),
        ("Establish your professional brand, find the right people\n13.1", (None, None, None, None)),
        ("13.118 4.8 2.05 13.5", (13.118, 4.8, 2.05, 13.5)),
        ("1.5\n13.118 a\n4.8 b\n2.05 c\n13.5 d\n33 / 100", (13.118, 4.8, 2.05, 13.5)),
        ("75 / 100\n25 a\n20.2 b\n10 c\n20 d", (25, 20.2, 10, 20)),
        ("100 / 100\n25 a\n25 b\n25 c\n25 d", (25, 25, 25, 25)),
        ("25 a\n25 b\n25 c\n25 d", (None, None, None, None)),
        ("90 / 100\n1.5 a\n1.5 b\n1.5 c\n1.5 d", (None, None, None, None)),
        ("1.5 a\n1.5 b\n30.5 c\n1.5 d", (None, None, None, None)),
        ("30 / 100\n10 a\n10 b\n10 c\n10 d", (None, None, None, None)),
        ("90 / 100\n10 a\n10 b\n10 c\n10 d", (None, None, None, None)),
        # Other numbers may stand between them.
        ("13.118 a\n5% b\n4.8 c\n2.05 d\n13.5 e", (13.118, 4.8, 2.05, 13.5)),
        ("13.118 a\n4.8 b\n33 out of 100\n2.05 c\n13.5 d", (13.118, 4.8, 2.05, 13.5)),
        ("On 22-11-2026 at 12:30 I had 1,234,567 followers and 2,100 posts, v1.2.3, 1st", (None, None, None, None)),
    ],
)
def test_pillars(text: str, expected: tuple[float | None, ...]) -> None:
    assert tuple(points for _, points in read_page(text).pillars) == expected


ROWS = "\n13.118 a\n4.8 b\n2.05 c\n13.5 d\n"


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("33 out of 100", 33),
        ("33/100", 33),
        ("33", None),
        ("33" + ROWS, 33),
        ("34\nNetwork SSI Rank\n33 out of 100" + ROWS, 33),
        ("34\n13.5 a\n4.5 b\n2.0 c\n13.0 d", None),
        ("32.5" + ROWS, 32.5),
        ("34" + ROWS, 34),
        ("35" + ROWS, None),
        ("32" + ROWS, None),
        ("Current Social Selling Index: 33", 33),
        ("Your SSI is 33", 33),
        ("A professional for 12 years", None),
        ("Keskimäärin jossain on SSI 36", None),
        ("Average SSI: 36", None),
        ("Total: 33.5", None),
        ("Top 24%\nNetwork SSI Rank\n33 out of 100" + ROWS, 33),
        ("People in your network\n31 out of 100", None),
        (ROWS + "SSI: 33", 33),
        (ROWS + "SSI: 20", None),
        (ROWS + "People in your network\n33 out of 100", None),
        ("133 out of 100", None),
        ("SSI: 100", 100),
        ("12 new\nTotal: 100", 100),
        ("12 new, 100%", None),
    ],
)
def test_total(text: str, total: float | None) -> None:
    page = read_page(text)
    assert page.total == total
    assert ("total" in page.not_found) == (total is None)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        # Words that name a group keep a number out of 100 from being the total; from further away they do not.
        ("network {} 33/100", {32: None, 33: 33}),
        # A number is called a score by words before it, unless they are many.
        ("score {} 33", {34: 33, 35: None}),
        ("SSI {} 33", {12: 33, 13: None}),
        # Between the two numbers of "33 out of 100", in any language.
        ("33 {} 100", {24: 33, 25: None}),
    ],
)
def test_how_near_words_must_be(words: str, nearest: dict[int, int | None]) -> None:
    assert {length: read_page(words.format("x" * length)).total for length in nearest} == nearest


AVERAGES = "Sales professionals in the X industry have an average SSI of 36\nPeople in your network have an average SSI of 33"


@pytest.mark.parametrize(
    ("text", "industry", "network"),
    [
        ("Industry SSI rank Top 37%", (37, None), (None, None)),
        ("Top 85% Industry SSI rank", (85, None), (None, None)),
        ("Top 0.5% Industry SSI rank", (0.5, None), (None, None)),
        ("Top 85% Network SSI rank", (None, None), (85, None)),
        ("Industry SSI rank\nTop 37%\nNetwork SSI rank\nnone", (37, None), (None, None)),
        ("Network SSI rank\nTop 24%\nIndustry SSI rank\nTop 37%", (37, None), (24, None)),
        ("Top 24%\nNetwork SSI rank\nTop 37%\nIndustry SSI rank", (37, None), (24, None)),
        ("Industry SSI rank | Top 37% | Network SSI rank | Top 24%", (37, None), (24, None)),
        ("Top 37% | Industry SSI rank | Top 24% | Network SSI rank", (37, None), (24, None)),
        ("Top %37\nTop %24", (37, None), (24, None)),
        ("Network engineer\nlipas 37 %\nlapas 24 %", (37, None), (24, None)),
        ("Top 37%", (None, None), (None, None)),
        ("Top 0%\nTop 101%", (None, None), (None, None)),
        ("Top 0%\nTop 101%\nTop 37%\nTop 24%", (37, None), (24, None)),
        ("Top 100%\nTop 1%", (100, None), (1, None)),
        ("5% since last week\nTop 37 %\nTop 24 %", (37, None), (24, None)),
        ("Sales professionals in the X industry have an average SSI of 36", (None, 36), (None, None)),
        ("People in your network have an average SSI of 33\nYou rank in the top 24%", (None, None), (24, 33)),
        ("People in your network\nhave an average SSI of\n33\nTop 24%", (None, None), (24, 33)),
        ("People in your network\nwhom you know\nhave an average SSI of\n33", (None, None), (None, None)),
        ("People in your industry\n36 out of 100\nPeople in your network\n33 out of 100", (None, 36), (None, 33)),
        ("Network first: an average SSI of 33. Industry: an average SSI of 36", (None, 36), (None, 33)),
        ("In Computer Networking the average SSI is 36. In your network the average SSI is 33", (None, 36), (None, 33)),
        ("In your network the average SSI is 33. In your network the average SSI is 33", (None, None), (None, 33)),
        ("In your network the average SSI is 33. Elsewhere the average SSI is 36", (None, 36), (None, 33)),
        ("In your industry the average SSI is 36. Elsewhere the average SSI is 33", (None, 36), (None, 33)),
        ("In your industry the average SSI is 36. Elsewhere the average SSI is 33. There the average SSI is 20", (None, 36), (None, 33)),
        ("People in your network\nPeople in your industry\nhave an average SSI of 36\nTop 37%", (37, 36), (None, None)),
        ("In your industry the average SSI is 36\nTop 37%\nPeople in your network\nTop 24%", (37, 36), (None, None)),
        ("Top 37% SSI in your industry. Your network comes next", (37, None), (None, None)),
        ("Top 24%\nNetwork SSI rank\nTop 37%\nIndustry SSI rank\nTop 50%", (37, None), (24, None)),
        ("Average SSI in your industry 36. Average SSI in your network 33. Average SSI there 20", (None, 36), (None, 33)),
        ("Industry Top 37% network", (37, None), (None, None)),
        ("Network Top 24% industry", (None, None), (24, None)),
        ("Somewhere the average SSI is 36. Elsewhere the average SSI is 33", (None, 36), (None, 33)),
        ("Somewhere the average SSI is 36. Elsewhere the average SSI is 33\nTop 24%", (None, 36), (None, 33)),
        ("In Computer Networking the average SSI is 33. In your network the average SSI is 36", (None, 33), (None, 36)),
        ("Average SSI in Networking 36. Average SSI in a network 35. Average SSI in your network 33", (None, 36), (None, 33)),
        (ROWS + "36 täällä\njotain 31", (None, 36), (None, 31)),
        ("Keskimäärin jossain on SSI 36", (None, None), (None, None)),
        ("Industry, average SSI 36\nNetwork\nTop 24%\naverage SSI 33", (None, 36), (None, 33)),
        ("Industry\nTop 37%\naverage SSI 36\nNetwork\nTop 24%\naverage SSI 33", (37, 36), (None, 33)),
        (f"Industry SSI rank Top 37%\n{AVERAGES}\nYou rank in the top 24%", (37, 36), (24, 33)),
        (f"Network SSI rank Top 24%\n{AVERAGES}\nYou rank in the top 37%", (None, 36), (24, 33)),
        (f"Industry SSI rank Top 37%\n{AVERAGES}\nIn the X industry\nyou rank in the top 24%", (37, 36), (None, 33)),
        (f"Industry SSI rank Top 37%\n{AVERAGES}\nYou rank in the top 24%\nYou rank in the top 30%", (37, 36), (None, 33)),
        (f"You rank in the top 24%\nIndustry SSI rank Top 37%\n{AVERAGES}", (37, 36), (None, 33)),
        (f"{AVERAGES}\nYou rank in the top 24%", (None, 36), (None, 33)),
        (ROWS + "jotain 36 täällä\njotain 31 tuolla", (None, 36), (None, 31)),
        (ROWS + "jotain 36 täällä\njotain 31 tuolla\njotain 12 muualla", (None, None), (None, None)),
        (ROWS + "verkosto, network 36 täällä", (None, None), (None, None)),
        ("jotain 12 ennen" + ROWS + "7\njotain 36 täällä\njotain 31 tuolla\n7", (None, 36), (None, 31)),
    ],
)
def test_standings(text: str, industry: tuple[float | None, ...], network: tuple[float | None, ...]) -> None:
    page = read_page(text)
    assert (tuple(page.industry), tuple(page.network)) == (industry, network)


def test_fifty_thousand_characters_are_read_and_no_more() -> None:
    assert read_page("33/100".rjust(50_000)).total == 33
    assert read_page("33/100".rjust(50_001)).total is None


def test_nothing() -> None:
    everything = ("total", "brand", "find", "engage", "relate", "industry.rank", "industry.average", "network.rank", "network.average")
    nothing = tuple((pillar, None) for pillar in ("brand", "find", "engage", "relate"))
    for text in ("", "\n\n", "nothing here", "\ud800"):
        assert read_page(text) == Page(None, nothing, Ranking(None, None), Ranking(None, None), everything)


def check(page: Page) -> None:
    """Check that the page can show every number, and that missing ones are named."""
    values = {"total": page.total} | dict(page.pillars)
    for name, standing in (("industry", page.industry), ("network", page.network)):
        values |= {f"{name}.rank": standing.rank, f"{name}.average": standing.average}
    assert page.not_found == tuple(name for name, value in values.items() if value is None)
    for name, value in values.items():
        assert value is None or 0 <= value <= (25 if name in dict(page.pillars) else 100)


PIECES = st.sampled_from(
    [*ENGLISH.splitlines(), *DUTCH.splitlines(), *FINNISH.splitlines(), "100", "33", "/", "\n", "13,5", "٪", "%", "SSI"]
)


@given(text=st.text() | st.text("0123456789.,%/ \nabSI") | st.lists(PIECES).map("\n".join) | st.lists(PIECES).map(" ".join))
@example("1٣,٤")
@settings(max_examples=300)
def test_it_never_fails(text: str) -> None:
    check(read_page(text))


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "9 ",
        "1.",
        "1,5 ",
        "%",
        "3%",
        " ",
        "\n",
        "network ",
        "average SSI of 36 ",
        "33/100 ",
        "Top 37%\n",
        "since ",
        ". ",
        "a1 ",
        "1.5\nmerk op\n",
        "1\n%\n",
        "%\n",
        "1 of 25 ",
        "1.5 professional brand\n2 right people\n3 insights\n4 relationships\n",
        '{"subScores":{a:',
        '{"memberScore": {}} ',
    ],
)
# Measuring what runs takes several times as long.
@pytest.mark.no_cover
def test_a_megabyte_of_anything_takes_no_time(piece: str) -> None:
    def measure(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        check(read_page(text))
        return time.process_time() - start

    # A fourth of the text that is read, and more than all of it: quadratic time would be sixteen times as long.
    # Other work on the machine only makes a run slower, so one good run of three is enough.
    assert any(measure(1_000_000) < max(0.2, 10 * measure(12_500)) for _ in range(3))
