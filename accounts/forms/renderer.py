"""Django's forms in Designsystemet's markup: ``{{ form }}`` is all a page writes."""

import re

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

from accounts.forms.kept import can_keep, has_kept_text, kept_value
from accounts.text.partial_dates import FIRST_DAY, LAST_DAY

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class DesignsystemetField(BoundField):
    """A field that gives every control its class, so that no form names CSS."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden:
            attrs["class"] = f"{attrs.get('class', '')} ds-input".strip()
            # A browser cuts pasted text at maxlength silently: the form shows an error instead.
            # A placeholder vanishes when one types: the label and the help text stay.
            attrs |= {"maxlength": False, "placeholder": False}
        return attrs

    @cached_property
    def initial(self):
        """Return what the field begins with: what its person typed before they had to sign in
        again, else its own beginning.
        """
        if has_kept_text(self.form) and can_keep(self):
            return kept_value(self)
        return super().initial

    @property
    def aria_describedby(self):
        """Return Django's help and error ids, and the counter's."""
        ids = [super().aria_describedby, f"{self.auto_id}_limit" if self.limit else None]
        return " ".join(filter(None, ids)) or None

    @property
    def limit(self):
        """Return the most characters a long text may have; None for other fields."""
        is_long = isinstance(self.field.widget, forms.Textarea)
        return getattr(self.field, "max_length", None) if is_long else None

    @property
    def is_single_checkbox(self):
        """Return whether it is one checkbox, whose label comes after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_file(self):
        """A file to choose."""
        return isinstance(self.field.widget, forms.FileInput)

    @property
    def first_id(self):
        """Return the id of the control an error message links to."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label


class DesignsystemetRenderer(TemplatesSetting):
    """Templates of ``templates/forms``; widgets of ``templates/django/forms/widgets``."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = DesignsystemetField


class DayInput(forms.DateInput):
    """The browser's own date field. Its value is an ISO date whatever the page's language. What it
    cannot show is shown as it was typed.
    """

    input_type = "date"

    def __init__(self, attrs=None):
        limits = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        super().__init__(limits | (attrs or {}), format="%Y-%m-%d")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if value and not ISO_DAY.fullmatch(str(context["widget"]["value"])):
            context["widget"]["type"] = "text"
        return context
