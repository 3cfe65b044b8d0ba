"""An estimate of LinkedIn's Social Selling Index, computed from 24 answers.

Values in, values out: no module reads a file, a clock or a network, except `__main__`, the command line. Nothing is random. No text for
visitors is in any language. Standard library only.

    model            what is scored: pillars, factors, levels, weights and roles, as frozen data
    faults           what is wrong with an input; faults are collected and raised together
    answers          any value → Answers, or every fault in it
    scoring          Answers → Result: points and the plausible range
    advice           Result → the next steps, and the plan of least effort for a target
    short_way        Answers → the open question that narrows the range most
    personas         four documented kinds of members, on which the model is calibrated
    comparison       LinkedIn's own numbers beside an estimate
    attribution      two sets of answers → what each factor added to the score, or took
    evaluation/      pairs of answers and real scores → the error of the estimate, and weights that would lessen it
    linkedin_page/   text copied from LinkedIn's own page → the real score
    linkedin_export/ the archive of a member's data → measured answers, each with its evidence
    share_code       Answers ↔ a short code for a link
    group/           scores of a group ↔ codes, and their numbers together
    history/         dated points, and the score over time: read and merged; as CSV; in one JSON file with all saved data
    json_text        JSON text → its value, or its faults
    wire/            all of it as JSON text in, JSON text out
    schema/          the types of that JSON → JSON Schemas
    command_line/    the help, the arguments and the tables of `__main__`

>>> from ssi_core.answers import read_answers
>>> from ssi_core.scoring import score
>>> result = score(read_answers({"answers": {"connections": "500_or_more", "active_days": "7_days"}}))
>>> result.total, result.range, len(result.missing)
(53.2, (1.8, 100.0), 22)
"""
