"""Choosing and describing the challenge that a case addresses."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access.roles import Permission
from projects.access import policies
from projects.actions.cases import edit_case, lock
from projects.choices.states import Visibility
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import Case, Challenge

CHALLENGE_FIELDS = (
    "title",
    "description",
    "entry_point",
    "who_is_affected",
    "causes",
    "consequences",
    "expected_development",
    "horizon",
    "extent",
    "open_for_cocreation",
)


@transaction.atomic
def choose_challenge(case: Case, *, by, seen: Challenge | None, challenge: Challenge) -> Case:
    """Choose the challenge of the case, in place of ``seen``. Locks the case.

    Raises NotAllowed; Conflict when somebody else has chosen another since; Invalid when ``by``
    cannot read the challenge, or when it belongs to a restricted case.
    """
    _lock_and_check(case, by, seen)
    if not Challenge.objects.visible_to(by).filter(pk=challenge.pk).exists():
        raise Invalid(_("Choose one of the challenges you see."), field="existing")
    hidden = challenge.cases.filter(visibility=Visibility.RESTRICTED)
    if case.visibility != Visibility.RESTRICTED and hidden.exists():
        raise Invalid(
            _("This challenge is of a case that is exempt from public access: describe another."),
            field="existing",
        )
    return edit_case(case, by=by, seen_version=case.version, changes={"challenge": challenge})


@transaction.atomic
def describe(
    case: Case, *, by, seen: Challenge | None, seen_version: int, fields: dict
) -> Challenge:
    """Describe the challenge of the case, or correct the named fields of the one it has, which
    other cases may share. Locks the case.

    Raises NotAllowed; Conflict when somebody saved since; ValidationError naming the fields.
    """
    if seen is None:
        return describe_another(case, by=by, seen=None, fields=fields)
    _lock_and_check(case, by, seen)
    challenge = Challenge.objects.select_for_update(no_key=True).get(pk=seen.pk)
    if all(getattr(challenge, name) == value for name, value in fields.items()):
        return challenge
    if challenge.version != seen_version:
        raise Conflict(_("This was saved while you were writing."))
    if not all(policies.can(by, Permission.EDIT, one) for one in challenge.cases.all()):
        raise NotAllowed(
            _(
                "Other cases take up this challenge too, and you may not edit all of them. Ask the"
                " innovation leader, or describe another."
            )
        )
    return _write(challenge, fields)


@transaction.atomic
def describe_another(case: Case, *, by, seen: Challenge | None, fields: dict) -> Challenge:
    """Describe a new challenge and give it to the case in place of ``seen``, which is not changed.
    Locks the case.

    Raises NotAllowed; Conflict when somebody else has chosen another since; ValidationError naming
    the fields.
    """
    _lock_and_check(case, by, seen)
    challenge = _write(Challenge(municipality=case.municipality, by=by, version=0), fields)
    edit_case(case, by=by, seen_version=case.version, changes={"challenge": challenge})
    return challenge


def _lock_and_check(case, by, seen):
    lock(case, by)
    if not policies.can_edit(by, case):
        raise NotAllowed(_("You may not edit this case."))
    if case.challenge_id != (seen.pk if seen else None):
        raise Conflict(_("Another challenge was chosen while you were writing."))


def _write(challenge, fields):
    for name in CHALLENGE_FIELDS:
        setattr(challenge, name, fields.get(name, getattr(challenge, name)))
    challenge.version += 1
    challenge.full_clean(exclude=["municipality", "by"])
    challenge.save()
    return challenge
