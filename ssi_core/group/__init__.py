"""Scores of a group, for its trainer: codes, codes in any text, and the numbers of all together.

Nothing is random here, and no clock is read: the caller gives a code's day and its random part. No member is named, and no number is about
fewer than five people.

    check           check symbols: a typo or swap in a code is found, and usually where
    code            a score ↔ a code of four groups that can be read aloud
    members         text of any kind → the people whose codes and links are in it
    privacy         which numbers may be shown together, and what that protects against
    quartiles       scores → their median and quartiles
    common_steps    answers → the weakest factors, and the steps that most could take
    rounds          members → the numbers of a round, and the change between rounds
    pairs           members → those with answers and a real score, as a CSV file

>>> from datetime import date
>>> from ssi_core.group import CodedScore, find_codes, make_code, summary
>>> text = ", ".join(make_code(CodedScore("real", (100, 50, 20, 10 * place), date(2026, 11, 29), random=place)) for place in range(10, 15))
>>> for each in summary(find_codes(text).members).quartiles:
...     print(each.key, each.low, each.median, each.high)
total 28.0 29.0 30.0
brand 10.0 10.0 10.0
find 5.0 5.0 5.0
engage 2.0 2.0 2.0
relate 11.0 12.0 13.0
"""

from ssi_core.group.code import CodedScore as CodedScore
from ssi_core.group.code import make_code as make_code
from ssi_core.group.code import read_code as read_code
from ssi_core.group.members import find_codes as find_codes
from ssi_core.group.rounds import compare_rounds as compare_rounds
from ssi_core.group.rounds import summary as summary
