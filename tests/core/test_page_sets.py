"""Pages with several sets of four, numbers out of 25, lone percent signs; and the JSON of LinkedIn's own interface."""

import json
from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.linkedin_page import read_page
from ssi_core.linkedin_page.interface import DEEPEST, read_interface
from ssi_core.linkedin_page.words import is_average_label

KEYS = ("brand", "find", "engage", "relate")
ENGLISH = ("Establish your professional brand", "Find the right people", "Engage with insights", "Build relationships")
DUTCH = ("Bouw je professionele merk op", "Vind de juiste mensen", "Wissel inzichten uit", "Bouw relaties op")
FRENCH = ("Développer votre image de marque", "Trouver les bonnes personnes", "Partager du contenu", "Établir des relations")
TURKISH = ("Profesyonel markanızı oluşturun", "Doğru kişileri bulun", "Bilgilerle etkileşim kurun", "İlişkiler kurun")
LANGUAGES = {"English": ENGLISH, "Dutch": DUTCH, "French": FRENCH, "Turkish": TURKISH}
type Points = tuple[float | None, ...]
OWN: Points = (14.25, 5.5, 3.125, 16)
PEERS: Points = (11.5, 4.25, 2.75, 12.5)
NOTHING: Points = (None, None, None, None)


def find_points(text: str) -> Points:
    return tuple(points for _, points in read_page(text).pillars)


def write_table(points: Sequence[object], labels: tuple[str, ...] = ENGLISH, form: str = "{l}\t{p}") -> str:
    return "\n".join(form.format(l=label, p=each) for label, each in zip(labels, points, strict=True))


FORMS = ["{l}\t{p}", "{p} | {l}", "{l}\n{p}", "{p}\n{l}", "{l}: {p} out of 25", "{p}/25\n{l}"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("total", ["39 out of 100", "39/100", "Current Social Selling Index\n39"])
def test_of_several_sets_the_one_that_makes_the_total_is_ones_own(form: str, name: str, total: str) -> None:
    own, peers = (write_table(points, LANGUAGES[name], form) for points in (OWN, PEERS))
    for tables in permutations((own, peers)):
        page = read_page("\n".join((total, *tables)))
        assert (page.total, tuple(points for _, points in page.pillars)) == (39, OWN)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LANGUAGES)
def test_where_no_set_makes_the_total_none_is_taken(form: str, name: str) -> None:
    for total in ("45 out of 100", "45 / 100", "33 out of 100"):
        page = read_page(f"{total}\n{write_table(OWN, LANGUAGES[name], form)}\n{write_table(PEERS, LANGUAGES[name], form)}")
        assert (page.total, tuple(points for _, points in page.pillars)) == (int(total[:2]), NOTHING)
    assert set(KEYS) <= set(page.not_found)


def test_without_a_total_two_sets_are_ambiguous_and_one_is_not() -> None:
    own, peers = write_table(OWN), write_table(PEERS)
    assert find_points(f"{peers}\n{own}") == NOTHING
    assert find_points(f"{own}\n{own}") == OWN
    # A number before both that only one makes decides.
    assert find_points(f"39\n{peers}\n{own}") == OWN
    assert find_points(f"31\n39\n{peers}\n{own}") == NOTHING
    assert find_points("14.25 a\n5.5 b\n3.125 c\n16.5 d\n11.5 e") == NOTHING
    assert find_points("14.25 a\n5.5 b\n3.125 c\n16.5 d") == (14.25, 5.5, 3.125, 16.5)


@pytest.mark.parametrize("order", ["{own}\t{peers}", "{peers}\t{own}"])
@pytest.mark.parametrize("form", ["{l}\t{p}", "{p}\t{l}"])
def test_a_column_of_a_group_beside_ones_own(order: str, form: str) -> None:
    rows = [form.format(l=label, p=order.format(own=own, peers=peers)) for label, own, peers in zip(ENGLISH, OWN, PEERS, strict=True)]
    assert find_points("39 out of 100\n" + "\n".join(rows)) == OWN
    assert find_points("50 out of 100\n" + "\n".join(rows)) == NOTHING
    assert find_points("39 out of 100\n" + "\n".join([*rows[:3], rows[3].replace("16", "").replace("12.5", "12.5")])) == NOTHING


def test_a_line_about_one_pillar_of_a_group_is_no_part_of_ones_own() -> None:
    own = write_table(OWN)
    for at, label in enumerate(ENGLISH):
        for line in (f"Network average: {label} 21.5", f"People in your industry | {label}\t7.25"):
            for text in (f"39 out of 100\n{line}\n{own}", f"39 out of 100\n{own}\n{line}", f"39 out of 100\n{line}\n{own}\n{line}"):
                page = read_page(text)
                assert tuple(points for _, points in page.pillars) == OWN, at
                assert (page.industry.average, page.network.average) == (None, None)


@pytest.mark.parametrize("number", ["12", "12.5", "25"])
def test_a_groups_score_on_a_pillar_is_no_average(number: str) -> None:
    for name, labels in LANGUAGES.items():
        table = write_table(OWN, labels)
        lines = f"average of the industry: {labels[1]} {number}\naverage of the network: {number} {labels[2]}"
        page = read_page(f"39 out of 100\n{table}\n{lines}")
        assert (page.industry.average, page.network.average) == (None, None), name
    page = read_page(f"39 out of 100\n{write_table(OWN)}\nThe industry has an average SSI of {number[:2]}")
    assert page.industry.average == int(number[:2])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is known by label can be a part of the total, or is not taken.
        ("39 out of 100\n14.25 | Establish your professional brand", (14.25, None, None, None)),
        ("12 out of 100\n14.25 | Establish your professional brand", NOTHING),
        ("90 out of 100\n2 | Establish your professional brand\n3 | Find the right people", NOTHING),
        ("14.25 | Find the right people\n3 | Find the right people\n5 | Engage with insights", (None, None, 5, None)),
        ("Current Social Selling Index\n60\n" + write_table(OWN), NOTHING),
        # Called a total, but not alone on its line, or after the scores: it decides nothing.
        ("Your score\n60 new messages\n" + write_table(OWN), OWN),
        (write_table(OWN) + "\nYour score\n60", OWN),
        ("Four parts of your score\n" + write_table(OWN, form="{p}\n{l}"), OWN),
        ("SSI rank\n60\n" + write_table(OWN), OWN),
        # Within a point, where the pillars are rounded, too.
        ("33/100\n" + write_table((13, 5, 2, 14)), (13, 5, 2, 14)),
        ("33.5/100\n" + write_table((13.1, 4.9, 2.2, 14.3)), (13.1, 4.9, 2.2, 14.3)),
        ("33/100\n" + write_table((13, 5, 2, 14.1)), NOTHING),
        ("33/100\n13 a\n5 b\n2 c\n14 d", NOTHING),
        # Several numbers out of 100: one's own is the one that is the sum.
        ("36 / 100\n39 / 100\n" + write_table(OWN, FRENCH), OWN),
        # Whole numbers in a row are nothing without a known total.
        ("57\n17 a\n10 b\n10 c\n20 d", NOTHING),
        ("57/100\n17 a\n10 b\n10 c\n20 d", (17, 10, 10, 20)),
        ("57\n17.25 a\n9.65 b\n10 c\n20 d", (17.25, 9.65, 10, 20)),
        ("57\n12\n17.25 a\n9.65 b\n10 c\n20 d", NOTHING),
        ("57\n17.25 a\n9 b\n10 c\n20 d", NOTHING),
    ],
)
def test_what_makes_a_set(text: str, expected: Points) -> None:
    assert find_points(text) == expected


@pytest.mark.parametrize("total", ["19,5", "9,25", "24,99", "33,4"])
@pytest.mark.parametrize("form", ["{l}\n{p}", "{p}\n{l}", "{p} | {l}"])
def test_a_total_with_decimals_is_no_pillar(total: str, form: str) -> None:
    number = float(total.replace(",", "."))
    points = tuple(round(number * share, 3) for share in (0.5, 0.25, 0.15, 0.1))
    table = write_table(points, FRENCH, form).replace(".", ",")
    for after in ("", "\nTop 83 %\nTop 90 %", "\n12,5 a\n20,25 b"):
        page = read_page(f"Votre Social Selling Index\n{total}\n{table}{after}")
        assert (page.total, tuple(each for _, each in page.pillars)) == (number, points)
        assert (page.industry.average, page.network.average) == (None, None)


OUT_OF = [
    "{p} out of 25",
    "{p} de 25",
    "{p} sur 25",
    "{p} von 25",
    "{p}/25",
    "{p} / 25",
    "{p} из 25",
    "{p}（満点25）",
    "{p}점 중 25",
    "25 üzerinden {p}",
]


@pytest.mark.parametrize("most", OUT_OF)
@pytest.mark.parametrize("form", ["{p}\n{l}", "{l}\n{p}", "{l}: {p}", "{p} {l}"])
@pytest.mark.parametrize("points", [OWN, (25, 4.5, 9, 0), (12, 3, 1, 3), (25, 25, 25, 25)])
def test_out_of_25_in_any_language(most: str, form: str, points: tuple[float, ...]) -> None:
    total = f"{round(sum(points))} / 100"
    for labels in (ENGLISH, TURKISH, FRENCH):
        table = write_table(tuple(most.format(p=each) for each in points), labels, form)
        page = read_page(f"Top 75% Industry SSI rank\n{total}\n{table}\nTop 80%")
        assert (page.total, tuple(each for _, each in page.pillars)) == (round(sum(points)), points)


def test_out_of_25_without_a_total() -> None:
    assert find_points("12 sur 25\na\n3 sur 25\nb\n1 sur 25\nc\n3 sur 25\nd") == (12, 3, 1, 3)
    assert find_points("0.6 out of 25\nEngage with insights") == (None, None, 0.6, None)
    # Of a list one cannot tell.
    assert find_points("45 / 100\n13.118 / 4.8 / 2.05 / 25") == (13.118, 4.8, 2.05, 25)


LONE: dict[str, tuple[str, tuple[int, int]]] = {
    "English": ("Top\nIndustry SSI rank\n65\n%\nTop\nNetwork SSI rank\n72\n%", (65, 72)),
    "number first": ("Top\n65\n%\nIndustry SSI rank\nTop\n72\n%\nNetwork SSI rank", (65, 72)),
    "network first": ("Top\nNetwork SSI rank\n72\n%\nTop\nIndustry SSI rank\n65\n%", (65, 72)),
    "bullets and empty lines": ("• Industry SSI rank\n• 65\n\n• %\n• Network SSI rank\n• 72\n \n• %", (65, 72)),
    "Dutch": ("Top\nSSI-rang in je branche\n5\n%\nTop\nSSI-rang in je netwerk\n100\n%", (5, 100)),
    "German": ("Branchen-SSI-Rang\n65\n％\nNetzwerk-SSI-Rang\n72\n％", (65, 72)),
    "unknown": ("Parhaat\n65\n%\nToimialan SSI-sijoitus\nParhaat\n72\n%\nVerkoston SSI-sijoitus", (65, 72)),
    "sign first": ("Sektör SSI sıralaması\n%\n65\nAğ SSI sıralaması\n%\n72", (65, 72)),
    "one after another": ("65\n%\n72\n%", (65, 72)),
}


@pytest.mark.parametrize("name", LONE)
def test_a_percent_sign_may_stand_on_its_own_line(name: str) -> None:
    text, ranks = LONE[name]
    for around in ("{}", "{}\n39\nout of 100\n" + write_table(OWN), "{}\nCurrent Social Selling Index\n39\n" + write_table(OWN)):
        page = read_page(around.format(text))
        assert (page.industry, page.network) == ((ranks[0], None), (ranks[1], None))
        assert page.total in (None, 39)
    # What follows belongs to the next number.
    assert read_page("33\nout of 100\n%24\nTop %37\n").total == 33
    assert read_page("39 / 100\n12\n% of all\n" + write_table(OWN)).total == 39


@pytest.mark.parametrize(
    "label",
    [
        "Industry SSI rank", "SSI rank in your network", "SSI ranking", "Ranking SSI w sieci", "SSI-rang in je branche",
        "Netzwerk-SSI-Rang", "Classement SSI du secteur", "Classificação SSI na rede", "Clasificación de SSI", "Toimialan SSI-sijoitus",
        "SSI-placering",
        "業界SSIランク", "SSI 순위", "Рейтинг SSI", "SSI sıralaması",
    ],
)  # fmt: skip
def test_the_label_of_a_rank_leads_to_no_average(label: str) -> None:
    assert not is_average_label(label.casefold())
    for text in (f"{label}\n65", f"{label} 65", f"{label}\n65\n39 out of 100\n{write_table(OWN)}"):
        page = read_page(text)
        assert (page.industry.average, page.network.average) == (None, None)
        assert page.total in (None, 39)


def test_an_industry_called_like_a_rank_has_an_average() -> None:
    for industry in ("Franking Machines", "Orange Growing", "Frank & Sons"):
        assert read_page(f"Professionals in the {industry} industry have an average SSI of 31").industry.average == 31


NAMES = ("PROFESSIONAL_BRAND", "FIND_RIGHT_PEOPLE", "INSIGHT_ENGAGEMENT", "STRONG_RELATIONSHIP")


def make_answer(points: Points = OWN, total: float | None = 38.875, **groups: tuple[float, float]) -> dict[str, Any]:
    return {
        "activeSeat": True,
        "memberScore": {"overall": total, "subScores": [{"pillar": name, "score": each} for name, each in zip(NAMES, points, strict=True)]},
        "groupScore": [
            {"groupType": name, "rank": rank, "score": {"overall": average, "subScores": [{"pillar": NAMES[0], "score": 9}]}}
            for name, (rank, average) in groups.items()
        ],
    }


def shuffle(value: Any, draw: st.DrawFn) -> Any:
    """Put keys and items into any order."""
    if isinstance(value, dict):
        return {key: shuffle(each, draw) for key, each in draw(st.permutations([*value.items()]))}
    return [shuffle(each, draw) for each in draw(st.permutations(value))] if isinstance(value, list) else value


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, Points, tuple[tuple[float, float], tuple[float, float]]]:
    points = tuple(draw(st.lists(st.integers(0, 25) | st.floats(0, 25, allow_subnormal=False), min_size=4, max_size=4)))
    ranks = [(draw(st.integers(1, 100)), draw(st.floats(0, 100, allow_subnormal=False))) for _ in range(3)]
    answer = shuffle(make_answer(points, sum(points), TEAM=ranks[2], NETWORK=ranks[1], INDUSTRY=ranks[0]), draw)
    outer = draw(st.sampled_from([answer, {"status": 200, "data": answer}, [{}, {"elements": [answer]}]]))
    text = draw(st.sampled_from([json.dumps, repr, lambda value: json.dumps(value, indent=2)]))(outer)
    around = draw(st.sampled_from(["{}", "SSI of today: {}\n", "> x = {{}}\n{}", "33 out of 100\n{}\n13.5 more"]))
    return around.format(text), points, (ranks[0], ranks[1])


@given(answers())
def test_the_interface_in_any_order_of_keys(made: tuple[str, Points, tuple[tuple[float, float], tuple[float, float]]]) -> None:
    text, points, groups = made
    page = read_page(text)
    assert tuple(each for _, each in page.pillars) == points
    assert page.total == sum(each for each in points if each is not None)
    assert (page.industry, page.network) == groups
    assert page.not_found == ()


def test_the_interface_in_other_notations() -> None:
    scores = "[{score: 38.875, pillar: 'X'}, {score: 3.125, pillar: 'INSIGHT_ENGAGEMENT'}]"
    console = f"{{memberScore: {{overall: 38.875, subScores: {scores}}}, seat: undefined}}"
    page = read_page(console)
    assert (page.total, tuple(each for _, each in page.pillars)) == (38.875, (None, None, 3.125, None))
    alone = json.dumps(make_answer()["memberScore"])
    assert tuple(each for _, each in read_page(alone).pillars) == OWN


WHOLE = json.dumps(make_answer(INDUSTRY=(65, 31.5)))


@pytest.mark.parametrize(
    "text",
    [
        WHOLE[:150],
        WHOLE[:-2],
        WHOLE[WHOLE.index('"groupScore"') :],
        '"memberScore": {"overall": 38.875, "subScores": [{"pillar": "PROFESSIONAL_BRAND", "score": 14.25}]}',
        '{"memberScore": null, "subScores": 5, "x": 13.5}',
        '{"memberScore": {"overall": "39", "subScores": [5, null, {"pillar": [], "score": true}]}, "groupScore": {"rank": 5}}',
        '{"memberScore": {"overall": 139, "subScores": [{"pillar": "PROFESSIONAL_BRAND", "score": 26}]}, "groupScore": [7]}',
        '{"memberScore": {"overall": ' + "9" * 5000 + ', "subScores": []}}',
        '{"memberScore": {"overall": NaN, "subScores": [{"pillar": "PROFESSIONAL_BRAND", "score": -1}]}}',
        '{"memberScore": ' + '{"a":' * (DEEPEST + 1) + "13.5" + "}" * (DEEPEST + 1) + "}",
        '{"memberScore": ' * 3000,
    ],
)
def test_what_cannot_be_read_of_the_interface_is_not_guessed(text: str) -> None:
    page = read_page(text)
    assert (page.total, tuple(each for _, each in page.pillars)) == (None, NOTHING)
    assert (page.industry, page.network) == ((None, None), (None, None))


def test_pillars_of_the_interface_that_do_not_make_its_total_are_not_taken() -> None:
    page = read_page(json.dumps(make_answer(total=45)))
    assert (page.total, tuple(each for _, each in page.pillars)) == (45, NOTHING)
    assert tuple(each for _, each in read_page(json.dumps(make_answer(total=None))).pillars) == OWN
    assert read_interface(json.dumps(make_answer(INDUSTRY=(0, 31)))).ranks == {}


@given(
    points=st.lists(st.decimals("0.01", "24.99", places=2), min_size=4, max_size=4),
    peers=st.lists(st.decimals("0.01", "24.99", places=2), min_size=4, max_size=4),
    labels=st.sampled_from([*LANGUAGES.values()]),
    form=st.sampled_from(FORMS),
    first=st.booleans(),
)
def test_pillars_always_make_the_total(points: list[Any], peers: list[Any], labels: tuple[str, ...], form: str, first: bool) -> None:
    """Two tables with a known total: the four numbers found make it, and one's own are found if the other's do not."""
    total = round(sum(points))
    tables = [write_table(tuple(points), labels, form), write_table(tuple(peers), labels, form)]
    found = find_points("\n".join([f"{total} out of 100", *(tables if first else tables[::-1])]))
    assert None not in found
    assert abs(sum(each or 0 for each in found) - total) <= 1.000001
