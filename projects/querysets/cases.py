"""How cases are narrowed and decorated. Nothing here evaluates.

What ends in ``_q`` makes a condition on cases.
"""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.access.roles import (
    PERMISSION_TABLE,
    AccessLevel,
    CaseRole,
    HeldRoles,
    Permission,
    has_everywhere,
)
from accounts.querysets.ordering import NorwegianOrder
from projects.access.field_register import FieldClass
from projects.access.held_roles import held_roles_of
from projects.access.visibility import READ_REPORTED, READ_WORKING, SEE
from projects.choices.reference import legal_bases_in_force
from projects.choices.states import CLOSED, IN_PHASE, Health, State, Visibility
from projects.querysets.key_order import KeyOrder
from projects.querysets.records import readable_sharings
from projects.querysets.related import related_rows
from projects.querysets.search_text import (
    CHALLENGE_TEXTS,
    LESSON_TEXTS,
    QUESTION_TEXTS,
    SHARED_LESSON_TEXTS,
    JoinedText,
    SearchTerm,
    search_text,
    term_q,
)


def _case_ids(held_roles: HeldRoles, permission, grants):
    return [
        case_id
        for case_id, roles in held_roles.by_case.items()
        if any(PERMISSION_TABLE[permission][access_role] in grants for access_role in roles)
    ]


def _permission_q(held_roles: HeldRoles, permissions, grants):
    """Some role of the person's gives the permission that the case's visibility asks for."""
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
    """This person may read the working texts of the case."""
    return _permission_q(held_roles_of(user), READ_WORKING, {AccessLevel.OWN})


def unshared_q(user):
    """This person sees the case for another reason than that it is shared with them."""
    return _permission_q(held_roles_of(user), SEE, {AccessLevel.OWN})


def reported_readable_q(user):
    """This person may read what the council is reported of the case."""
    reported = _permission_q(held_roles_of(user), READ_REPORTED, {AccessLevel.OWN})
    return unshared_q(user) & reported


ACTIVE = Q(state=State.ACTIVE)
OFF_TRACK = ACTIVE & Q(health=Health.OFF_TRACK)
AT_RISK = ACTIVE & Q(health__in=[Health.AT_RISK, Health.OFF_TRACK])
STALE_DAYS = 30


def unconfirmed_q(days, today):
    """The case is active and was last confirmed at least this many days before today (Oslo
    time). A case that nobody has confirmed yet counts from when it was registered.
    """
    return ACTIVE & _last_confirmed_q("lt", days, today)


def confirmed_q(days, today):
    """The case is active and was confirmed, or registered, less than this many days before today:
    every other active case is ``unconfirmed_q``.
    """
    return ACTIVE & _last_confirmed_q("gte", days, today)


def _last_confirmed_q(lookup, days, today):
    first_day = today - timedelta(days=days - 1)
    moment = timezone.make_aware(datetime.combine(first_day, time.min))
    return Q(**{f"confirmed_at__{lookup}": moment}) | Q(
        **{"confirmed_at": None, f"created_at__{lookup}": moment}
    )


def overdue_pause_q(today):
    """The case is paused, and its review date has passed."""
    return Q(state=State.PAUSED, paused_until__lt=today)


def expired_exemption_q(user, today):
    """The exemption from public access has run out, or its legal basis is no longer in force; for
    whoever may read it.
    """
    is_over = Q(exempt_until__lt=today) | ~Q(legal_basis__in=legal_bases_in_force(today))
    return working_readable_q(user) & Q(visibility=Visibility.RESTRICTED) & is_over


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the cases that this person may see; a withdrawn draft is seen by nobody."""
        if not user.is_authenticated:
            return self.none()
        condition = _permission_q(held_roles_of(user), SEE, {AccessLevel.OWN, AccessLevel.SHARED})
        return self.filter(
            condition, municipality_id=user.municipality_id, withdrawn_at__isnull=True
        )

    def seen_unshared_by(self, user):
        """Narrow to the cases that this person sees otherwise than by sharing."""
        return self.visible_to(user).filter(unshared_q(user))

    def reported_readable_by(self, user):
        """Narrow to the cases of which this person may read what the council is reported."""
        return self.visible_to(user).filter(reported_readable_q(user))

    def working_readable_by(self, user):
        """Narrow to the cases whose working texts this person may read."""
        return self.visible_to(user).filter(working_readable_q(user))

    def linked_by_derivation(self, case):
        """Narrow to the case it grew out of, and those that grew out of it."""
        return self.filter(Q(pk=case.derived_from_id) | Q(derived_from=case)).order_by(
            "created_at", KeyOrder("key")
        )

    def assigned_to(self, user):
        """Narrow to the cases in which this person has a role now."""
        return self.filter(pk__in=list(held_roles_of(user).by_case))

    def suggested_by(self, user):
        """Narrow to the drafts that this person wrote and has no role in, the newest first."""
        drafts = self.filter(state=State.DRAFT, created_by=user)
        return drafts.exclude(pk__in=list(held_roles_of(user).by_case)).order_by("-pk")

    def least_recently_confirmed(self):
        """Order by when somebody last confirmed the case, those never confirmed first, paused
        and closed ones last.
        """
        paused_or_closed = models.Case(
            models.When(state=State.PAUSED, then=Value(1)),
            models.When(state__in=CLOSED, then=Value(2)),
            default=Value(0),
            output_field=models.IntegerField(),
        )
        confirmed = F("confirmed_at").asc(nulls_first=True)
        return self.order_by(paused_or_closed, confirmed, "created_at", KeyOrder("key"))

    def active(self):
        """Narrow to active cases."""
        return self.filter(ACTIVE)

    def ongoing(self):
        """Narrow to active and paused cases."""
        return self.filter(state__in=IN_PHASE)

    def in_phase(self, phase):
        """Narrow to active and paused cases in the phase."""
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
        return self.filter(self.attention_q(user, now))

    def days_in_phase(self, *, today, at_least=None, at_most=None):
        """Narrow to active and paused cases that have been this many days in their phase."""
        cases = self.ongoing()
        if at_least is not None:
            cases = cases.filter(phase_since__lte=today - timedelta(days=at_least))
        if at_most is not None:
            cases = cases.filter(phase_since__gte=today - timedelta(days=at_most))
        return cases

    def owned_by(self, people, user):
        """Narrow to cases that one of these people owns, where this person may read it."""
        assignments = self._owners().in_force().filter(user__in=people)
        return self.filter(working_readable_q(user), pk__in=assignments.values("case"))

    def without_owner(self, user):
        """Narrow to cases that nobody owns, where this person may read it."""
        owners = self._owners().in_force()
        return self.filter(working_readable_q(user)).exclude(pk__in=owners.values("case"))

    def having_lost_owner(self, user):
        """Narrow to active and paused cases whose project owner has left."""
        return self.filter(self.lost_owner_q(user))

    def having_open_condition(self, user):
        """Narrow to cases with an outstanding condition; none for who may not read decisions."""
        if not has_everywhere(held_roles_of(user), Permission.READ_DECISIONS):
            return self.none()
        outstanding = self._conditions().outstanding().order_by()
        return self.filter(pk__in=outstanding.values("decision__case"))

    def having_lesson(self, user):
        """Narrow to cases with a lesson, not withdrawn, that this person may read."""
        lessons = related_rows(self.model, "lessons").not_withdrawn().readable_by(user)
        return self.filter(pk__in=lessons.order_by().values("case"))

    def tags_in_use(self):
        """The tags of these cases, each spelling once."""
        tags = self.order_by().values_list(Func(F("tags"), function="unnest"), flat=True)
        return tags.distinct()

    def with_people(self):
        """Decorate with the name of the owner and the lead in force now."""
        people = related_rows(self.model, "assignments").in_force()
        return self.annotate(
            **{
                f"{role}_name": Subquery(
                    people.filter(case=OuterRef("pk"), role=role).values("user__name")[:1]
                )
                for role in (CaseRole.OWNER, CaseRole.LEAD)
            }
        )

    def with_can_read_working(self, user):
        """Decorate with ``can_read_working``: may this person read the case's working texts?"""
        rows = self.model.objects.working_readable_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(can_read_working=Exists(rows))

    def with_shown_title(self, user):
        """Decorate with ``shown_title``, as ``policies.shown_title`` has it."""
        return self.annotate(shown_title=_shown_title(user))

    def alphabetical(self, user):
        """Order by the title this person reads, Norwegian letters last."""
        return self.order_by(NorwegianOrder(_shown_title(user)), KeyOrder("key"))

    def by_urgency(self, user, now):
        """Order by what needs attention most, then by how long the case has been in its phase, and
        by when it was registered.
        """
        rank = models.Case(
            *(models.When(why, then=Value(n)) for n, why in enumerate(self._by_urgency(user, now))),
            default=Value(9),
            output_field=models.IntegerField(),
        )
        return self.order_by(
            rank, F("phase_since").asc(nulls_last=True), "created_at", KeyOrder("key")
        )

    def with_gate_tasks(self, user):
        """Decorate with ``proposal_waits``, whether a proposal waits for this person's decision,
        ``has_lost_owner``, whether the project owner has left, and ``condition_due_on``, the
        earliest deadline of an outstanding condition.
        """
        first = self._conditions().outstanding().filter(decision__case=OuterRef("pk"))
        flags = {
            "proposal_waits": self._awaits_decision_q(user),
            "has_lost_owner": self.lost_owner_q(user),
        }
        return self.annotate(
            **{
                name: models.ExpressionWrapper(flag, output_field=models.BooleanField())
                for name, flag in flags.items()
            },
            condition_due_on=Subquery(first.values("due_on")[:1]),
        )

    def search(self, terms: list[SearchTerm], user):
        """Narrow to cases in which every word is found, in their own texts or in their lessons,
        questions and challenge. Looks only in what this person may read.
        """
        cases, places = self, self._searched_places(user)
        for term in terms:
            cases = cases.filter(pk__in=_ids_with(term, places))
        return cases

    def _searched_places(self, user):
        """Where a search looks: of cases, too, that this person does not see at all."""
        cases = self.model.objects.filter(municipality_id=user.municipality_id)
        readable = cases.filter(working_readable_q(user))
        everything = search_text(FieldClass.OPEN, FieldClass.WORKING)
        open_text = search_text(FieldClass.OPEN)
        return [
            SearchedRows(readable.alias(searched_text=everything), "lexemes_all", "pk"),
            SearchedRows(cases.alias(searched_text=open_text), "lexemes_open", "pk"),
            *searched_records(self.model, readable, user),
        ]

    def attention_q(self, user, now):
        """The case needs the leader's attention."""
        condition = Q()
        for reason in self._by_urgency(user, now):
            condition |= reason
        return condition

    def _by_urgency(self, user, now):
        """Every reason to look at a case, most urgent first, as conditions."""
        today = timezone.localdate(now)
        return (
            self._awaits_decision_q(user),
            self.lost_owner_q(user),
            OFF_TRACK,
            AT_RISK,
            expired_exemption_q(user, today),
            overdue_pause_q(today),
            self._overdue_condition_q(user, today),
            unconfirmed_q(STALE_DAYS, today),
        )

    def _awaits_decision_q(self, user):
        """A proposal waits for this person's decision."""
        held_roles = held_roles_of(user)
        if has_everywhere(held_roles, Permission.DECIDE):
            decides = Q()
        else:
            decides = Q(pk__in=_case_ids(held_roles, Permission.DECIDE, {AccessLevel.OWN}))
        others = ~Q(by=user) | Q(case__municipality__single_handed=True)
        proposals = related_rows(self.model, "gate_proposals").undecided().filter(others)
        return ACTIVE & decides & Q(pk__in=proposals.values("case"))

    def lost_owner_q(self, user):
        """The project owner has left, and the case goes on; for whoever may read of it."""
        lapsed = self._owners().lapsed().order_by()
        return Q(state__in=IN_PHASE) & working_readable_q(user) & Q(pk__in=lapsed.values("case"))

    def _overdue_condition_q(self, user, today):
        """An outstanding condition is past its deadline, for whoever may read of it."""
        overdue = self._conditions().outstanding().filter(due_on__lt=today)
        return working_readable_q(user) & Q(pk__in=overdue.order_by().values("decision__case"))

    def _owners(self):
        return related_rows(self.model, "assignments").filter(role=CaseRole.OWNER)

    def _conditions(self):
        return related_rows(self.model, "gate_decisions", "conditions")


def _shown_title(user):
    return models.Case(
        models.When(working_readable_q(user), then=F("title")),
        models.When(public_title="", then=F("key")),
        default=F("public_title"),
    )


def _ids_with(term, places):
    """Ids of cases with the word. One list for each place, and not one condition with "or": each
    can use its index.
    """
    first, *others = (
        place.rows.filter(term_q(term, lexemes=place.lexemes)).order_by().values(place.path)
        for place in places
    )
    return first.union(*others, all=True)


class SearchedRows(NamedTuple):
    """Rows that a person may read, decorated with ``searched_text``, the column with its words,
    and the path to the case; of records their kind, and the field that names one.
    """

    rows: models.QuerySet
    lexemes: str
    path: str = "case"
    kind: str = ""
    named: str = ""


def searched_records(model, readable, user) -> list[SearchedRows]:
    """The records that a search looks in, for this person. ``readable`` are the cases whose working
    texts they read.
    """
    lessons = related_rows(model, "lessons").not_withdrawn()
    own = lessons.filter(case__in=readable).alias(searched_text=JoinedText(*LESSON_TEXTS))
    shared = lessons.filter(sharing__in=readable_sharings(user))
    shared = shared.alias(searched_text=JoinedText(*SHARED_LESSON_TEXTS))
    questions = related_rows(model, "questions").filter(case__in=readable)
    questions = questions.alias(searched_text=JoinedText(*QUESTION_TEXTS))
    challenges = related_rows(model, "challenge").not_withdrawn().filter(cases__in=readable)
    challenges = challenges.alias(searched_text=JoinedText(*CHALLENGE_TEXTS))
    return [
        SearchedRows(own, "lexemes", kind="lesson", named="title"),
        SearchedRows(shared, "lexemes_shared", kind="lesson", named="title"),
        SearchedRows(questions, "lexemes", kind="question", named="text"),
        SearchedRows(challenges, "lexemes", "cases", kind="challenge", named="title"),
    ]
