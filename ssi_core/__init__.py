"""An estimate of LinkedIn's Social Selling Index, worked out from 24 answers.

Values in, values out: nothing here reads a file, a clock or a network (only `__main__`, the command line, does), nothing is random, and no
sentence for visitors is in any language. Standard library only.

    model           what is scored: pillars, factors, levels, weights, roles, as frozen data
    answers         anything → Answers, or every fault in it at once
    scoring         Answers → Result: points and the plausible range
    advice          Result → the next steps, and the least work that reaches a target
    personas        four documented kinds of members, which the model is calibrated on
    real            LinkedIn's own numbers beside an estimate
    linkedin_page   text copied from LinkedIn's own page → the real score
    page_numbers    what that is read from: numbers with the words around them
    linkedin_export the archive of a member's data → measured answers, each with its evidence
    share           Answers ↔ a short code for a link
    history         points with dates: read, ordered, compared with the one before, merged
    history_csv     a history as a table for spreadsheets
    history_file    all that is kept ↔ one JSON file
    json_text       JSON text → what it says, or what is wrong with it
    wire_keeping    what is asked about codes, histories and files
    wire            all of it as JSON text in, JSON text out

>>> from ssi_core.answers import read_answers
>>> from ssi_core.scoring import score
>>> result = score(read_answers({"answers": {"connections": "500_or_more", "active_days": "every_day"}}))
>>> result.total, result.range, len(result.missing)
(53.2, (1.8, 100.0), 22)
"""
