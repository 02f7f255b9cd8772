"""The texts of an import: every code of a refusal, fault, problem or notice in words.

A problem has two sentences: what is wrong, and what would be right. Codes are stored and sent;
they are translated to the reader's language when they are shown.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.text import partial_dates
from projects.choices.imports import RowProblem
from projects.importing.targets import STANDINGS, TARGETS

REFUSALS = {
    "empty_file": _("The file is empty. Choose the file with your portfolio."),
    "not_a_table": _(
        "“%(name)s” is named as something else than a table. Choose a CSV or Excel file (.xlsx)."
    ),
    "too_big": _("The file is larger than %(most)s MB. Remove pictures and unused sheets."),
    "unpacks_too_big": _(
        "The workbook unpacks to more than %(most)s MB. Copy the table alone to a new workbook."
    ),
    "old_excel": _(
        "This is the old Excel format (.xls). Open it in Excel and save it as .xlsx or CSV."
    ),
    "encrypted": _("The workbook is locked by a password. Save a copy without the password."),
    "binary_workbook": _("This is a binary workbook (.xlsb). Save it as .xlsx or CSV."),
    "open_document": _("This is an OpenDocument file. Save it as .xlsx or CSV."),
    "document": _("This is a text document, not a table. Save the table as .xlsx or CSV."),
    "pdf": _("This is a PDF file. Ask for the spreadsheet it was made from."),
    "picture": _("This is a picture. Choose the spreadsheet instead."),
    "web_page": _("This is a web page, perhaps named .xls. Open it in Excel and save it as .xlsx."),
    "xml": _("This is an XML file. Open it in Excel and save it as .xlsx or CSV."),
    "archive": _("This is an archive without a workbook in it. Unpack it and choose the file."),
    "damaged": _("The workbook cannot be opened. Open it in Excel and save it anew as .xlsx."),
    "binary": _("This is not a text file. Save the table as .xlsx or CSV."),
    "undecodable": _(
        "The letters cannot be read as %(encoding)s. Save the file as “CSV UTF-8”, or choose how "
        "its letters are written."
    ),
    "unknown_encoding": _("The encoding “%(encoding)s” is not known here."),
    "unknown_delimiter": _("The columns cannot be separated by “%(delimiter)s”."),
    "quotation_marks": _(
        "A quotation mark that begins at row %(row)s is not closed. Close it, or save the "
        "table as .xlsx."
    ),
    "too_many_rows": _("The sheet has more than %(most)s rows. Import it in parts."),
    "too_many_columns": _(
        "Row %(row)s is wider than %(most)s columns. Delete the columns outside the table."
    ),
    "too_many_cells": _("The sheet has more than %(most)s cells. Import it in parts."),
    "too_much_text": _("The sheet has more than %(most)s characters. Import it in parts."),
    "cell_too_long": _(
        "A cell in row %(row)s has more than %(most)s characters. Shorten it, or close its "
        "quotation mark."
    ),
    "too_heavy": _(
        "The file needs more memory than an import may use. Take away sheets and columns that are "
        "not needed, or import it in parts."
    ),
    "too_slow": _(
        "The file took more than %(seconds)s seconds to read. Copy the table alone to a new "
        "workbook."
    ),
    "hidden_sheet": _("The sheet “%(sheet)s” is hidden. Show it in the workbook and save."),
    "no_such_sheet": _("There is no sheet “%(sheet)s”. The file has: %(sheets)s."),
    "no_visible_sheet": _("The workbook has no visible sheet. Show the sheet with your cases."),
    "csv_has_no_sheets": _("A CSV file has no sheets; leave “%(sheet)s” out."),
    "empty_sheet": _("The sheet is empty. Choose the sheet with your cases."),
    "no_such_row": _("Row %(row)s is empty or missing. Choose the row with the column names."),
    "no_rows": _("There is nothing below row %(row)s. Choose the row with the column names."),
    "crashed": _(
        "The work stopped by a fault of ours. Nothing was written. Try again; if it happens "
        "again, tell whoever runs Slik."
    ),
    "stopped": _("The work stopped before it was done. Nothing was written. Try again."),
    "stale_plan": _(
        "The portfolio changed after the dry run. Nothing was written; here is a new dry run."
    ),
    "not_ready_to_confirm": _(
        "Rows are refused or conflicts open. Nothing was written; settle them first."
    ),
    "database": _("The database refused row %(row)s (%(rule)s). Nothing was written."),
    "file_gone": _("The uploaded file is no longer kept. Upload it again."),
    "not_allowed": _("Only the innovation leader imports cases. Nothing was written."),
    "mapping": _("The mapping does not fit: %(faults)s"),
}

MAPPING_PARTS = {
    "external_source": _("Source of the ids"),
    "match_on": _("What tells the rows apart"),
}

FAULTS = {
    "not_our_format": _("this is no mapping; “format” must be “%(format)s”"),
    "unknown_part": _("“%(part)s” is not part of a mapping"),
    "unknown_field": _("there is no such field; the fields are %(known)s"),
    "wrong_shape": _("“%(part)s” has the wrong shape; see docs/import.md"),
    "control_sign": _("“%(part)s” holds an invisible control sign (%(sign)s)"),
    "too_many_values": _("more than %(most)s values"),
    "no_column": _("name a column or a constant"),
    "one_column": _("only one column can fill this field"),
    "no_constant": _("this field must come from a column"),
    "no_values": _("texts of this field cannot be replaced"),
    "unknown_code": _("unknown codes %(codes)s; use %(known)s"),
    "needed": _("every case needs this; choose a column"),
    "source_needed": _("say where the ids come from, in at most 100 characters"),
    "cannot_match": _("choose the field that tells the rows apart: %(known)s"),
    "no_such_column": _("the file has no such column; it has %(known)s"),
}

# code → (what is wrong, what would be right)
PROBLEMS = {
    "missing": (_("Nothing stands here."), _("Every case needs this: fill it in.")),
    "needs_key": (
        _("This tells the rows apart, and is empty here."),
        _("Fill it in, or choose another column to tell the rows apart."),
    ),
    "error_cell": (
        _("The cell shows an error (%(error)s)."),
        _("Mend the formula, or write the value."),
    ),
    "formula": (
        _("The cell holds a formula without a result."),
        _("Open the workbook in Excel and save it, so that the result is in the file."),
    ),
    "too_wide": (
        _("The row has more cells than there are columns."),
        _("Put quotation marks around texts that hold the separator."),
    ),
    "control_character": (
        _("The cell holds a sign that is no text."),
        _("Write the text of the cell anew."),
    ),
    "too_long": (
        _("The text has %(length)s characters."),
        _("At most %(most)s: shorten it in the file. Nothing is cut here."),
    ),
    "tag_too_long": (
        _("“%(tag)s” is too long for a tag."),
        _("A tag has at most %(most)s characters; check how the cell is split."),
    ),
    "not_a_date": (
        _("This is no date we can read."),
        _("Write a year, a month or a day: %(year)s, %(month)s or %(day)s."),
    ),
    "ambiguous_date": (
        _("Day, month and year can be mixed up here."),
        _("Write the year with four digits, like %(day)s."),
    ),
    "impossible_date": (_("This day is not in the calendar."), _("Write a day that exists.")),
    "distant_date": (_("The year is far off."), _("Write a year between 1900 and 2199.")),
    "not_a_day": (_("This is not a whole date."), _("Write day, month and year, like %(day)s.")),
    "not_a_link": (
        _("This is no web address."),
        _("Write an address that begins with https://, or choose what the text stands for."),
    ),
    "sign_in_in_link": (
        _("The link holds a user name or a password."),
        _("Leave them out: everybody who sees the link would have them."),
    ),
    "not_an_archive_reference": (
        _("This is no archive reference."),
        _("Write year and number: 2022/1234 or 22/1234-5."),
    ),
    "not_a_case_key": (
        _("This is no case key."),
        _("Write the key as it stands here, like 5001-2024-480213, or leave it empty."),
    ),
    "no_mapping": (
        _("Nobody has said what this stands for."),
        _("Choose what it stands for, under values."),
    ),
    "unknown_unit": (
        _("There is no unit of this name."),
        _("Choose a unit for it, or let the import make the units that are missing."),
    ),
    "several_units": (
        _("Several units have this name."),
        _("Choose which one, under values."),
    ),
    "unknown_person": (
        _("Nobody here has this name or e-mail address."),
        _("Write the e-mail address of somebody who has access, or choose a person for it."),
    ),
    "several_people": (
        _("Several people have this name."),
        _("Write the e-mail address instead."),
    ),
    "twin_rows": (
        _("The same case stands in row %(rows)s too."),
        _("Keep one of the rows, or choose another column to tell the rows apart."),
    ),
    "several_cases": (
        _("Several cases here match the row: %(cases)s."),
        _("Choose another column to tell the rows apart."),
    ),
    "no_such_case": (
        _("There is no case with this key."),
        _("Mend the key, or leave it empty to make a new case."),
    ),
    "end_before_start": (
        _("The end (%(end)s) comes before the start (%(start)s)."),
        _("Mend one of them in the file."),
    ),
    "needs_legal_basis": (
        _("A case exempt from public access names its legal basis."),
        _("Choose a column or a fixed value for the legal basis."),
    ),
    "basis_without_exemption": (
        _("The case has a legal basis but is not exempt from public access."),
        _("Set the visibility to exempt, or leave the legal basis empty."),
    ),
    "needs_public_title": (
        _("A case shown to the council or the public needs a public title."),
        _("Choose a column for the public title, or keep the case internal."),
    ),
    "needs_reason": (
        _("A paused or stopped case says why."),
        _("Choose a column or a fixed text for the reason."),
    ),
    "needs_paused_until": (
        _("A paused case says until when."),
        _("Choose a column or a fixed date for it."),
    ),
    "needs_lesson": (
        _("A stopped case says what was learnt."),
        _("Choose a column or a fixed text for the lesson."),
    ),
    "not_a_number": (
        _("This is no number we can read."),
        _("Write digits, with a comma before at most three decimals: 1 234,5."),
    ),
    "ambiguous_number": (
        _("This can be read in two ways: the sign may part thousands or decimals."),
        _("Write 1 234 for thousands, or 1,2340 for decimals."),
    ),
    "not_a_political_number": (
        _("This is no political case number."),
        _("Write it as PS 61/06 or 51/2019."),
    ),
    "needs_name": (
        _("Other columns tell of it, but it has no name here."),
        _("Write what it is called, or leave the other columns empty in this row."),
    ),
    "needs_part": (
        _("“%(record)s” cannot be written down without this."),
        _("Fill it in, or give it a column or a fixed value in the mapping."),
    ),
    "needs_rest": (
        _("A baseline has a value, a date and a source, and a target a value and a date."),
        _("Fill this in too, or leave all of it empty."),
    ),
    "target_is_baseline": (
        _("The target is the same as the baseline."),
        _("Write what is to change."),
    ),
    "target_before_baseline": (
        _("The target’s date is not after the baseline’s (%(baseline_on)s)."),
        _("Mend one of the dates in the file."),
    ),
    "challenge_stands": (
        _("The challenge stands here already, with another text."),
        _("Leave this empty to take it up as it stands, or give it another name."),
    ),
    "challenge_differs": (
        _("Row %(other)s tells of the same challenge otherwise."),
        _("Describe it alike in every row, or in one of them only."),
    ),
    "refused_by_rule": ("%(reason)s", _("Mend it in the file, or leave the row out.")),
    "too_many_tags": (
        _("There are %(count)s tags."),
        _("A case has at most %(most)s: choose fewer, or check how the cell is split."),
    ),
    "too_many_units": (
        _("The file would make %(count)s new units, and may make %(most)s."),
        _("Choose another column for the unit, or make the units first."),
    ),
    "closed_case": (
        _("The case is stopped or completed here, and cannot be edited."),
        _("Keep what stands here, or reopen the case on its page and try again."),
    ),
    "cannot_change_standing": (
        _("The case is “%(ours)s” here and “%(theirs)s” in the file."),
        _("Keep it as it is here, and change it on the page of the case if need be."),
    ),
    "needs_gate": (
        _("The case is “%(ours)s” here; a file cannot take it through a gate to “%(theirs)s”."),
        _("Keep it as it is here, and decide the gate on its page."),
    ),
}

NOTICES = {
    "merged_down": _("Cells merged downwards (%(cells)s): each row gets the value."),
    "merged_across": _("Cells merged sideways (%(cells)s): the value stays in the first column."),
    "hidden_rows": ngettext_lazy(
        "One hidden row is read like the others: %(cells)s.",
        "%(count)d hidden rows are read like the others: %(cells)s.",
        "count",
    ),
    "hidden_columns": ngettext_lazy(
        "One hidden column can be imported like the others: %(cells)s.",
        "%(count)d hidden columns can be imported like the others: %(cells)s.",
        "count",
    ),
    "columns_not_used": _("These columns are not imported: %(columns)s."),
    "emptied": ngettext_lazy(
        "“%(value)s” is left empty in one row, as the mapping says (%(field)s).",
        "“%(value)s” is left empty in %(count)d rows, as the mapping says (%(field)s).",
        "count",
    ),
    "address_completed": ngettext_lazy(
        "“%(value)s” is read as a web address with https:// before it, in one row.",
        "“%(value)s” is read as a web address with https:// before it, in %(count)d rows.",
        "count",
    ),
}


def stored_refusal(problem: dict) -> str:
    """Return the sentence of a stored refusal: see worker.as_problem."""
    return refusal(problem["code"], problem["params"])


def refusal(code: str, params: dict) -> str:
    """Return the sentence on why a file, a mapping or the work was refused."""
    if code == "mapping":
        faults = "; ".join(fault(*one) for one in params["faults"])
        return str(REFUSALS[code] % {"faults": faults})
    return str(REFUSALS[code] % params)


def fault(where: str, code: str, params: dict) -> str:
    """Return one fault of a mapping in words, with its place."""
    where = field_label(where.removeprefix("fields."))
    if code == "cannot_match":
        params = {"known": ", ".join(f"“{field_label(name)}”" for name in params["known"])}
    if code in FAULTS:
        text = FAULTS[code] % params
    else:
        examples = partial_dates.examples() | params
        text = " ".join(str(sentence % examples) for sentence in PROBLEMS[code])
    return f"{where}: {text}"


def problem(row_problem: RowProblem | dict) -> dict:
    """Return a problem with its sentences, ``wrong`` and ``right``, and the field's label."""
    row_problem = row_problem.as_dict() if isinstance(row_problem, RowProblem) else row_problem
    params = partial_dates.examples() | dict(row_problem["params"])
    for part in ("ours", "theirs"):
        if part in params:
            params[part] = standing_label(params[part])
    wrong, right = PROBLEMS[row_problem["code"]]
    return {
        **row_problem,
        "label": field_label(row_problem["field"]),
        "wrong": str(wrong % params),
        "right": str(right % params),
    }


def notice(code: str, params: dict) -> str:
    """Return the sentence of a notice, which does not stop the import."""
    if "field" in params:
        params = params | {"field": field_label(params["field"])}
    return str(NOTICES[code] % params)


def field_label(name: str) -> str:
    """Return the label of a field."""
    if name in MAPPING_PARTS:
        return str(MAPPING_PARTS[name])
    return str(TARGETS[name].label) if name in TARGETS else name


def standing_label(code: str) -> str:
    """Return the label of a state and phase."""
    return str(STANDINGS.get(code, code))
