"""Writing over the API: a status update, a move. Both require If-Match, and are carried out once
for each Idempotency-Key.
"""

import hashlib
import json
import re
from datetime import date

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts.actions.sent_forms import carry_out_once
from accounts.text import partial_dates
from accounts.text.cleaning import clean_text
from portfolio.api.lists import responses
from portfolio.api.problems import Problem
from portfolio.api.views import ApiView, document_of, etag_of_case, fingerprint_of
from projects.actions.phases import move
from projects.actions.status import MAX_LENGTHS, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health
from projects.models import Case

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
IDEMPOTENCY_KEY = re.compile("[!-~]{1,255}")  # visible signs of ASCII
ANY = "*"  # of If-Match: whatever the case is now
REPLAYED = "Idempotency-Replayed"


class StrictBody(serializers.Serializer):
    """A body in which an unknown field is refused."""

    def run_validation(self, data):
        if not isinstance(data, dict):
            raise ValidationError({"non_field_errors": _("Send one object: {…}.")})
        return super().run_validation(data)

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := sorted(data.keys() - self.fields.keys())):
            raise ValidationError({name[:100]: _("There is no such field.") for name in unknown})
        return super().to_internal_value(data)


class StrictTextField(serializers.CharField):
    """Text only: a number is refused, not read as text."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return clean_text(super().to_internal_value(data))
        except DjangoValidationError as error:
            raise ValidationError(error.messages) from error


class OptionalTextField(StrictTextField):
    """A text that may be left out or empty."""

    def __init__(self, **options):
        super().__init__(required=False, allow_blank=True, **options)


class StrictChoiceField(serializers.ChoiceField):
    """One of the codes. Refused without the value, which may be no text at all."""

    def to_internal_value(self, data):
        if not isinstance(data, str) or data not in self.choices:
            raise ValidationError(_("Choose among: %s.") % ", ".join(self.choices), code="invalid")
        return data


class StrictBooleanField(serializers.BooleanField):
    """True or false only: “yes” and 1 are refused, not read as true."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictDayField(serializers.DateField):
    """A day in ISO form, of a year that people mean."""

    def to_internal_value(self, value):
        text = _("Write a date as %s.") % timezone.localdate().isoformat()
        if isinstance(value, str) and ISO_DAY.fullmatch(value):
            try:
                return partial_dates.parse_day(value)
            except partial_dates.DistantDate as error:
                text = str(error)
            except partial_dates.UnreadableDate:
                pass  # its examples are no ISO dates
        raise ValidationError(text, code="invalid")


class StatusUpdateBody(StrictBody):
    """A status update."""

    health = StrictChoiceField(Health.choices)
    summary = StrictTextField(max_length=MAX_LENGTHS["summary"])
    next_step = OptionalTextField(max_length=MAX_LENGTHS["next_step"])
    next_step_on = StrictDayField(required=False, allow_null=True)
    hindrance = OptionalTextField(max_length=MAX_LENGTHS["hindrance"])
    help_wanted = OptionalTextField(max_length=MAX_LENGTHS["help_wanted"])
    is_shared = StrictBooleanField(required=False)


class MoveBody(StrictBody):
    """A move to another phase; ``on`` is the day it happened, today when left out."""

    to = StrictChoiceField(Phase.choices)
    reason = StrictTextField(max_length=2000)
    on = StrictDayField(required=False, allow_null=True)


class WriteView(ApiView):
    """A change of one case. If-Match has the ETag of the case as the caller saw it.

    With an Idempotency-Key the same write, sent again by the same person, is not repeated; another
    write with the same key is refused. A write that was refused may be sent again with its key.
    """

    body = None
    status = 200

    def post(self, request, key):
        self.query()
        case = get_object_or_404(Case.objects.visible_to(request.user), key=key)
        if_match, idempotency_key = request.headers.get("If-Match"), _idempotency_key(request)
        if if_match is None or (if_match.strip() == ANY and not idempotency_key):
            text = _("Send the case's ETag as If-Match; or *, and an Idempotency-Key beside it.")
            raise Problem(428, "if_match_missing", text)
        body = self.body(data=request.data)
        body.is_valid(raise_exception=True)

        def write():
            self.refuse_stale(case, if_match)
            self.act(case, **body.validated_data)

        is_repeat = self.write_once(write, idempotency_key)
        document = document_of(request, key)
        return HttpResponse(
            document,
            status=self.status,
            content_type=responses.JSON_TYPE,
            headers={"ETag": etag_of_case(document)} | ({REPLAYED: "true"} if is_repeat else {}),
        )

    def write_once(self, write, idempotency_key) -> bool:
        """Write unless this very write was carried out before; return whether it was."""
        if not idempotency_key:
            write()
            return False
        asked = json.dumps([self.request.path, self.request.data], sort_keys=True)
        done = carry_out_once(
            write,
            by=self.request.user,
            token=hashlib.sha256(f"Idempotency-Key {idempotency_key}".encode()).hexdigest(),
            digest=hashlib.sha256(asked.encode()).digest(),
        )
        if not done.is_same:
            text = _("This Idempotency-Key was used for another write. Send this one with its own.")
            raise Problem(422, "idempotency_key_reused", text)
        return done.is_repeat

    def refuse_stale(self, case, if_match):
        """Compare with what the caller sees now; the action checks again under its lock."""
        if if_match.strip() == ANY:
            return
        tags = if_match.split(",")
        seen = [tag.strip().removeprefix("W/").strip('"').split(".")[0] for tag in tags]
        if fingerprint_of(document_of(self.request, case.key)) not in seen:
            raise Problem(412, "stale", _("The case has changed. Read it again."))


def _idempotency_key(request):
    key = request.headers.get("Idempotency-Key")
    if key is not None and not IDEMPOTENCY_KEY.fullmatch(key):
        text = _("Idempotency-Key has 1 to 255 visible signs of ASCII, and no spaces.")
        raise Problem(400, "invalid_header", text)
    return key


class ReportStatus(WriteView):
    """Write a status update."""

    body, status = StatusUpdateBody, 201

    def act(self, case, **fields):
        report_status(case, by=self.request.user, seen=case.current_status_id, **fields)


class MoveCase(WriteView):
    """Move the case to another phase."""

    body = MoveBody

    def act(self, case, *, to, reason, on: date | None = None):
        move(
            case,
            to=Phase(to),
            by=self.request.user,
            reason=reason,
            on=on,
            seen_phase=Phase(case.phase),
        )
