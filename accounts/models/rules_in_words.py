"""What a rule of the database says to the person who broke it, and which field it is about.

A constraint has its own sentence in ``violation_error_message``, or the one of its kind, which
follows from its name. What a trigger refuses has a sentence by its message.
"""

import logging
import re
from contextlib import contextmanager
from copy import copy

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.db.models import CheckConstraint, F, Q
from django.db.models.constants import LOOKUP_SEP
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

CHOOSE = _("Choose one of the values on the list.")
WRITE = _("Write something here.")
AT_MOST = _("Write at most %(most)s characters.")
EXISTS_ALREADY = _("There is one already. Load the page again to see it.")
AT_THE_SAME_TIME = _(
    "Somebody else saved at the same time. Load the page again, and try once more."
)
OTHER_MUNICIPALITY = _("What it points at belongs to another municipality.")
OTHER_CASE = _("What it points at belongs to another case.")
NOT_FROM_HERE = _("The case cannot go this way from where it is. Load the page again to see it.")
STANDS = _("What is written here stands: it cannot be changed or deleted.")
DATABASE_RULE = _("This breaks a rule, and nothing was saved. Check what you wrote.")

# By the end of a constraint's name; the first that fits.
SENTENCES = tuple(
    (re.compile(f"{ending}$"), sentence)
    for ending, sentence in (
        ("statusupdate_has_a_summary_of_at_most_500_characters",
         _("Write how it is going, in at most 500 characters.")),
        ("innovationquestion_change_has_a_reason", _("Write why the question is changed.")),
        (r"_at_most_(?P<most>\d+)(_characters)?", AT_MOST),
        ("_(is|are)_known", CHOOSE),
        ("_(has_known_scopes|sdgs_are_1_to_17|kostra_function_has_three_digits)", CHOOSE),
        ("_(is_written|has_a_title|has_a_name|is_not_empty)", WRITE),
        ("_link_is_http", _("Write an address that begins with https:// or http://.")),
        ("archive_?reference_is_year_and_number",
         _("Write the archive reference as 2026/1234 or 12/572-2.")),
        ("case_dates_are_partial_iso_dates", _("Write a year, a month or a day: 2026, 2026-03.")),
        ("case_key_has_municipality_year_and_number",
         _("A case key is the number of the municipality, the year and a number.")),
        ("case_paused_says_until_when", _("Choose until when the case is paused.")),
        ("case_draft_is_in_the_first_phase", _("A draft is in the first phase.")),
        ("case_in_phase_says_since_when", _("Say since when the case is in its phase.")),
        ("case_external_id_names_its_source", _("Say which system the external id is from.")),
        ("case_external_id_is_unique_in_its_source", _("Another case has this external id.")),
        ("_ends_after_it_begins", _("The role must end after it begins.")),
        ("_does_not_overlap_itself", _("The person already has this role then.")),
        ("assignment_one_owner_and_one_lead_at_a_time",
         _("Somebody has this role now. End that role first.")),
        ("assignment_owner_and_lead_are_two_people",
         _("Let the project owner and the project lead be two people.")),
        ("successassessment_individual_belongs_to_a_round",
         _("An assessment by one person belongs to a round.")),
        ("gatedecision_takes_two_people", _("One person proposes, and another decides.")),
        ("condition_met_says_when_how_and_by_whom", _("Write how it was met.")),
        ("trial_criterion_predates_the_start",
         _("The success criterion is written before the trial starts.")),
        ("phasevisit_number_begins_at_one", _("The first visit has number 1.")),
        ("phasevisit_left_after_it_was_entered",
         _("The date cannot be before the phase began.")),
        ("_says_when_and_by_whom", _("Say both when and by whom.")),
        ("statechange_goes_somewhere", NOT_FROM_HERE),
        ("statechange_pause_says_why_and_until_when",
         _("Write why, and choose a date for the next look at the case.")),
        ("statechange_stop_has_reason_and_lesson", _("Write why, and what you learnt.")),
        ("stop_political_names_its_decision",
         _("A political stop rests on a decision: choose it, or record it in the case first.")),
        ("importmapping_name_is_unique_in_municipality",
         _("There is a saved mapping with this name. Choose another name.")),
        ("importrun_checksum_is_sha256", _("The file was not received whole. Send it again.")),
        ("statusupdate_dated_next_step_says_what", _("Write what the next step is.")),
        ("statusupdate_does_not_both_confirm_and_correct",
         _("A status update either confirms another or corrects it.")),
        ("county_number_is_two_digits", _("The number of a county has two digits.")),
        ("municipality_number_is_four_digits", _("The number of a municipality has four digits.")),
        ("colour_is_hex", _("Write the colour as # and six digits or letters: #1A5FB4.")),
        ("unit_code_is_unique_in_municipality", _("Another unit has this code.")),
        ("unit_is_not_its_own_parent", _("A unit cannot be below itself.")),
        ("user_(new_)?email_is_lower_case", _("Write the e-mail address in lower case.")),
        ("apitoken_expires_within_a_year", _("A token expires within a year.")),
        ("apitoken_has_a_beginning_when_it_has_a_secret",
         _("A token gets its secret and the beginning of it at the same time.")),
        ("_is_numbered(_per_phase)?", AT_THE_SAME_TIME),
        ("sentform_(is_carried_out_once|has_a_token)", AT_THE_SAME_TIME),
        (r"_one_.*", EXISTS_ALREADY),
    )
)  # fmt: skip
# By what the message of a trigger says; the first that fits.
TRIGGER_SENTENCES = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        ("is not between 1900 and 2199", _("Write a year between 1900 and 2199.")),
        ("is not composed, or shows nothing", WRITE),
        ("are one tag", _("Tags that look alike are one tag: keep one of them.")),
        ("below itself", _("A unit cannot be below itself.")),
        ("another municipality|two municipalities", OTHER_MUNICIPALITY),
        ("of another case|of its proposal|one of its own|of the changes that", OTHER_CASE),
        ("does not follow", AT_THE_SAME_TIME),
        ("each factor", _("Say something of each of the five factors.")),
        ("keeps a lesson", _("A case that has ended keeps a lesson.")),
        ("has been measured",
         _("Record a measurement after the baseline before you call the benefit realised.")),
        ("keeps its|stands as written|Cannot (update|delete|insert)", STANDS),
        ("phase|gate|state|stop|carried out|does not go|closes its|complet|^case ", NOT_FROM_HERE),
    )
)  # fmt: skip
COLUMN = re.compile(r"\w+\.(?P<field>\w+) is ")  # how a trigger names the field it refuses
# By SQLSTATE: what PostgreSQL refuses by itself.
STATE_SENTENCES = {
    "22001": _("A text is longer than its field holds."),
    "22003": _("A number is larger than its field holds."),
    "23502": WRITE,
    "23503": _("What it points at is no longer there."),
    "23505": EXISTS_ALREADY,
    "23514": DATABASE_RULE,
    "23P01": DATABASE_RULE,
    "P0001": DATABASE_RULE,
}


def sentence_of(constraint: BaseConstraint):
    """Return what a constraint says to whoever breaks it."""
    own = constraint.violation_error_message
    if own != constraint.default_violation_error_message:
        return own
    for ending, sentence in SENTENCES:
        if found := ending.search(constraint.name):
            return sentence % found.groupdict() if found.groupdict() else sentence
    return DATABASE_RULE


def with_sentence(constraint: BaseConstraint) -> BaseConstraint:
    """Return the constraint with its sentence."""
    worded = copy(constraint)
    worded.violation_error_message = sentence_of(constraint)
    return worded


def fields_of(constraint: BaseConstraint) -> tuple[str, ...]:
    """Return the fields that a constraint is about, in the order of their names."""
    if named := tuple(getattr(constraint, "fields", ())):
        return named
    parts = (
        [getattr(constraint, "condition", None)]
        if isinstance(constraint, CheckConstraint)
        else [part[0] if isinstance(part, tuple) else part for part in constraint.expressions]
    )
    return tuple(sorted({name for part in parts for name in _names_in(part)}))


def _names_in(part):
    """Yield the names of the fields that a condition or an expression is made of."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Q):
        for child in part.children:
            if isinstance(child, tuple):
                yield child[0].partition(LOOKUP_SEP)[0]
            else:
                yield from _names_in(child)
    elif isinstance(part, F):
        yield part.name.partition(LOOKUP_SEP)[0]
    elif hasattr(part, "get_source_expressions"):
        for source in part.get_source_expressions():
            yield from _names_in(source)


def sentence_of_message(message: str):
    """Return what the message of a trigger says to whoever is refused."""
    for pattern, sentence in TRIGGER_SENTENCES:
        if pattern.search(message):
            return sentence
    return DATABASE_RULE


def in_words(error: DatabaseError) -> ValidationError | None:
    """Return what the database refused as an error of its field; None for what no rule refused."""
    cause = error.__cause__
    state, diagnostics = getattr(cause, "sqlstate", None), getattr(cause, "diag", None)
    if state not in STATE_SENTENCES or diagnostics is None:
        return None
    logger.warning("rule_broken: %s %s", diagnostics.constraint_name, diagnostics.message_primary)
    if constraint := constraints_by_name().get(diagnostics.constraint_name):
        named = fields_of(constraint)
        return ValidationError({(named or (NON_FIELD_ERRORS,))[0]: [sentence_of(constraint)]})
    if state in {"23514", "P0001"}:
        message = diagnostics.message_primary or ""
        column = COLUMN.match(message)
        named = column["field"] if column else NON_FIELD_ERRORS
        return ValidationError({named: [sentence_of_message(message)]})
    column = (diagnostics.column_name or "").removesuffix("_id")
    return ValidationError({column or NON_FIELD_ERRORS: [STATE_SENTENCES[state]]})


def constraints_by_name() -> dict[str, BaseConstraint]:
    """Return the constraints of all models by their names."""
    return {one.name: one for model in apps.get_models() for one in model._meta.constraints}


@contextmanager
def rules_in_words():
    """Turn what a rule of the database refuses inside into a ValidationError with its sentence."""
    try:
        yield
    except DatabaseError as error:
        worded = in_words(error)
        if worded is None:
            raise
        raise worded from error
