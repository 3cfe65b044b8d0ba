"""Answers measured in the archive that LinkedIn gives its members, with their evidence.

Bytes in, values out; standard library only. Personal data is reduced at once to counts, days and digests (see `digests`): no name, message
or address is in a result or an error. The text of messages, and files about other people, are never decoded.

    limits      limits on reading, the work that a file may cost, and the error for an unreadable file
    names       a file's name → its kind
    archive     input files → the archive's files in them, one after another, bounded
    rows        bytes of a CSV file → the wanted columns, whatever the dialect
    cells       a cell → its text
    dates       a date in any form → a day
    digests     a name → eight bytes that can be compared and not read
    titles      a job title → senior, junior or neither
    facts       the facts that each kind of file gives
    tally       rows → their number, in all and by day
    people      rows about other people → facts
    searches    rows about searches and job alerts → facts; the runs of job alerts among the searches
    readers     rows → facts, one reader a kind of file
    article     an article's HTML → its day of publication
    workbook    the analytics workbook → new followers and engagements by day
    reading     all files → all facts, piece by piece
    selection   all facts → those that count, and their window of days
    levels      a number → the model's level
    evidence    the result of a measure: a number, its sources and its confidence
    network     measures of connections and invitations
    messages    measures of the member's own messages
    measures    selected facts → measured answers with evidence, or the reason why not
    timeline    all facts → those of the same archive cut at any day
    over_time   a cut at each month → answers and score as of then
    forecast    the last day's answers → the score 30, 60 and 90 days on, and what leaves the window until then
    problems    the keys of all problems and reasons, with a line of English for developers
    report      the whole result as JSON

>>> from io import BytesIO
>>> from ssi_core.linkedin_export.archive import InputFile
>>> from ssi_core.linkedin_export.report import read_export
>>> report = read_export([InputFile("Company Follows.csv", BytesIO(b"Organization,Followed On\\nAcme,Wed Oct 01 16:02:32 UTC 2025\\n"))])
>>> report["answers"], report["evidence"]["company_pages"]["value"], report["not_measured"]["sharing"]
({'company_pages': '1_to_9'}, 1, 'file_absent')
"""
