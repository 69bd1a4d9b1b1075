"""Lines that repeat on purpose, all invented: nothing of them may be folded.

Each group is some lines as one article could print them, filled anew for every page: "{place}" is another place
each time that it stands in the group, "{=place}" the same one throughout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import cycle
from random import Random

from bench.repeats_planting import Page, Printed, blocks_of

_CHOICES: dict[str, tuple[str, ...]] = {
    "name": (
        "Ivo Brandt", "Odile Selmer", "Marek Pellin", "Hanne Rydell", "Tomas Quay", "Lena Aldershaw", "Peter Vance",
        "Ruth Okafor", "Karim Haddad", "Joan Merrow",
    ),
    "surname": ("Brandt", "Selmer", "Pellin", "Rydell", "Quay", "Aldershaw", "Vance", "Okafor", "Haddad", "Merrow"),
    "place": ("Norvik", "Halm", "Lomar", "Tarn", "Port Alder", "Vesterly", "Ostrava Bay", "Selby", "Dunmore", "Castra"),
    "club": ("Norvik United", "Halm Rovers", "Lomar City", "Tarn Athletic", "Alder Town", "Vesterly Wanderers"),
    "firm": ("Alder Motors", "Birch Foods", "Halm Steel", "Lomar Shipping", "Tarn Paper", "Vesterly Bank"),
    "metal": ("Gold", "Platinum", "Copper", "Silver", "Nickel", "Zinc"),
    "index": ("Norvik 50", "Halm Composite", "Lomar 100", "Tarn All-Share", "Alder 30"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "sky": ("cloudy with rain", "sunny with showers", "overcast with sleet", "bright with gusts"),
    "region": ("Northern", "Southern", "Eastern", "Western", "Central", "Coastal"),
    "trade": ("lawyer", "teacher", "farmer", "surgeon", "printer", "welder"),
    "crime": ("drunken driving", "petty theft", "trespassing", "fraud", "vandalism"),
    "way": ("rose", "fell"),
    "n": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
}  # fmt: skip

_SLOT = re.compile(r"\{(=?)(\w+)\}")

Lines = Sequence[str]

GROUPS: dict[str, tuple[Lines, ...]] = {
    "refrain": (
        ["Row, row, we row home."] * 3,
        ["Bring the boats in, bring them in."] * 4,
        ["And still the river rose."] * 3,
        ['"We will not leave," they sang.'] * 2,
    ),
    "refrain of a whole line": (
        ["O the wind, the wind, it blows from the hills of {=place} to the sea,"] * 3,
        ["We are the people of the valley, and the valley is ours to keep"] * 3,
    ),
    "list items": (
        ["- two eggs", "- flour", "- two eggs", "- a pinch of salt", "- flour"],
        ["* Bread, {n} crowns", "* Milk, {n} crowns", "* Bread, {n} crowns", "* Milk, {n} crowns"],
        ["1. {place}", "2. {place}", "3. {place}", "1. {place}"],
        ["• {name}, {place}", "• {name}, {place}", "• {name}, {place}"],
    ),
    "long list items": (
        ["- Two tablespoons of olive oil, one clove of garlic and a pinch of coarse sea salt"] * 2,
        ["• A valid passport, two photographs and the receipt for the fee of the current year"] * 2,
    ),
    "question and answer": (
        ["Q: Why?", "A: No comment.", "Q: Why?", "A: No comment."],
        ["Q. Were you told?", "A. No, we were not.", "Q. Were you told?", "A. I was, on the day after."],
        ["Question: And now?", "Answer: We wait.", "Question: And now?", "Answer: We go home."],
    ),
    "a question asked of several": (
        [
            "Q: What would you do on your first day in office if you were elected mayor of {=place}?",
            "A: I would open the books.",
            "Q: What would you do on your first day in office if you were elected mayor of {=place}?",
            "A: I would ask the people who work there what they need.",
        ],
        [
            "What is the first thing that you would change about the way the council spends its money?",
            "{name}: The buses.",
            "What is the first thing that you would change about the way the council spends its money?",
            "{name}: The roof of the school, before it falls in.",
        ],
    ),
    "chair of a debate": (
        [
            "MODERATOR: Thank you very much. You have thirty seconds to answer that, please keep to it.",
            "{surname}: I shall need ten.",
            "MODERATOR: Thank you very much. You have thirty seconds to answer that, please keep to it.",
            "{surname}: That is not what I said.",
        ],
    ),
    "short quotes": (
        ['"Never again," she said.', '"Never again," she said.'],
        ['"No comment," {=surname} said.', '"No comment," {=surname} said.'],
        ['"It is over."', '"It is over."'],
    ),
    "two quotes of a speaker": (
        [
            '"We saw nothing at all of it," said Colonel {=name}, the spokesman of the guard in {=place}, on {=day}.',
            '"Our boats are all ready now," said Colonel {=name}, the spokesman of the guard in {=place}, on {=day}.',
        ],
        [
            '"Nobody warned the families below the dam," {=surname} told reporters outside the court in {=place}.',
            '"The money was never meant for the bridge," {=surname} told reporters outside the court in {=place}.',
        ],
    ),
    "results": (
        ["{club} 2, {club} 1", "{club} 0, {club} 0", "{club} 2, {club} 1"],
        ["{club} beat {club} {n}-{n} in a match played on {day} evening in front of a full house."] * 3,
        ["{name} ({place}) beat {name} ({place}) 6-{n}, 6-{n} in the second round of the women's singles."] * 3,
    ),
    "market lines": (
        ["The {index} index of leading shares {way} {n}.{n} percent to close at {n},{n}00.{n} points in {place}."] * 3,
        ["{metal} for June delivery {way} {n} crowns to settle at {n}{n}0 crowns an ounce on the market."] * 3,
        ["Shares in {firm} closed {n}.{n} percent higher at {n}{n} crowns, their best level in three months."] * 2,
        ["{firm} said net profit {way} {n}{n} percent to {n}{n}.{n} million crowns in the quarter to June."] * 3,
        ["The {metal} contract {way} {n} points on the day."] * 4,
    ),
    "dividends": (
        ["{firm} declares a regular quarterly dividend of {n}{n} cents a share, payable on March {n} to holders."] * 3,
        ["{firm} sets a three-for-two stock split and lifts its dividend by {n} cents, payable on April 1{n}."] * 2,
    ),
    "counts": (
        ["The district of {place} reported {n}{n} new cases on {day} and no deaths, the ministry of health said."] * 3,
        ["In {place}, {n}{n},{n}00 of the registered voters had cast their ballots by noon, officials said."] * 3,
    ),
    "weather": (
        ["{region} districts: {sky} in the morning, clearing later, with highs of {n} to 1{n} degrees."] * 3,
        ["{place}: {sky} in the morning, clearing later, with highs of {n} to 1{n} degrees."] * 4,
    ),
    "table": (
        ["{place} {n} {n} {n}", "{place} {n} {n} {n}", "Total {n} {n} {n}", "Total {n} {n} {n}"],
        ["{name}, {place}, {n} for {n}{n}, {n}-{n}, {n} points"] * 4,
        ["W L Pct GB", "{club} {n} {n} .{n}00 -", "W L Pct GB", "{club} {n} {n} .{n}00 {n}"],
    ),
    "police notes": (
        [
            "A {n}{n}-year-old man of {place} was arrested on {day} on suspicion of {crime} in the {n}00 block of Elm "
            "Street."
        ]
        * 3,
        ["{name} was charged with {crime} and released on bail pending a hearing next month, the court said."] * 3,
    ),
    "candidates": (
        ["{name}, {n}{n}, is a {trade} from {place} who served two terms on the city council before he stood down."]
        * 3,
        ["{surname} faces up to {n} years in prison if found guilty on all the charges, prosecutors said."] * 2,
    ),
    "pleas": (
        ["{surname} pleaded not guilty at the Norvik crown court on {=day} and was remanded until a hearing in spring."]
        * 3,
    ),
    "no answer": (
        ["{name}, a spokesman for the Norvik Port Authority, did not return a call on {=day} seeking comment."] * 2,
        ["Messages left at the home of {name} in {place} on {=day} night were not answered, the Norvik Herald said."]
        * 2,
    ),
    "fixtures of a series": (
        ["Game {n}: {=club} at {=place}, {day}, June {n}, 8 p.m. local time, live on the second channel."] * 4,
        ["{place} 0 0 {n} 0 0 {n} 0 0 0 - {n} {n} 1"] * 2,
    ),
    "programme": (
        ["{day}, {n} p.m.: {club} against {club} at the harbour ground, live on the radio from the start."] * 3,
        ["{day}: The committee meets in {place} to hear {name} on the budget of the coming year."] * 3,
    ),
    "headings": (["What happens next"] * 2, ["Background"] * 2, ["THE NUMBERS", "THE NAMES", "THE NUMBERS"]),
    "same opening": (
        [
            "The council of ministers agreed to lower the tax on fishing boats built before the war.",
            "The council of ministers put off a vote on the salaries of teachers in remote schools until spring.",
        ],
        [
            "{=surname} said that he had never met the man who sold the papers.",
            "{=surname} said that he had never been asked to sign a statement about the missing money either.",
        ],
    ),
    "speech": (
        [
            "We shall build the bridge because the children of this valley have waited for it all their lives.",
            "We shall build the bridge because the farmers on the far side cannot bring their milk to market.",
            "We shall build the bridge because nobody has ever given us one good reason why we should not.",
        ],
    ),
    "German": (
        ["Frage: Und jetzt?", "Antwort: Wir warten.", "Frage: Und jetzt?", "Antwort: Wir gehen nach Hause."],
        ["In {place} wurden am {n}. Mai {n}{n} neue Fälle gemeldet, wie das Gesundheitsamt mitteilte."] * 3,
    ),
    "French": (
        ["Q : Pourquoi ?", "R : Sans commentaire.", "Q : Pourquoi ?", "R : Demandez au maire."],
        ["{place} a battu {place} {n} à {n} lors d'un match disputé samedi soir devant des gradins combles."] * 3,
    ),
    "Russian": (
        ["Вопрос: Почему?", "Ответ: Без комментариев.", "Вопрос: Почему?", "Ответ: Спросите мэра."],
        ["Акции компании номер {n} подорожали на {n},{n} процента и стоили к вечеру {n}{n} крон за штуку."] * 3,
    ),
    "Arabic": (
        ["س: لماذا؟", "ج: لا تعليق.", "س: لماذا؟", "ج: اسألوا رئيس البلدية."],
        ["وسجلت المنطقة رقم {n} يوم الاثنين {n}{n} إصابة جديدة ولم تسجل أي وفاة، بحسب وزارة الصحة."] * 3,
    ),
    "Chinese": (
        ["问：您为什么这样做？", "答：无可奉告。", "问：您为什么这样做？", "答：请去问市长。"],
        ["第{n}区星期一报告新增病例{n}{n}例，没有死亡病例，卫生部门表示。"] * 3,
    ),
}


def group_of(lines: Lines, choose: Random) -> list[str]:
    """The lines of one entry with every choice made."""
    decks = {key: cycle(choose.sample(values, len(values))) for key, values in _CHOICES.items()}
    fixed = {key: choose.choice(values) for key, values in _CHOICES.items()}

    def filled(slot: re.Match[str]) -> str:
        same, key = slot.groups()
        return fixed[key] if same else next(decks[key])

    return [_SLOT.sub(filled, line) for line in lines]


def put_in(page: Page, lines: Sequence[str], choose: Random) -> list[Printed]:
    """The page with the lines further down: all together, or in their order with paragraphs between.

    Not among its first three paragraphs, where the reader takes a shouted name with a colon for a place; so the page
    must have three that are usable.
    """
    blocks = blocks_of(page)
    first = page.usable[2] + 1
    places = [choose.randint(first, len(blocks))] * len(lines)
    if choose.random() < 0.4:
        places = sorted(choose.randint(first, len(blocks)) for _ in lines)
    for place, line in reversed(list(zip(places, lines, strict=True))):
        blocks.insert(place, Printed(line))
    return blocks
