"""Writing over the API: a status update, a move. Both require If-Match."""

import re
from datetime import date

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

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

LARGEST_BODY = 100_000  # bytes
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class StrictBody(serializers.Serializer):
    """A body in which an unknown field is refused."""

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


class StrictBooleanField(serializers.BooleanField):
    """True or false only: “yes” and 1 are refused, not read as true."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictDayField(serializers.DateField):
    """A day in ISO form, of a year that people mean."""

    def to_internal_value(self, value):
        if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
            raise ValidationError(
                _("Write a date as %s.") % timezone.localdate().isoformat(), code="invalid"
            )
        try:
            return partial_dates.parse_day(value)
        except partial_dates.UnreadableDate as error:
            raise ValidationError(str(error), code="invalid") from error


class StatusUpdateBody(StrictBody):
    """A status update."""

    health = serializers.ChoiceField(Health.choices)
    summary = StrictTextField(max_length=MAX_LENGTHS["summary"])
    next_step = OptionalTextField(max_length=MAX_LENGTHS["next_step"])
    next_step_on = StrictDayField(required=False, allow_null=True)
    hindrance = OptionalTextField(max_length=MAX_LENGTHS["hindrance"])
    help_wanted = OptionalTextField(max_length=MAX_LENGTHS["help_wanted"])
    is_shared = StrictBooleanField(required=False)


class MoveBody(StrictBody):
    """A move to another phase; ``on`` is the day it happened, today when left out."""

    to = serializers.ChoiceField(Phase.choices)
    reason = StrictTextField(max_length=2000)
    on = StrictDayField(required=False, allow_null=True)


class WriteView(ApiView):
    """A change of one case. If-Match has the ETag of the case as the caller saw it."""

    body = None
    status = 200

    def post(self, request, key):
        self.query()
        case = get_object_or_404(Case.objects.visible_to(request.user), key=key)
        self.refuse_stale(case)
        if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
            raise Problem(413, "too_large", _("The body is too large."))
        body = self.body(data=request.data)
        body.is_valid(raise_exception=True)
        self.act(case, **body.validated_data)
        document = document_of(request.user, key)
        return HttpResponse(
            document,
            status=self.status,
            content_type=responses.JSON_TYPE,
            headers={"ETag": etag_of_case(document)},
        )

    def refuse_stale(self, case):
        """Compare with what the caller sees now; the action checks again under its lock."""
        if_match = self.request.headers.get("If-Match")
        if if_match is None:
            raise Problem(
                428, "if_match_missing", _("Send the case's ETag as If-Match, or * for any.")
            )
        seen = [
            tag.strip().removeprefix("W/").strip('"').split(".")[0] for tag in if_match.split(",")
        ]
        if "*" not in seen and fingerprint_of(document_of(self.request.user, case.key)) not in seen:
            raise Problem(412, "stale", _("The case has changed. Read it again."))


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
