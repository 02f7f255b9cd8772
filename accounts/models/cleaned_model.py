"""The base of every model: clean texts, near dates, and checks asked for together."""

from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, router

from accounts.models.check_constraints import fields_in_question, those_in_question
from accounts.text.cleaning import clean_text
from accounts.text.partial_dates import DistantDate, is_near


class CleanedModel(models.Model):
    """A model whose ``clean_fields`` cleans its texts: see ``accounts.text.cleaning``. The trigger
    ``KeepsClean`` holds the same in the database.
    """

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        """Clean texts before they are validated and saved, and refuse years nobody means."""
        errors = {}
        for field in self._meta.concrete_fields:
            if field.name in (exclude or ()) or field.generated:
                continue
            try:
                setattr(self, field.attname, _clean(field, getattr(self, field.attname)))
                self._limit(field)
            except ValidationError as error:
                errors[field.name] = error.error_list
        try:
            super().clean_fields(exclude={*(exclude or ()), *errors})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def get_constraints(self):
        """Leave out the checks that hold: ``validate_constraints`` asks the database for each."""
        using = router.db_for_write(type(self), instance=self)
        return [
            (model, those_in_question(self, constraints, using=using))
            for model, constraints in super().get_constraints()
        ]

    def validate_constraints(self, exclude=None):
        """Name the fields that a violated constraint is about, so that a form shows it there."""
        errors, using = {}, router.db_for_write(type(self), instance=self)
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self, exclude=exclude, using=using)
                except ValidationError as error:
                    for name in fields_in_question(self, constraint) or [NON_FIELD_ERRORS]:
                        errors.setdefault(name, []).extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def _limit(self, field):
        """Limit the length of long texts, which Django leaves to forms."""
        if isinstance(field, models.TextField) and field.max_length:
            MaxLengthValidator(field.max_length)(getattr(self, field.attname) or "")


def _clean(field, value):
    """Clean the value of a field. Spaces alone are nothing, where nothing may stand."""
    cleaned = _clean_value(value)
    return "" if field.blank and isinstance(cleaned, str) and not cleaned.strip() else cleaned


def _clean_value(value):
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, date) and not is_near(value):
        raise ValidationError(str(DistantDate()), code="distant")
    if isinstance(value, list):
        return [_clean_value(item) for item in value]
    if isinstance(value, dict):
        return {_clean_value(key): _clean_value(item) for key, item in value.items()}
    return value
