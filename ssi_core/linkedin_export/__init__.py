"""Answers measured in the archive that LinkedIn gives its members, with their evidence.

Bytes in, values out; standard library only. Personal data is reduced at once to counts, days and digests (see `digests`): no name, message
or address is in a result or an error. What a message says, and files about other people, are never decoded.

    limits      how much is read at most, how much work a file may be, and what is refused
    names       a file's name → what kind of file it is
    archive     what was handed over → the files in it, one after another, bounded
    rows        bytes of a CSV file → the wanted columns, whatever the dialect
    cells       a cell → its text
    dates       a date in any form → a day
    digests     a name → eight bytes that can be compared and not read
    titles      a job title → senior, junior or neither
    facts       what a kind of file comes to
    tally       rows → how many there are, in all and by day
    people      rows about other people → facts
    readers     rows → facts, one reader a kind of file
    article     an article's HTML → its day of publication
    workbook    the analytics workbook → new followers and engagements by day
    reading     all files → all facts, piece by piece
    selection   all facts → which of them count, and over which days
    levels      a number → the model's level
    evidence    what every measure gives: a number, where it comes from and how sure it is
    network     measures of connections and invitations
    messages    measures of the member's own messages
    measures    what is selected → measured answers with evidence, or the reason why not
    problems    the keys of all problems and reasons, with a line of English for developers
    report      all of it as JSON

>>> from io import BytesIO
>>> from ssi_core.linkedin_export.archive import Given
>>> from ssi_core.linkedin_export.report import read_export
>>> report = read_export([Given("Company Follows.csv", BytesIO(b"Organization,Followed On\\nAcme,Wed Oct 01 16:02:32 UTC 2025\\n"))])
>>> report["answers"], report["evidence"]["company_pages"]["value"], report["not_measured"]["sharing"]
({'company_pages': '1_to_9'}, 1, 'file_absent')
"""
