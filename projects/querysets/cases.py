"""How cases are narrowed and decorated. Nothing here evaluates."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.access.roles import TABLE, CaseRole, Grant, HeldRoles, Permission, has_everywhere
from accounts.querysets.ordering import NorwegianOrder
from projects.access.held_roles import held_roles_of
from projects.access.visibility import READ_WORKING, SEE
from projects.choices.states import CLOSED, IN_PHASE, Health, State, Visibility
from projects.choices.vocabulary import LessonSharing


def _case_ids(held_roles: HeldRoles, permission, grants):
    return [
        case_id
        for case_id, roles in (held_roles.by_case or {}).items()
        if any(TABLE[permission][access_role] in grants for access_role in roles)
    ]


def _permission_q(held_roles: HeldRoles, permissions, grants):
    """The condition that some hat gives a case's permission, by the case's visibility."""
    everywhere = [
        v for v, permission in permissions.items() if has_everywhere(held_roles, permission)
    ]
    if len(everywhere) == len(permissions):
        return ~Q(pk__in=[])  # always so, and left out of the statement
    condition = Q(visibility__in=everywhere)
    for visibility, permission in permissions.items():
        if visibility not in everywhere and (ids := _case_ids(held_roles, permission, grants)):
            condition |= Q(visibility=visibility, pk__in=ids)
    return condition


def working_readable_q(user):
    """The condition that this person may read a case's working texts."""
    return _permission_q(held_roles_of(user), READ_WORKING, {Grant.OWN})


ACTIVE = Q(state=State.ACTIVE)
OFF_TRACK = ACTIVE & Q(health=Health.OFF_TRACK)
AT_RISK = ACTIVE & Q(health__in=[Health.AT_RISK, Health.OFF_TRACK])
STALE_DAYS = 30


def unconfirmed_q(days, today):
    """The condition that an active case was last confirmed at least this many days before
    today (Oslo time). A case that nobody has confirmed yet counts from when it was registered.
    """
    after = today - timedelta(days=days - 1)
    moment = timezone.make_aware(datetime.combine(after, time.min))
    return ACTIVE & (Q(confirmed_at__lt=moment) | Q(confirmed_at=None, created_at__lt=moment))


def overdue_pause_q(today):
    """The condition that a pause has passed its review date."""
    return Q(state=State.PAUSED, paused_until__lt=today)


def expired_exemption_q(user, today):
    """The condition that an exemption has run out, for whoever may read its basis."""
    return working_readable_q(user) & Q(visibility=Visibility.RESTRICTED, exempt_until__lt=today)


def awaits_decision_q(user):
    """The condition that a proposal waits for this person's decision."""
    held_roles, proposals = held_roles_of(user), apps.get_model("projects", "GateProposal").objects
    if has_everywhere(held_roles, Permission.DECIDE):
        decides = Q()
    else:
        decides = Q(pk__in=_case_ids(held_roles, Permission.DECIDE, {Grant.OWN}))
    others = ~Q(by=user) | Q(case__municipality__single_handed=True)
    return ACTIVE & decides & Q(pk__in=proposals.undecided().filter(others).values("case"))


def readable_sharings(user) -> list[LessonSharing]:
    """How widely a lesson is shared that is told to this person of every case they see, also
    where they read no working texts.
    """
    sees_council_cases = has_everywhere(held_roles_of(user), Permission.SEE_COUNCIL)
    return (
        [LessonSharing.MUNICIPALITY, LessonSharing.PUBLIC]
        if sees_council_cases
        else [LessonSharing.PUBLIC]
    )


def readable_lesson_q(user):
    """The condition that a lesson is told to this person: they read the working texts of its
    case, or they see the case and the lesson is shared with them.
    """
    cases = apps.get_model("projects", "Case").objects
    is_shared = Q(sharing__in=readable_sharings(user), case__in=cases.visible_to(user))
    return is_shared | Q(case__in=cases.working_readable_by(user))


def overdue_condition_q(user, today):
    """The condition that a duty from a gate is past its deadline, for whoever may read of it."""
    overdue = apps.get_model("projects", "Condition").objects.outstanding().filter(due_on__lt=today)
    return working_readable_q(user) & Q(pk__in=overdue.order_by().values("decision__case"))


def _by_urgency(user, now):
    """Every reason to look at a case, most urgent first, as conditions."""
    today = timezone.localdate(now)
    return (
        awaits_decision_q(user),
        OFF_TRACK,
        AT_RISK,
        expired_exemption_q(user, today),
        overdue_pause_q(today),
        overdue_condition_q(user, today),
        unconfirmed_q(STALE_DAYS, today),
    )


def attention_q(user, now):
    """The condition that a case needs the leader's attention."""
    condition = Q()
    for reason in _by_urgency(user, now):
        condition |= reason
    return condition


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the cases that exist for this person."""
        if not user.is_authenticated:
            return self.none()
        condition = _permission_q(held_roles_of(user), SEE, {Grant.OWN, Grant.SHARED})
        return self.filter(condition, municipality_id=user.municipality_id)

    def working_readable_by(self, user):
        """Narrow to the cases whose working texts this person may read."""
        return self.visible_to(user).filter(working_readable_q(user))

    def linked_by_derivation(self, case):
        """Narrow to the case it grew out of, and those that grew out of it."""
        return self.filter(Q(pk=case.derived_from_id) | Q(derived_from=case)).order_by("key")

    def assigned_to(self, user):
        """Narrow to the cases in which this person has a role now."""
        return self.filter(pk__in=list((held_roles_of(user).by_case or {}).keys()))

    def least_recently_confirmed(self):
        """Order by when somebody last confirmed the case, those never confirmed first and
        those at rest last.
        """
        paused_or_closed = models.Case(
            models.When(state=State.PAUSED, then=Value(1)),
            models.When(state__in=CLOSED, then=Value(2)),
            default=Value(0),
            output_field=models.IntegerField(),
        )
        return self.order_by(paused_or_closed, F("confirmed_at").asc(nulls_first=True), "key")

    def active(self):
        """Narrow to active cases."""
        return self.filter(ACTIVE)

    def ongoing(self):
        """Narrow to cases that stand in a phase: active and paused."""
        return self.filter(state__in=IN_PHASE)

    def in_phase(self, phase):
        """Narrow to cases at work in the phase, paused ones included."""
        return self.filter(phase=phase, state__in=IN_PHASE)

    def at_risk(self):
        """Narrow to active cases at risk or off track."""
        return self.filter(AT_RISK)

    def unconfirmed(self, *, days, today):
        """Narrow to active cases that nobody has confirmed for this many days."""
        return self.filter(unconfirmed_q(days, today))

    def overdue_pause(self, today):
        """Narrow to paused cases whose review date has passed."""
        return self.filter(overdue_pause_q(today))

    def needing_attention(self, user, now):
        """Narrow to cases that need the leader's attention."""
        return self.filter(attention_q(user, now))

    def days_in_phase(self, *, today, at_least=None, at_most=None):
        """Narrow to cases at work that have stood this many days in their phase."""
        cases = self.ongoing()
        if at_least is not None:
            cases = cases.filter(phase_since__lte=today - timedelta(days=at_least))
        if at_most is not None:
            cases = cases.filter(phase_since__gte=today - timedelta(days=at_most))
        return cases

    def owned_by(self, people, user):
        """Narrow to cases with one of these people as owner, where this person may know it."""
        assignments = self._assignments().in_force().filter(role=CaseRole.OWNER, user__in=people)
        return self.filter(working_readable_q(user), pk__in=assignments.values("case"))

    def having_open_condition(self, user):
        """Narrow to cases that still owe something, for whoever reads decisions."""
        if not has_everywhere(held_roles_of(user), Permission.READ_DECISIONS):
            return self.none()
        outstanding = apps.get_model("projects", "Condition").objects.outstanding().order_by()
        return self.filter(pk__in=outstanding.values("decision__case"))

    def having_lesson(self, user):
        """Narrow to cases with a lesson that stands and is told to this person."""
        lessons = (
            apps.get_model("projects", "Lesson")
            .objects.not_withdrawn()
            .filter(readable_lesson_q(user))
        )
        return self.filter(pk__in=lessons.order_by().values("case"))

    def with_people(self):
        """Decorate with the name of the owner and the lead in force now."""
        people = self._assignments().in_force()
        return self.annotate(
            **{
                f"{role}_name": Subquery(
                    people.filter(case=OuterRef("pk"), role=role).values("user__name")[:1]
                )
                for role in (CaseRole.OWNER, CaseRole.LEAD)
            }
        )

    def with_can_read_working(self, user):
        """Decorate with ``reads_working``: may this person read the case's working texts?"""
        rows = self.model.objects.working_readable_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(can_read_working=Exists(rows))

    def with_shown_title(self, user):
        """Decorate with ``shown_title``, as ``policies.shown_title`` has it."""
        return self.annotate(shown_title=_shown_title(user))

    def alphabetical(self, user):
        """Order by the title this person reads, Norwegian letters last."""
        return self.order_by(NorwegianOrder(_shown_title(user)), "key")

    def by_urgency(self, user, now):
        """Order by what needs attention most, then by how long the case has stood."""
        rank = models.Case(
            *(models.When(why, then=Value(n)) for n, why in enumerate(_by_urgency(user, now))),
            default=Value(9),
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, F("phase_since").asc(nulls_last=True), "key")

    def with_gate_tasks(self, user):
        """Decorate with ``proposal_waits``, whether a proposal waits for this person's decision,
        and ``condition_due_on``, the earliest deadline of a condition that is still owed.
        """
        conditions = apps.get_model("projects", "Condition").objects.outstanding()
        first = conditions.filter(decision__case=OuterRef("pk"))
        return self.annotate(
            proposal_waits=models.ExpressionWrapper(
                awaits_decision_q(user), output_field=models.BooleanField()
            ),
            condition_due_on=Subquery(first.values("due_on")[:1]),
        )

    def search(self, text, user):
        """Narrow to cases in which every word is found: as a Norwegian stem, as part of a
        word, or with one typing error. Looks only in what this person may read.
        """
        found = self.alias(
            words_all=_words("title"),
            words_open=_words(Value("")),
        )
        in_open = _matches(text, "open", user)
        in_all = _matches(text, "all", user)
        return found.filter(in_open | (working_readable_q(user) & in_all))

    def _assignments(self):
        return self.model._meta.get_field("assignments").related_model.objects


def _shown_title(user):
    return models.Case(
        models.When(working_readable_q(user) | Q(public_title=""), then=F("title")),
        default=F("public_title"),
    )


def _words(title):
    return Func(
        "key",
        title,
        "public_title",
        "summary",
        "tags",
        function="projects_search_text",
        output_field=models.TextField(),
    )


def _matches(text, audience, user):
    """The condition that every word of the text is found in what the audience may read."""
    condition = Q()
    for word in text.lower().split():
        condition &= _matches_word(word, audience, user)
    return condition


def _matches_word(word, audience, user):
    stems, words = f"search_{audience}", f"words_{audience}"
    found = Q(**{stems: SearchQuery(word, config="norwegian")})
    if len(word) > 2:
        found |= Q(**{f"{words}__contains": word})
    elif word.isalnum():  # too short for the index over parts of words: the beginning of one
        found |= Q(**{stems: SearchQuery(f"'{word}':*", config="simple", search_type="raw")})
    if len(word) > 3 and word.isalpha():
        found |= Q(**{stems: WordsNear(user.municipality_id, word)})
    return found


class WordsNear(SearchQuery):
    """A query for the words one typing error away. A subquery: asked once, not for each row."""

    template = "(SELECT projects_words_near(%(expressions)s))"

    def __init__(self, municipality_id, word):
        super().__init__(word)
        self.set_source_expressions([Value(municipality_id), Value(word)])
