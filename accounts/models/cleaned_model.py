"""The base of every model: clean texts, and checks asked for together."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, router

from accounts.models.check_constraints import those_in_question
from accounts.models.rules_in_words import with_sentence
from accounts.text.cleaning import clean_text


class CleanedModel(models.Model):
    """A model whose ``clean_fields`` cleans its texts: see ``accounts.text.cleaning``."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        """Clean texts before they are validated and saved."""
        errors = {}
        for field in self._meta.concrete_fields:
            if field.name in (exclude or ()) or field.generated:
                continue
            try:
                setattr(self, field.attname, _clean_value(getattr(self, field.attname)))
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
        """Leave out the checks that hold: ``validate_constraints`` asks the database for each. The
        others say their sentence.
        """
        using = router.db_for_write(type(self), instance=self)
        return [
            (
                model,
                [with_sentence(one) for one in those_in_question(self, constraints, using=using)],
            )
            for model, constraints in super().get_constraints()
        ]

    def _limit(self, field):
        """Limit the length of long texts, which Django leaves to forms."""
        if isinstance(field, models.TextField) and field.max_length:
            MaxLengthValidator(field.max_length)(getattr(self, field.attname) or "")


def _clean_value(value):
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean_value(item) for item in value]
    if isinstance(value, dict):
        return {_clean_value(key): _clean_value(item) for key, item in value.items()}
    return value
