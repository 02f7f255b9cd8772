"""The form fields of a search. Errors suggest what may have been meant."""

import re
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA

from accounts.forms.renderer import DayInput
from accounts.text.cleaning import compared
from projects.querysets.search_text import search_words

LONGEST_SEARCH = 200
MOST_WORDS = 40
MOST_DAYS = 36_500
MOST_NAMED = 12


def nearest(text, names):
    """Return the name most similar to the text, else one that differs by a letter, else ""."""
    names = [str(name) for name in names]
    best = process.extractOne(
        text, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=65
    ) or process.extractOne(text, names, scorer=OSA.distance, score_cutoff=1)
    return best[0] if best else ""


class CodesField(forms.MultipleChoiceField):
    """Codes of a list; each unknown one gets an error of its own."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value):
        choices = dict(self.choices) if value else {}
        unknown = [code for code in value if code not in choices]
        if not unknown:
            return
        allowed = ", ".join(list(choices)[:MOST_NAMED]) + (
            ", …" if len(choices) > MOST_NAMED else ""
        )
        raise ValidationError(
            [
                ValidationError(
                    _("“%(value)s” is not known. Choose among: %(allowed)s.")
                    if choices
                    else _("“%(value)s” is not known."),
                    params={
                        "value": code[:100],
                        "allowed": allowed,
                        "suggestion": nearest(code[:100], choices)
                        or _code_of(nearest(code[:100], choices.values()), choices),
                    },
                )
                for code in unknown
            ]
        )


class OwnersField(CodesField):
    """People, by numbers that say nothing: a number like another is another person."""

    def validate(self, value):
        choices = dict(self.choices) if value else {}
        unknown = [
            ValidationError(
                _("“%(value)s” is nobody who owns a case now."),
                params={
                    "value": person[:100],
                    "suggestion": _code_of(nearest(person[:100], choices.values()), choices),
                },
            )
            for person in value
            if person not in choices
        ]
        if unknown:
            raise ValidationError(unknown)


class TagsField(CodesField):
    """Tags of a list. One in other capitals, or decomposed, is the same tag."""

    def to_python(self, value):
        tags = {compared(tag): tag for tag, _label in self.choices} if value else {}
        return [tags.get(compared(tag), tag) for tag in super().to_python(value)]


def _code_of(label, choices):
    return next((code for code, text in choices.items() if str(text) == str(label)), "")


class DaysField(forms.Field):
    """A whole number of days."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, least=0, **kwargs):
        self.least = least
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if not re.fullmatch(r"[0-9]{1,5}", value) or not self.least <= int(value) <= MOST_DAYS:
            raise ValidationError(
                _("Write a whole number of days from %(least)d to %(most)d."),
                params={"least": self.least, "most": MOST_DAYS},
            )
        return int(value)


class MomentField(forms.Field):
    """A moment, or a date, which is read as the start of that day (Oslo time)."""

    widget = DayInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if moment := _moment(value):
            return moment
        raise ValidationError(
            _("Write a date as %(day)s, or a moment as %(day)sT12:00."),
            params={"day": timezone.localdate().isoformat()},
        )


def _moment(text):
    """Return the date or moment from 1900 to 2199, None when the text is neither."""
    try:
        if re.fullmatch(r"(19|20|21)\d\d-\d\d-\d\d", text, re.ASCII):
            day = parse_date(text)
            moment = datetime.combine(day, time.min) if day else None
        else:
            moment = parse_datetime(text) if re.match(r"(19|20|21)\d\d-", text) else None
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


class SearchField(forms.CharField):
    """Words to search for."""

    widget = forms.TextInput(attrs={"type": "search"})

    def clean(self, value):
        text = super().clean(value)
        if text and sum(map(len, search_words(text))) < 2:
            raise ValidationError(_("Write at least two letters or digits."))
        if len(text) > LONGEST_SEARCH or len(text.split()) > MOST_WORDS:
            raise ValidationError(
                _("Write at most %(characters)d characters and %(words)d words."),
                params={"characters": LONGEST_SEARCH, "words": MOST_WORDS},
            )
        return text


class OrderingField(forms.CharField):
    """Names separated by commas, each with a minus for descending order."""

    widget = forms.HiddenInput

    def __init__(self, *, names, **kwargs):
        self.names = names
        super().__init__(**kwargs)

    def clean(self, value):
        text = super().clean(value)
        terms = text.split(",") if text else []
        names = [term.removeprefix("-") for term in terms]
        for name in names:
            if name not in self.names:
                raise ValidationError(
                    _("“%(value)s” cannot be sorted by. Choose among: %(allowed)s."),
                    params={
                        "value": name[:100],
                        "allowed": ", ".join(self.names),
                        "suggestion": nearest(name[:100], self.names),
                    },
                )
        if len(set(names)) < len(names):
            raise ValidationError(_("Name each thing to sort by once."))
        return terms
