"""Phase 2, who: stakeholders and how they are met, engagement and anchoring."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.choices.phases import Phase
from projects.choices.vocabulary import (
    AnchoringForm,
    AnchoringLevel,
    Attitude,
    Degree,
    EngagementDegree,
    EngagementForm,
    MeasureState,
    StakeholderCategory,
    StakeholderKind,
    Subgroup,
)
from projects.method.stakeholders import strategy_of
from projects.models.case import Case
from projects.models.record import (
    Immutable,
    Revisable,
    never_changed,
    never_deleted,
    of_its_case,
    withdrawing_says_by_whom,
)
from projects.models.rules import (
    length_limit,
    not_blank,
    valid_choice,
    valid_choices,
    valid_or_blank_choice,
)
from projects.querysets.records import EngagementQuerySet, StakeholderQuerySet


@pghistory.track()
class Stakeholder(Revisable):
    """Somebody the case concerns: a person, a group, an organisation or a unit.

    Their contact details are kept apart, see StakeholderContact.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="stakeholders")
    kind = models.CharField(_("kind"), max_length=12, choices=StakeholderKind)
    name = models.CharField(_("name or designation"), max_length=200)
    category = models.CharField(_("category"), max_length=14, choices=StakeholderCategory)
    subgroup = models.CharField(_("subgroup"), max_length=12, choices=Subgroup, blank=True)
    is_external = models.BooleanField(_("outside the municipality"), default=False)
    is_problem_owner = models.BooleanField(_("owns the problem"), default=False)
    relation = models.CharField(_("relation to the case"), max_length=300, blank=True)
    point_of_view = models.TextField(
        _("how they see it, in their words"), max_length=2000, blank=True
    )
    left_on = models.DateField(_("no longer concerned from"), null=True, blank=True)
    left_because = models.CharField(_("why no longer"), max_length=300, blank=True)

    objects = StakeholderQuerySet.as_manager()

    class Meta(Revisable.Meta):
        verbose_name = _("stakeholder")
        constraints = [
            *not_blank("stakeholder", "name"),
            *valid_choice("stakeholder", kind=StakeholderKind, category=StakeholderCategory),
            *valid_or_blank_choice("stakeholder", subgroup=Subgroup),
            *length_limit("stakeholder", point_of_view=2000),
            *withdrawing_says_by_whom("stakeholder"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="stakeholder_case")]
        triggers = [*never_deleted("stakeholder"), *of_its_case("stakeholder")]

    def __str__(self):
        return self.name


class StakeholderContact(Revisable):
    """How a stakeholder is reached, why that is kept, and when it is deleted.

    The only record of the method that is deleted: personal data are kept no longer than
    their purpose requires.
    """

    stakeholder = models.OneToOneField(Stakeholder, models.PROTECT, related_name="contact")
    details = models.CharField(_("contact details"), max_length=300)
    purpose = models.CharField(_("purpose"), max_length=300)
    delete_by = models.DateField(_("delete by"))

    class Meta(Revisable.Meta):
        verbose_name = _("stakeholder contact")
        constraints = [
            *not_blank("stakeholdercontact", "details", "purpose"),
            *withdrawing_says_by_whom("stakeholdercontact"),
        ]
        triggers = of_its_case("stakeholdercontact", through="stakeholder")

    def __str__(self):
        return f"{self.stakeholder_id}"


class StakeholderAssessment(Immutable):
    """How a stakeholder was judged on a day, in a phase. The newest is current."""

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="assessments")
    phase = models.CharField(_("phase"), max_length=6, choices=Phase)
    interest = models.CharField(_("interest"), max_length=6, choices=Degree)
    influence = models.CharField(_("influence"), max_length=6, choices=Degree)
    attitude = models.CharField(
        _("attitude"), max_length=9, choices=Attitude, default=Attitude.UNKNOWN
    )
    expectation = models.TextField(_("what they expect"), max_length=1000, blank=True)
    resistance = models.TextField(_("resistance: what do they say?"), max_length=1000, blank=True)
    matters_in = ArrayField(
        models.CharField(max_length=6, choices=Phase),
        verbose_name=_("matters most in"),
        default=list,
        blank=True,
    )

    class Meta(Immutable.Meta):
        verbose_name = _("stakeholder assessment")
        constraints = [
            *valid_choice(
                "stakeholderassessment",
                phase=Phase,
                interest=Degree,
                influence=Degree,
                attitude=Attitude,
            ),
            *valid_choices("stakeholderassessment", matters_in=Phase),
            *length_limit("stakeholderassessment", expectation=1000, resistance=1000),
        ]
        indexes = [models.Index(fields=["stakeholder", "-id"], name="assessment_stakeholder")]
        triggers = [
            *never_changed("stakeholderassessment"),
            *of_its_case("stakeholderassessment", through="stakeholder"),
        ]

    def __str__(self):
        return f"{self.stakeholder_id}: {self.interest}, {self.influence}"

    @property
    def strategy(self):
        """How to treat the stakeholder, by interest and influence."""
        return strategy_of(self.interest, self.influence)


@pghistory.track()
class StakeholderMeasure(Revisable):
    """Something the case does towards a stakeholder, by a day."""

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="measures")
    what = models.CharField(_("what we do"), max_length=300)
    responsible = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("deadline"))
    state = models.CharField(
        _("state"), max_length=7, choices=MeasureState, default=MeasureState.PLANNED
    )
    effect = models.CharField(_("effect"), max_length=300, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("stakeholder measure")
        constraints = [
            *not_blank("stakeholdermeasure", "what"),
            *valid_choice("stakeholdermeasure", state=MeasureState),
            *withdrawing_says_by_whom("stakeholdermeasure"),
        ]
        indexes = [models.Index(fields=["stakeholder", "id"], name="measure_stakeholder")]
        triggers = [
            *never_deleted("stakeholdermeasure"),
            *of_its_case("stakeholdermeasure", through="stakeholder"),
        ]

    def __str__(self):
        return self.what


@pghistory.track()
class Engagement(Revisable):
    """An occasion when people took part, how much they could influence, and what came of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="engagements")
    form = models.CharField(_("form"), max_length=14, choices=EngagementForm)
    degree = models.CharField(_("degree"), max_length=9, choices=EngagementDegree)
    groups = models.CharField(_("who took part"), max_length=300)
    participants = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)
    held_on = models.DateField(_("date"))
    input = models.TextField(_("what they said"), max_length=4000, blank=True)
    what_we_did = models.TextField(_("what we did with it"), max_length=2000, blank=True)
    is_shared = models.BooleanField(_("shared with stakeholders"), default=False)

    objects = EngagementQuerySet.as_manager()

    class Meta(Revisable.Meta):
        verbose_name = _("engagement")
        constraints = [
            *not_blank("engagement", "groups"),
            *valid_choice("engagement", form=EngagementForm, degree=EngagementDegree),
            *length_limit("engagement", input=4000, what_we_did=2000),
            models.CheckConstraint(
                name="projects_engagement_shared_says_what_we_did",
                condition=Q(is_shared=False) | Q(what_we_did__regex=r"\S"),
                violation_error_message=_(
                    "Write what you did with it before you share it: those who took part want"
                    " to know."
                ),
            ),
            *withdrawing_says_by_whom("engagement"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="engagement_case")]
        triggers = [*never_deleted("engagement"), *of_its_case("engagement")]

    def __str__(self):
        return f"{self.get_form_display()}: {self.groups}"


@pghistory.track()
class Anchoring(Revisable):
    """An occasion when the case was anchored on a level, and what was cleared."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="anchorings")
    level = models.CharField(_("level"), max_length=14, choices=AnchoringLevel)
    form = models.CharField(_("form"), max_length=13, choices=AnchoringForm)
    with_whom = models.CharField(_("with whom"), max_length=200)
    held_on = models.DateField(_("date"))
    cleared = models.TextField(_("what was cleared"), max_length=2000)
    reservation = models.CharField(_("reservation"), max_length=300, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    secures_pilot = models.BooleanField(_("holds for the whole pilot"), default=False)

    class Meta(Revisable.Meta):
        verbose_name = _("anchoring")
        constraints = [
            *not_blank("anchoring", "with_whom", "cleared"),
            *valid_choice("anchoring", level=AnchoringLevel, form=AnchoringForm),
            *length_limit("anchoring", cleared=2000),
            models.CheckConstraint(
                name="projects_anchoring_is_valid_from_its_date",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("held_on")),
                violation_error_message=_("It cannot run out before it was held."),
            ),
            *withdrawing_says_by_whom("anchoring"),
        ]
        indexes = [models.Index(fields=["case", "level", "held_on"], name="anchoring_case")]
        triggers = [*never_deleted("anchoring"), *of_its_case("anchoring")]

    def __str__(self):
        return f"{self.get_level_display()}: {self.with_whom}"
