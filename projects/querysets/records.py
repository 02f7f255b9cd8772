"""How the records of a case are narrowed and decorated. Nothing here evaluates."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value, Window

from accounts.access.roles import EMPLOYEE_ROLES, AccessRole, CaseRole, Permission, has_everywhere
from accounts.querysets.ordering import NorwegianOrder
from accounts.querysets.roles import in_force_q
from projects.access.held_roles import held_roles_of
from projects.choices.states import State
from projects.choices.vocabulary import FollowUp, LessonSharing
from projects.querysets.related import related_rows

# A condition is not met, and its case has not stopped. The conditions of a stopped case lapse;
# those of a completed one still apply.
OUTSTANDING = Q(met_at=None) & ~Q(decision__case__state=State.STOPPED)


class RecordQuerySet(models.QuerySet):
    """What people write down about a case. Reached through a case that the person may see."""

    def of(self, case, path="case"):
        """Narrow to the records of this case; ``path`` leads from the record to it."""
        return self.filter(**{path: case})

    def not_withdrawn(self):
        """Narrow to records that are not withdrawn."""
        return self.filter(withdrawn_at=None)

    def of_parents(self, parent, pks):
        """Narrow to the records below these; ``parent`` is the field that points at them."""
        return self.filter(**{f"{parent}__in": pks})

    def newest_first(self):
        """Order by when it was written."""
        return self.order_by("-pk")

    def newest_of_each(self, parent):
        """Narrow to the newest below each parent; ``parent`` is the field that points at it."""
        return self.order_by(f"{parent}_id", "-pk").distinct(f"{parent}_id")

    def with_total_count(self):
        """Decorate each with how many there are in all, however few are fetched."""
        return self.annotate(total_count=Window(models.Count("*")))


def shared_with_q(user, path="case"):
    """The row is shared with stakeholders, and this person is one of its case now."""
    held_roles = held_roles_of(user)
    cases = [pk for pk in held_roles.by_case if AccessRole.STAKEHOLDER in held_roles.in_case(pk)]
    return Q(**{"is_shared": True, f"{path}__in": cases})


class StatusUpdateQuerySet(models.QuerySet):
    def readable_by(self, user):
        """Narrow to updates that this person may know of: whoever sees the case knows of every
        one, and whoever sees it as its stakeholder only of those that are shared.
        """
        cases = related_rows(self.model, "case").visible_to(user)
        unshared = cases.seen_unshared_by(user)
        return self.filter(Q(case__in=unshared) | (Q(case__in=cases) & shared_with_q(user)))


class EngagementQuerySet(RecordQuerySet):
    def readable_by(self, user):
        """Narrow to engagements of cases whose working texts this person may read, and to those
        that are shared with them.
        """
        cases = related_rows(self.model, "case")
        is_shared = Q(case__in=cases.visible_to(user)) & shared_with_q(user)
        return self.filter(Q(case__in=cases.working_readable_by(user)) | is_shared)


class StakeholderQuerySet(RecordQuerySet):
    def current(self):
        """Narrow to the stakeholders that have not left."""
        return self.not_withdrawn().filter(left_on=None)

    def with_assessed_in(self, phase):
        """Decorate each with whether it was assessed in this phase."""
        assessments = related_rows(self.model, "assessments")
        here = assessments.filter(stakeholder=OuterRef("pk"), phase=phase)
        return self.annotate(is_assessed_here=Exists(here))


class MeasurementQuerySet(RecordQuerySet):
    def not_corrected(self):
        """Narrow to measurements that no other corrects, the newest first."""
        return self.filter(corrected_by=None).order_by("-measured_on", "-pk")


class ChallengeQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Narrow to the challenges of cases whose working texts this person may read, and those
        they wrote that no case has taken up. Who may read every case may read every challenge.
        """
        if not user.is_authenticated:
            return self.none()
        challenges = self.filter(municipality_id=user.municipality_id)
        if has_everywhere(held_roles_of(user), Permission.READ_WORKING_RESTRICTED):
            return challenges
        cases = related_rows(self.model, "cases")
        own_and_unused = Q(by=user) & ~Exists(cases.filter(challenge=OuterRef("pk")))
        return challenges.filter(
            own_and_unused | Q(pk__in=cases.working_readable_by(user).values("challenge"))
        )

    def alphabetical(self):
        """Order by title, Norwegian letters last."""
        return self.order_by(NorwegianOrder("title"), "pk")


def readable_sharings(user) -> list[LessonSharing]:
    """Return how widely a lesson must be shared for this person to read it in every case they
    see, also where they may not read the working texts.
    """
    if has_everywhere(held_roles_of(user), Permission.SEE_COUNCIL):
        return [LessonSharing.MUNICIPALITY, LessonSharing.PUBLIC]
    return [LessonSharing.PUBLIC]


class LessonQuerySet(RecordQuerySet):
    def readable_by(self, user):
        """Narrow to lessons of cases whose working texts this person may read, and to those of
        the cases they see that are shared with them.
        """
        cases = related_rows(self.model, "case")
        is_shared = Q(sharing__in=readable_sharings(user), case__in=cases.visible_to(user))
        return self.filter(is_shared | Q(case__in=cases.working_readable_by(user)))


class FormalDecisionQuerySet(RecordQuerySet):
    def needing_follow_up(self):
        """Narrow to decisions that are not withdrawn and not carried out yet."""
        return self.not_withdrawn().filter(follow_up__in=[FollowUp.OPEN, FollowUp.UNDER_WAY])


class ConditionQuerySet(RecordQuerySet):
    def unmet(self):
        """Narrow to conditions that are not met, the nearest deadline first."""
        return self.filter(met_at=None).order_by("due_on", "pk")

    def outstanding(self):
        """Narrow to conditions that are still to be met, the nearest deadline first."""
        return self.filter(OUTSTANDING).order_by("due_on", "pk")

    def outstanding_in(self, cases):
        """Narrow to the outstanding conditions of these cases."""
        return self.outstanding().filter(decision__case__in=cases.order_by().values("pk"))

    def assigned_to(self, user):
        """Narrow to the conditions that this person is responsible for."""
        return self.filter(responsible=user)

    def with_responsible(self):
        """Load the person responsible with each condition."""
        return self.select_related("responsible")


class GateProposalQuerySet(RecordQuerySet):
    def undecided(self):
        """Narrow to proposals that are neither decided nor withdrawn."""
        return self.filter(closed_at=None)


class AssessmentRoundQuerySet(RecordQuerySet):
    def open(self):
        """Narrow to rounds that are not closed."""
        return self.filter(closed_at=None)

    def awaiting_assessment_by(self, user, today):
        """Narrow to open rounds, not past their deadline, that ask this person and that they have
        not answered.
        """
        rounds = self.open().filter(assessors=user, due_on__gte=today)
        done = Q(assessments__by=user, assessments__is_individual=True)
        return rounds.exclude(pk__in=self.model.objects.filter(done).values("pk"))

    def of_cases(self, cases):
        """Narrow to the rounds of these cases and load the cases; the nearest deadline first."""
        rounds = self.filter(case__in=cases.order_by().values("pk"))
        return rounds.select_related("case__municipality").order_by("due_on", "pk")


class SuccessAssessmentQuerySet(RecordQuerySet):
    def agreed(self):
        """Narrow to the assessments that the case has agreed on, newest first."""
        return self.filter(is_individual=False).order_by("-assessed_on", "-pk")

    def individual(self):
        """Narrow to assessments by one person, for a round."""
        return self.filter(is_individual=True)

    def complete(self):
        """Narrow to assessments in which every factor has a score."""
        return self.exclude(factors__score=None)


class CommentQuerySet(models.QuerySet):
    def readable_by(self, user, *, reads_personal):
        """Narrow to the comments this person may read: what a stakeholder writes is personal. Who
        has had another role in the case is no stakeholder here, nor is who has none.
        """
        if reads_personal:
            return self
        roles = related_rows(self.model, "case", "assignments").filter(
            case=OuterRef("case"), user=OuterRef("by")
        )
        is_stakeholders = Exists(roles.filter(role=CaseRole.STAKEHOLDER)) & ~Exists(
            roles.exclude(role=CaseRole.STAKEHOLDER)
        )
        return self.filter(Q(by=user) | ~is_stakeholders)


class AssignmentQuerySet(models.QuerySet):
    def begun_and_not_ended(self):
        """Narrow to roles that have begun and not ended, by the database's clock, also of people
        who have left.
        """
        return self.filter(in_force_q())

    def in_force(self):
        """Narrow to the roles that give something now: of people who may sign in and, apart from
        stakeholders, work for the municipality. ``held_roles_of`` has the same rule for a person.
        """
        return self.begun_and_not_ended().filter(self._has_access_q())

    def lapsed(self):
        """Narrow to roles that have not ended and yet give nothing: the person has left."""
        return self.begun_and_not_ended().exclude(self._has_access_q())

    def with_is_in_force(self):
        """Decorate roles that have not ended with whether they give something now."""
        has_access = models.ExpressionWrapper(
            self._has_access_q(), output_field=models.BooleanField()
        )
        return self.annotate(is_in_force=has_access)

    def _has_access_q(self):
        grants = related_rows(self.model, "user", "role_grants").in_force()
        employed = grants.filter(user=OuterRef("user"), role__in=EMPLOYEE_ROLES)
        return Q(user__is_active=True) & (Q(role=CaseRole.STAKEHOLDER) | Exists(employed))

    def readable_by(self, user, *, reads_personal):
        """Narrow to the roles this person may know of: who the stakeholders are is personal."""
        return self if reads_personal else self.exclude(~Q(user=user), role=CaseRole.STAKEHOLDER)

    def in_order(self):
        """Order by role as in CaseRole, then by when the role began."""
        rank = models.Case(
            *(models.When(role=role, then=Value(n)) for n, role in enumerate(CaseRole)),
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, "valid_from", "pk")
