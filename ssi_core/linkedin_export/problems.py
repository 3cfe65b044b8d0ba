"""Keys of problems with files and of reasons for unmeasured factors.

Each has one line of English for developers. A page has its own words for each key. No line holds a name, or anything else out of a file.
"""

MESSAGES = {
    "unknown_file": "not a file of LinkedIn's archive: a ZIP, one of its CSV files under its own name, or the analytics workbook",
    "not_needed": "a file of the archive that says nothing about any factor",
    "never_read": "left unread on purpose: it is about other people, or too private",
    "not_a_zip": "not a ZIP file",
    "truncated_zip": "the ZIP is cut short; download it again",
    "too_many_entries": "a ZIP with far more files than an archive of LinkedIn has; not read",
    "nothing_inside": "a ZIP without one of the archive's files",
    "unsafe_path": "the ZIP has paths that lead out of it; those files were not read",
    "nested_too_deep": "a ZIP in a ZIP in a ZIP; unpack it first",
    "nested_too_large": "a ZIP in the ZIP is too large to be read where it is; unpack it first",
    "encrypted": "encrypted; unpack it with its password, and use what comes out",
    "unsupported": "packed in a way that is not read here; unpack it and use what comes out",
    "too_large": "far larger than anything in an archive of LinkedIn; not read",
    "out_of_memory": "more than there is memory for; close other programs, or read the files one by one",
    "damaged": "damaged; download the archive again",
    "empty_file": "empty",
    "encoding": "saved as UTF-16, which is not read for this file; save it as UTF-8",
    "header_not_found": "has not the columns that LinkedIn gives this file",
    "row_too_long": "has a row without an end; not read",
    "workbook_as_csv": "a workbook under the name of a CSV file; use LinkedIn's own file, or save it as CSV",
    "not_a_workbook": "not a workbook with LinkedIn's analytics",
    "no_daily_sheets": "a workbook without LinkedIn's sheets of followers or engagements by day; export the analytics of 90 days",
    "xml_refused": "a workbook with a document type in it, which LinkedIn's have not; not read",
}
"""Problems with a file."""

UNOPENED = (
    "not_a_zip",
    "truncated_zip",
    "too_many_entries",
    "nested_too_deep",
    "nested_too_large",
    "encrypted",
    "too_large",
    "out_of_memory",
    "damaged",
)
"""The problems that leave a whole ZIP closed, so that its contents are unknown."""

REASONS = {
    "never_in_archive": "LinkedIn puts it into no archive",
    "workbook_absent": "only in the analytics workbook, which was not among the files",
    "basic_archive": "only in the complete archive; this is the basic one, or a part",
    "file_absent": "its file was not among the files; LinkedIn leaves out empty ones, too, so that says nothing",
    "file_broken": "its file could not be read",
    "too_old": "its file ends more than 90 days before the others",
    "no_dates": "nothing in its file has a date, or none that can be read: there are no 90 days to count",
    "column_empty": "the column that it is counted in is empty, or not there",
    "parts_absent": "too many of the files it takes were not among them",
    "none_sent": "nothing was sent that could have been answered",
    "pending_only": "the file seems to hold unanswered invitations only",
    "no_employer": "no current employer is known",
    "owner_unknown": "whose messages these are is not known",
}
"""Reasons why a factor is not measured."""
