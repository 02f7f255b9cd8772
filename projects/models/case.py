"""The innovation case."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, Municipality, Unit, User
from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from accounts.text.cleaning import each_once
from accounts.text.partial_dates import STORED
from accounts.text.web_addresses import refuse_sign_in_in
from projects.access.field_register import FieldClass
from projects.choices import case_key
from projects.choices.phases import Phase
from projects.choices.reference import InnovationType
from projects.choices.states import CLOSED, IN_PHASE, Health, State, Visibility
from projects.choices.vocabulary import Facet, Novelty, Responsibility
from projects.models.revision import Revises
from projects.models.rules import length_limit, valid_or_blank_choice
from projects.models.searching import RemembersWords
from projects.models.triggers import AtCommit, Before, OfOneMunicipality, refuse, refuse_if
from projects.querysets.cases import CaseQuerySet
from projects.querysets.key_order import KeyOrder
from projects.querysets.search_text import SEARCHED, Lexemes, search_text

MOST_TAGS = 30
ARCHIVE_REFERENCE = r"^(\d{2}(\d{2})?/\d{1,6}(-\d{1,4})?)?$"


# What is carried from the history: see ``Case``.
CARRIED = ("phase", "phase_since", "state", "health", "current_status_id", "confirmed_at")
ALL_TEXT = search_text(FieldClass.OPEN, FieldClass.WORKING)
OPEN_TEXT = search_text(FieldClass.OPEN)


def refuse_wrong_stops(case: str) -> str:
    """PL/pgSQL that refuses a stopped case without an open stop, and any other with one."""
    return refuse_if(
        f"""
        EXISTS (
            SELECT FROM projects_case c WHERE c.id = {case} AND (
                SELECT count(*) FROM projects_stop s JOIN projects_statechange h
                ON h.id = s.change_id WHERE h.case_id = c.id AND s.closed_by_change_id IS NULL
            ) <> CASE c.state WHEN '{State.STOPPED}' THEN 1 ELSE 0 END
        )
        """,
        "a stopped case has one open stop, and another case has none",
    )


class NorwegianVector(Func):
    """Norwegian word stems of a text: of the first migration, which names it."""

    template = "to_tsvector('norwegian', %(expressions)s)"
    output_field = SearchVectorField()


@pghistory.track(exclude=["lexemes_all", "lexemes_open", "updated_at"])
class Case(CleanedModel):
    """An innovation case.

    ``phase``, ``phase_since``, ``state``, ``health``, ``confirmed_at`` and ``current_status``
    are kept here for speed; the history tables are the truth, and a deferred database
    trigger refuses a commit in which the two disagree (``case_agrees``).

    Dates written by people are ISO texts as precise as they were given: a year, a month
    or a day.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="cases")
    key = models.CharField(_("case key"), max_length=16, unique=True)
    title = models.CharField(_("title"), max_length=200)
    public_title = models.CharField(_("public title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=4000, blank=True)
    language = models.CharField(_("written language"), max_length=2, choices=Language)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases", verbose_name=_("unit"))
    contact = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_for",
        verbose_name=_("contact"),
    )
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.INTERNAL
    )
    legal_basis = models.CharField(_("legal basis"), max_length=20, blank=True)
    exempt_until = models.DateField(_("exempt until"), null=True, blank=True)

    phase = models.CharField(_("phase"), max_length=6, choices=Phase, default=Phase.WHAT)
    phase_since = models.DateField(_("in the phase since"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    health = models.CharField(
        _("health"), max_length=12, choices=Health, default=Health.NOT_ASSESSED
    )
    current_status = models.ForeignKey(
        "projects.StatusUpdate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True, blank=True)

    start_on = models.CharField(_("start"), max_length=10, blank=True)
    planned_end_on = models.CharField(_("planned end"), max_length=10, blank=True)
    actual_end_on = models.CharField(_("actual end"), max_length=10, blank=True)

    innovation_types = ArrayField(
        models.CharField(max_length=13, choices=InnovationType),
        verbose_name=_("kinds of innovation"),
        default=list,
        blank=True,
    )
    tags = ArrayField(
        models.CharField(max_length=60), verbose_name=_("tags"), default=list, blank=True
    )
    kostra_function = models.CharField(_("KOSTRA function"), max_length=3, blank=True)
    sdgs = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("Sustainable Development Goals"),
        default=list,
        blank=True,
    )
    external_id = models.CharField(_("external id"), max_length=100, blank=True)
    external_source = models.CharField(_("external source"), max_length=100, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True, validators=[refuse_sign_in_in])
    archive_reference = models.CharField(_("archive reference"), max_length=20, blank=True)

    challenge = models.ForeignKey(
        "projects.Challenge",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("challenge"),
    )
    why_innovation = models.CharField(
        _("why ordinary improvement is not enough"), max_length=500, blank=True
    )
    looked_around = models.TextField(
        _("what we and others have learnt before"), max_length=1000, blank=True
    )
    no_plan_because = models.CharField(_("why no plan is named"), max_length=300, blank=True)
    novelty = models.CharField(_("degree of novelty"), max_length=13, choices=Novelty, blank=True)
    facet = models.CharField(_("facet of innovation"), max_length=12, choices=Facet, blank=True)
    responsibility = models.CharField(
        _("who leads the case"), max_length=12, choices=Responsibility, blank=True
    )
    derived_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="derived",
        verbose_name=_("grew out of"),
    )
    uncertainty = models.TextField(_("what we do not know"), max_length=2000, blank=True)
    needs_political_decision = models.BooleanField(
        _("a political decision is needed before the pilot"), default=False
    )
    replaces = models.CharField(_("what it replaces"), max_length=1000, blank=True)
    receiving_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receives",
        verbose_name=_("receiving unit"),
    )
    in_use_on = models.DateField(_("in use since"), null=True, blank=True)
    follow_up_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who follows up in the line"),
    )
    next_review_on = models.DateField(_("next review"), null=True, blank=True)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="opened_cases")
    updated_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    lexemes_all = models.GeneratedField(
        expression=Lexemes(ALL_TEXT),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    lexemes_open = models.GeneratedField(
        expression=Lexemes(OPEN_TEXT),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="projects_case_key_has_municipality_year_and_number",
                condition=Q(key__regex=rf"^{case_key.PATTERN}$"),
            ),
            models.CheckConstraint(
                name="projects_case_has_a_title", condition=Q(title__regex=r"\S")
            ),
            models.CheckConstraint(
                name="projects_case_summary_is_at_most_4000_characters",
                condition=LessThanOrEqual(Length("summary"), 4000),
            ),
            models.CheckConstraint(
                name="projects_case_language_is_known", condition=Q(language__in=Language.values)
            ),
            models.CheckConstraint(
                name="projects_case_phase_is_known", condition=Q(phase__in=Phase.values)
            ),
            models.CheckConstraint(
                name="projects_case_state_is_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="projects_case_health_is_known", condition=Q(health__in=Health.values)
            ),
            models.CheckConstraint(
                name="projects_case_visibility_is_known",
                condition=Q(visibility__in=Visibility.values),
            ),
            models.CheckConstraint(
                name="projects_case_restricted_has_legal_basis_and_no_other",
                condition=(Q(visibility=Visibility.RESTRICTED) & ~Q(legal_basis=""))
                | (~Q(visibility=Visibility.RESTRICTED) & Q(legal_basis="", exempt_until=None)),
                violation_error_message=_(
                    "A case exempt from public access names its legal basis; other cases have none."
                ),
            ),
            models.CheckConstraint(
                name="projects_case_shown_outside_has_public_title",
                condition=~Q(visibility__in=[Visibility.COUNCIL, Visibility.PUBLIC])
                | Q(public_title__regex=r"\S"),
                violation_error_message=_(
                    "A case shown to the council or the public needs a public title."
                ),
            ),
            models.CheckConstraint(
                name="projects_case_paused_says_until_when",
                condition=Q(state=State.PAUSED, paused_until__isnull=False)
                | (~Q(state=State.PAUSED) & Q(paused_until=None)),
            ),
            models.CheckConstraint(
                name="projects_case_draft_is_in_the_first_phase",
                condition=~Q(state=State.DRAFT) | Q(phase=Phase.WHAT, phase_since=None),
            ),
            models.CheckConstraint(
                name="projects_case_only_a_draft_is_withdrawn",
                condition=Q(withdrawn_at=None) | Q(state=State.DRAFT),
                violation_error_message=_("Only a draft can be withdrawn."),
            ),
            models.CheckConstraint(
                name="projects_case_in_phase_says_since_when",
                condition=~Q(state__in=IN_PHASE) | Q(phase_since__isnull=False),
            ),
            models.CheckConstraint(
                name="projects_case_dates_are_partial_iso_dates",
                condition=Q(
                    start_on__regex=STORED,
                    planned_end_on__regex=STORED,
                    actual_end_on__regex=STORED,
                ),
            ),
            models.CheckConstraint(
                name="projects_case_planned_end_is_not_before_start",
                condition=Q(start_on="")
                | Q(planned_end_on="")
                | Q(planned_end_on__gte=F("start_on"))
                | Q(start_on__startswith=F("planned_end_on")),
                violation_error_message=_("The planned end cannot be before the start."),
            ),
            models.CheckConstraint(
                name="projects_case_actual_end_is_not_before_start",
                condition=Q(start_on="")
                | Q(actual_end_on="")
                | Q(actual_end_on__gte=F("start_on"))
                | Q(start_on__startswith=F("actual_end_on")),
                violation_error_message=_("The actual end cannot be before the start."),
            ),
            models.CheckConstraint(
                name="projects_case_innovation_types_are_known",
                condition=Q(innovation_types__contained_by=InnovationType.values),
            ),
            models.CheckConstraint(
                name="projects_case_tags_are_at_most_30",
                condition=Q(tags__len__lte=MOST_TAGS),
                violation_error_message=_("A case has at most 30 tags."),
            ),
            models.CheckConstraint(
                name="projects_case_sdgs_are_1_to_17",
                condition=Q(sdgs__contained_by=list(range(1, 18))),
            ),
            models.CheckConstraint(
                name="projects_case_kostra_function_has_three_digits",
                condition=Q(kostra_function__regex=r"^(\d{3})?$"),
            ),
            models.CheckConstraint(
                name="projects_case_archive_reference_is_year_and_number",
                condition=Q(archive_reference__regex=ARCHIVE_REFERENCE),
            ),
            models.CheckConstraint(
                name="projects_case_link_is_http", condition=Q(link__regex=r"^(https?://\S+)?$")
            ),
            models.CheckConstraint(
                name="projects_case_external_id_names_its_source",
                condition=Q(external_id="") | ~Q(external_source=""),
            ),
            models.UniqueConstraint(
                name="projects_case_external_id_is_unique_in_its_source",
                fields=["municipality", "external_source", "external_id"],
                condition=~Q(external_id=""),
            ),
            *valid_or_blank_choice(
                "case", novelty=Novelty, facet=Facet, responsibility=Responsibility
            ),
            *length_limit("case", looked_around=1000, uncertainty=2000),
            models.CheckConstraint(
                name="projects_case_does_not_grow_out_of_itself",
                condition=Q(derived_from=None) | ~Q(derived_from=F("id")),
                violation_error_message=_("A case cannot grow out of itself."),
            ),
        ]
        indexes = [
            # Board, list and figures are counted and sorted in here, without the wide row.
            models.Index(
                fields=["municipality", "state", "phase"],
                include=[
                    "id",
                    "key",
                    "unit",
                    "visibility",
                    "exempt_until",
                    "health",
                    "phase_since",
                    "paused_until",
                    "confirmed_at",
                    "created_at",
                ],
                name="case_board",
            ),
            models.Index(fields=["municipality", "-updated_at", "-id"], name="case_updated"),
            models.Index(fields=["municipality", "confirmed_at"], name="case_confirmed"),
            models.Index(F("municipality"), KeyOrder("key"), name="case_in_order"),
            models.Index(fields=["unit"], name="case_unit"),
            GinIndex(fields=["tags"], name="case_tags"),
            GinIndex(fields=["lexemes_all"], name="case_lexemes_all"),
            GinIndex(fields=["lexemes_open"], name="case_lexemes_open"),
            GinIndex(OpClass(ALL_TEXT, name="gin_trgm_ops"), name="case_words_all"),
            GinIndex(OpClass(OPEN_TEXT, name="gin_trgm_ops"), name="case_words_open"),
        ]
        triggers = [
            KeepsClean(name="case_keeps_clean"),
            pgtrigger.Protect(name="case_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="case_key_is_fixed", fields=["key", "municipality"]),
            RemembersWords(
                name="case_words_are_remembered",
                fields=SEARCHED,
                columns=["lexemes_all", "lexemes_open"],
                tenant="NEW.municipality_id",
            ),
            AtCommit(
                name="case_agrees",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf(*CARRIED),
                func="PERFORM projects_case_agrees(NEW.id);",
            ),
            Revises(
                name="case_revises",
                shown="tenant := NEW.municipality_id;\n"
                "shown := ARRAY[NEW.visibility, OLD.visibility];",
            ),
            OfOneMunicipality(name="case_one_tenant"),
            Before(
                name="case_has_each_tag_once",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("tags"),
                func=refuse_if(
                    "cardinality(NEW.tags) > (SELECT count(DISTINCT accounts_compared(one))"
                    " FROM unnest(NEW.tags) one)",
                    "tags that look alike are one tag",
                ),
            ),
            Before(
                name="case_at_rest_stays",
                operation=pgtrigger.UpdateOf("phase"),
                condition=pgtrigger.Q(
                    old__phase__df=pgtrigger.F("new__phase"),
                    old__state=pgtrigger.F("new__state"),
                    old__state__in=[State.PAUSED, *CLOSED],
                ),
                func=refuse("a case that is %s stays in its phase", "OLD.state"),
            ),
            AtCommit(
                name="open_stop_is_of_a_stopped_case",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                func=refuse_wrong_stops("NEW.id"),
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.title}"

    def clean_fields(self, exclude=None):
        """Keep each tag once, in its first spelling."""
        super().clean_fields(exclude=exclude)
        self.tags = each_once(self.tags)

    def get_absolute_url(self):
        return reverse("case", args=[self.key])
