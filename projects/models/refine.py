"""Phase 5, refine: lessons, and who used them."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.choices.phases import Phase
from projects.choices.states import State
from projects.choices.vocabulary import LessonKind, LessonSharing, Transferability
from projects.models.case import Case
from projects.models.record import Revisable, never_deleted, of_its_case, withdrawing_says_by_whom
from projects.models.rules import length_limit, not_blank, valid_choice, valid_or_blank_choice
from projects.models.searching import TENANT_OF_CASE, RemembersWords, lexemes_of, text_indexes
from projects.models.system import Trial
from projects.models.triggers import AtCommit, refuse_if
from projects.querysets.records import LessonQuerySet
from projects.querysets.search_text import LESSON_TEXTS, SHARED_LESSON_TEXTS


@pghistory.track(exclude=["lexemes", "lexemes_shared"])
class Lesson(Revisable):
    """What was learnt, written so that others can use it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="lessons")
    phase = models.CharField(_("phase"), max_length=6, choices=Phase)
    kind = models.CharField(_("kind"), max_length=10, choices=LessonKind)
    title = models.CharField(_("title"), max_length=200)
    happened = models.TextField(_("what happened"), max_length=2000, blank=True)
    learnt = models.TextField(_("what we learnt"), max_length=4000)
    advice = models.TextField(_("advice to others"), max_length=2000, blank=True)
    applies_to = models.CharField(_("holds for"), max_length=300, blank=True)
    transferability = models.CharField(
        _("transferability"), max_length=6, choices=Transferability, blank=True
    )
    conditions = models.CharField(_("conditions"), max_length=500, blank=True)
    sharing = models.CharField(_("shared with"), max_length=12, choices=LessonSharing, blank=True)
    tags = ArrayField(
        models.CharField(max_length=60), verbose_name=_("tags"), default=list, blank=True
    )
    trial = models.ForeignKey(
        Trial,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lessons",
        verbose_name=_("learnt from the trial"),
    )

    lexemes = lexemes_of(LESSON_TEXTS)
    lexemes_shared = lexemes_of(SHARED_LESSON_TEXTS)

    objects = LessonQuerySet.as_manager()

    class Meta(Revisable.Meta):
        verbose_name = _("lesson")
        constraints = [
            *not_blank("lesson", "title", "learnt"),
            *valid_choice("lesson", phase=Phase, kind=LessonKind),
            *valid_or_blank_choice(
                "lesson", transferability=Transferability, sharing=LessonSharing
            ),
            *length_limit("lesson", happened=2000, learnt=4000, advice=2000),
            *withdrawing_says_by_whom("lesson"),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="lesson_case"),
            *text_indexes("lesson", lexemes=LESSON_TEXTS, lexemes_shared=SHARED_LESSON_TEXTS),
        ]
        triggers = [
            *never_deleted("lesson"),
            *of_its_case("lesson"),
            RemembersWords(
                name="lesson_words_are_remembered",
                fields=LESSON_TEXTS,
                columns=["lexemes", "lexemes_shared"],
                tenant=TENANT_OF_CASE,
            ),
            AtCommit(
                name="stopped_case_keeps_a_lesson",
                operation=pgtrigger.UpdateOf("withdrawn_at"),
                condition=pgtrigger.Q(new__withdrawn_at__isnull=False),
                func=refuse_if(
                    f"""
                    EXISTS (SELECT FROM projects_case
                            WHERE id = NEW.case_id AND state = '{State.STOPPED}')
                    AND NOT EXISTS (SELECT FROM projects_lesson
                                    WHERE case_id = NEW.case_id AND withdrawn_at IS NULL)
                    """,
                    "a stopped case keeps a lesson",
                ),
            ),
        ]

    def __str__(self):
        return self.title


@pghistory.track()
class Reuse(Revisable):
    """Somebody used a lesson or the solution: who, when, how they adapted it, what came of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reuses")
    lesson = models.ForeignKey(
        Lesson,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reuses",
        verbose_name=_("lesson"),
    )
    who = models.CharField(_("unit or municipality"), max_length=200)
    on = models.DateField(_("date"))
    what = models.CharField(_("what they used"), max_length=300)
    adaptation = models.TextField(_("how they adapted it"), max_length=1000, blank=True)
    result = models.TextField(_("what came of it"), max_length=1000, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("reuse")
        constraints = [
            *not_blank("reuse", "who", "what"),
            *length_limit("reuse", adaptation=1000, result=1000),
            *withdrawing_says_by_whom("reuse"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="reuse_case")]
        triggers = [*never_deleted("reuse"), *of_its_case("reuse")]

    def __str__(self):
        return f"{self.who}: {self.what}"
