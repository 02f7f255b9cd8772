"""Carrying out a form once, however often it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import SentForm, User

REMEMBERED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class CarriedOut:
    """What came of a form. ``result`` is what its action returned, None where the form had been
    carried out before; ``result_id`` is the id of the row that was made, then too.
    ``is_same``: the form says what it said when it was carried out.
    """

    result: object = None
    result_id: int | None = None
    is_repeat: bool = False
    is_same: bool = True


@transaction.atomic
def carry_out_once(action: Callable, *, by: User, token: str, digest: bytes) -> CarriedOut:
    """Run the action unless a form with this token was carried out before. The token counts when
    the action is saved: both are in one transaction. Waits for the same form under way.

    Raises what the action raises.
    """
    SentForm.objects.filter(user=by, sent_at__lt=timezone.now() - REMEMBERED_FOR).delete()
    sent, is_new = SentForm.objects.get_or_create(user=by, token=token, defaults={"digest": digest})
    if not is_new:
        return _repeat(sent, digest)
    result = action()
    sent.result_id = getattr(result, "pk", None)
    if sent.result_id is not None:
        sent.save(update_fields=["result_id"])
    return CarriedOut(result, sent.result_id)


def carried_out_before(*, by: User, token: str, digest: bytes) -> CarriedOut | None:
    """Return what came of the form with this token, None when it was not carried out. One query."""
    sent = SentForm.objects.filter(user=by, token=token).first() if token else None
    return _repeat(sent, digest) if sent else None


def _repeat(sent, digest):
    is_same = bytes(sent.digest) == digest
    return CarriedOut(result_id=sent.result_id, is_repeat=True, is_same=is_same)
