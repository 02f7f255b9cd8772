"""Phase 1, what: the challenge, insights, figures, plans and the innovation question."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from accounts.models.clean_rows import KeepsClean
from accounts.text.web_addresses import refuse_sign_in_in
from projects.choices.vocabulary import (
    EntryPoint,
    Extent,
    Horizon,
    InsightKind,
    PlanKind,
    QualityMark,
)
from projects.models.case import Case
from projects.models.record import (
    Immutable,
    Revisable,
    never_changed,
    never_deleted,
    of_its_case,
    withdrawing_says_by_whom,
)
from projects.models.revision import Revises
from projects.models.rules import length_limit, not_blank, valid_choice, valid_or_blank_choice
from projects.models.searching import TENANT_OF_CASE, RemembersWords, lexemes_of, text_indexes
from projects.models.triggers import NumberedWithoutGaps
from projects.querysets.records import ChallengeQuerySet
from projects.querysets.search_text import CHALLENGE_TEXTS, QUESTION_TEXTS


@pghistory.track(exclude=["lexemes"])
class Challenge(Revisable):
    """What is to be solved, of the municipality. Many cases may take up one challenge."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="challenges")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=4000)
    entry_point = models.CharField(_("entry point"), max_length=16, choices=EntryPoint)
    horizon = models.CharField(_("horizon"), max_length=9, choices=Horizon, blank=True)
    extent = models.CharField(_("extent"), max_length=9, choices=Extent, blank=True)
    who_is_affected = models.TextField(_("who is affected"), max_length=2000, blank=True)
    causes = models.TextField(_("causes"), max_length=2000, blank=True)
    consequences = models.TextField(_("consequences"), max_length=2000, blank=True)
    expected_development = models.TextField(_("expected development"), max_length=2000, blank=True)
    open_for_cocreation = models.BooleanField(_("open for co-creation"), default=False)

    lexemes = lexemes_of(CHALLENGE_TEXTS)

    objects = ChallengeQuerySet.as_manager()

    class Meta(Revisable.Meta):
        constraints = [
            *not_blank("challenge", "title", "description"),
            *valid_choice("challenge", entry_point=EntryPoint),
            *valid_or_blank_choice("challenge", horizon=Horizon, extent=Extent),
            *length_limit(
                "challenge",
                description=4000,
                who_is_affected=2000,
                causes=2000,
                consequences=2000,
                expected_development=2000,
            ),
            *withdrawing_says_by_whom("challenge"),
        ]
        indexes = text_indexes("challenge", lexemes=CHALLENGE_TEXTS)
        triggers = [
            KeepsClean(name="challenge_keeps_clean"),
            *never_deleted("challenge"),
            RemembersWords(
                name="challenge_words_are_remembered",
                fields=CHALLENGE_TEXTS,
                columns=["lexemes"],
                tenant="NEW.municipality_id",
            ),
            Revises(
                name="challenge_revises",
                shown="SELECT NEW.municipality_id, array_agg(visibility) INTO tenant, shown\n"
                "FROM projects_case WHERE challenge_id = NEW.id;",
            ),
        ]

    def __str__(self):
        return self.title


@pghistory.track()
class Insight(Revisable):
    """Something learnt about a need: what, from where, and whose need it is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="insights")
    kind = models.CharField(_("kind"), max_length=11, choices=InsightKind)
    title = models.CharField(_("title"), max_length=200)
    finding = models.TextField(_("what we found"), max_length=4000)
    source = models.CharField(_("source"), max_length=300)
    found_on = models.DateField(_("date"), null=True, blank=True)
    whose_need = models.CharField(_("whose need"), max_length=200)
    need = models.TextField(_("the need, in their words"), max_length=1000, blank=True)
    participants = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("insight")
        constraints = [
            *not_blank("insight", "title", "finding", "source", "whose_need"),
            *valid_choice("insight", kind=InsightKind),
            *length_limit("insight", finding=4000, need=1000),
            *withdrawing_says_by_whom("insight"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="insight_case")]
        triggers = [*never_deleted("insight"), *of_its_case("insight")]

    def __str__(self):
        return self.title


@pghistory.track()
class Figure(Revisable):
    """A figure that makes people think, with its source."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="figures")
    figure = models.CharField(_("figure"), max_length=60)
    meaning = models.CharField(_("what it says"), max_length=300)
    source = models.CharField(_("source"), max_length=300)
    on = models.DateField(_("date"), null=True, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("figure")
        constraints = [
            *not_blank("figure", "figure", "meaning", "source"),
            *withdrawing_says_by_whom("figure"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="figure_case")]
        triggers = [*never_deleted("figure"), *of_its_case("figure")]

    def __str__(self):
        return f"{self.figure}: {self.meaning}"


@pghistory.track()
class PlanReference(Revisable):
    """Where in the municipality's plans the case belongs."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="plan_references")
    kind = models.CharField(_("kind of plan"), max_length=17, choices=PlanKind)
    title = models.CharField(_("title"), max_length=200)
    period = models.CharField(_("period"), max_length=20, blank=True)
    goal = models.CharField(_("chapter or goal"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True, validators=[refuse_sign_in_in])
    in_budget = models.BooleanField(_("it is in the plan’s budget"), default=False)

    class Meta(Revisable.Meta):
        verbose_name = _("plan reference")
        constraints = [
            *not_blank("planreference", "title"),
            *valid_choice("planreference", kind=PlanKind),
            models.CheckConstraint(
                name="projects_planreference_link_is_http",
                condition=Q(link__regex=r"^(https?://\S+)?$"),
            ),
            *withdrawing_says_by_whom("planreference"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="planreference_case")]
        triggers = [*never_deleted("planreference"), *of_its_case("planreference")]

    def __str__(self):
        return self.title


class InnovationQuestion(Immutable):
    """A version of the case's innovation question. The highest number is the current one.

    From version 2 on it says why it was changed, and may point at what triggered it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.CharField(_("innovation question"), max_length=300)
    builds_on_insight = models.CharField(
        _("builds on insight"), max_length=12, choices=QualityMark, default=QualityMark.NOT_ASSESSED
    )
    holds_a_vision = models.CharField(
        _("holds a vision"), max_length=12, choices=QualityMark, default=QualityMark.NOT_ASSESSED
    )
    inspires_action = models.CharField(
        _("inspires action"), max_length=12, choices=QualityMark, default=QualityMark.NOT_ASSESSED
    )
    short_and_clear = models.CharField(
        _("short and clear"), max_length=12, choices=QualityMark, default=QualityMark.NOT_ASSESSED
    )
    reason = models.TextField(_("why it was changed"), max_length=1000, blank=True)
    insight = models.ForeignKey(
        Insight,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("the insight that triggered it"),
    )
    trial = models.ForeignKey(
        "projects.Trial",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("the trial that triggered it"),
    )
    engagement = models.ForeignKey(
        "projects.Engagement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("the engagement that triggered it"),
    )
    lexemes = lexemes_of(QUESTION_TEXTS)

    class Meta(Immutable.Meta):
        verbose_name = _("innovation question")
        constraints = [
            *not_blank("innovationquestion", "text"),
            *valid_choice(
                "innovationquestion",
                builds_on_insight=QualityMark,
                holds_a_vision=QualityMark,
                inspires_action=QualityMark,
                short_and_clear=QualityMark,
            ),
            *length_limit("innovationquestion", reason=1000),
            models.UniqueConstraint(
                name="projects_innovationquestion_is_numbered", fields=["case", "number"]
            ),
            models.CheckConstraint(
                name="projects_innovationquestion_change_has_a_reason",
                condition=Q(number=1) | Q(number__gte=2, reason__regex=r"\S"),
            ),
        ]
        indexes = text_indexes("question", lexemes=QUESTION_TEXTS)
        triggers = [
            *never_changed("innovationquestion"),
            RemembersWords(
                name="question_words_are_remembered",
                fields=QUESTION_TEXTS,
                columns=["lexemes"],
                tenant=TENANT_OF_CASE,
            ),
            *of_its_case("innovationquestion"),
            NumberedWithoutGaps(name="question_has_no_gaps"),
        ]

    def __str__(self):
        return self.text
