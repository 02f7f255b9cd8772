"""The forms of the records of the method, made from the table of kinds."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, LinkField, NumberField, OnceToken
from accounts.models import User
from projects.forms.fields import PersonChoice, PlainText, Tags
from projects.forms.optional_fields import OptionalFieldsMixin
from projects.method.scales import scale_of
from projects.models import Case, Measurement
from projects.readiness.asked_fields import FIELDS_A_GATE_REQUIRES
from projects.records.kinds import RecordKind

LOCKED_MESSAGE = _("This is locked: the trial has started. Plan a new trial instead.")
REASON_REQUIRED = _("Write why the question is changed.")
ONE_LINE = 200  # characters; a longer text gets a text area
EMPLOYEE_FIELDS = ("owner",)  # whoever is chosen gets a role that only employees may have
HIDDEN_FIELDS = ("once", "version")  # they concern the form, not the record
# Asked about a question only when it replaces another.
CHANGE_FIELDS = ("reason", "insight", "engagement", "trial")


def formfield(field, **kwargs):
    """Return the form field for a field of a model. ``is_asked``: a gate requires it, although the
    form does not.
    """
    made = _formfield(field, **kwargs)
    made.is_asked = field.name in FIELDS_A_GATE_REQUIRES.get(field.model._meta.label, ())
    return made


def _formfield(field, **kwargs):
    if isinstance(field, ArrayField):
        return _several(field)
    if scale := scale_of(field):
        return _on_scale(field, scale)
    if isinstance(field, models.TextField):
        return PlainText(
            label=capfirst(field.verbose_name),
            required=not field.blank,
            max_length=field.max_length,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    if isinstance(field, models.DateField):
        return field.formfield(form_class=DayField, **kwargs)
    if field.choices:
        return _choice(field, **kwargs)
    if isinstance(field, models.URLField):
        return field.formfield(form_class=LinkField, assume_scheme="https", **kwargs)
    if isinstance(field, models.CharField):
        is_long = field.max_length > ONE_LINE
        return PlainText(
            label=capfirst(field.verbose_name),
            required=not field.blank,
            max_length=field.max_length,
            widget=forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput,
        )
    if isinstance(field, models.DecimalField | models.IntegerField):
        return _number(field, **kwargs)
    if isinstance(field, models.ForeignKey) and field.remote_field.model is User:
        return field.formfield(form_class=PersonChoice, **kwargs)
    return field.formfield(**kwargs)


def _number(field, **kwargs):
    """A number that the column can hold."""
    if isinstance(field, models.DecimalField):
        decimals = field.decimal_places
        limits = {"decimals": decimals, "digits": field.max_digits - decimals}
    else:
        least, most = connection.ops.integer_field_range(field.get_internal_type())
        limits = {"min_value": least, "max_value": most}
    return NumberField(
        label=capfirst(field.verbose_name),
        required=not field.blank,
        help_text=field.help_text,
        **limits | kwargs,
    )


def _choice(field, **kwargs):
    """One of the model's choices, with a label for the empty one."""
    made = field.formfield(**kwargs)
    empty = _("Not stated") if field.blank else _("Choose")
    made.choices = [(code, label if code else empty) for code, label in made.choices]
    return made


def _on_scale(field, scale):
    """A number of a scale, with what each means."""
    return forms.TypedChoiceField(
        label=capfirst(field.verbose_name),
        help_text=scale.question,
        choices=[("", _("Choose")), *scale.choices],
        coerce=int,
        empty_value=None,
        required=not field.blank,
        initial=field.default if field.has_default() else None,
    )


def _several(field):
    if not field.base_field.choices:
        return Tags(label=capfirst(field.verbose_name))
    return forms.MultipleChoiceField(
        label=capfirst(field.verbose_name),
        choices=field.base_field.choices,
        required=not field.blank,
        widget=forms.CheckboxSelectMultiple,
    )


def initial_values(row, names) -> dict:
    """Return what the row, or a version of it, has in the named fields of a form."""
    attributes = {field.name: field.attname for field in row._meta.concrete_fields}
    return {name: getattr(row, attributes[name]) for name in names}


class RecordForm(OptionalFieldsMixin, forms.ModelForm):
    """The fields of a record that a person fills in; the action saves it. ``seen`` is the record as
    the form was first shown with it: what differs from that was changed.
    """

    once = OnceToken()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    current_question = None  # shown beside the form of a new version

    def __init__(self, *args, case: Case, user, seen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        if self.instance.pk:
            del self.fields["once"]
            self.initial |= {"version": self.instance.version}
            self.initial |= initial_values(seen or self.instance, self._meta.fields)
        if hasattr(self.instance, "case_id"):
            self.instance.case = case
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._offered(name, field.queryset.model)
                field.empty_label = _("None") if not field.required else _("Choose")
            if name in self._locked and not self._is_overwritten(name, field):
                field.disabled = True

    def _offered(self, name, model):
        """Return what may be chosen: people of the municipality or records of the case, and what
        is chosen now even if it would no longer be offered.
        """
        current_ids = {self.initial.get(name), getattr(self.instance, f"{name}_id", None)}
        if model is User:
            people = User.objects.visible_to(self.user)
            fit = people.employed() if name in EMPLOYEE_FIELDS else people.active()
            offered = fit | people.filter(pk__in=current_ids)
            return offered.select_related("unit").alphabetical()
        records = model.objects.of(self.case)
        if not hasattr(model, "withdrawn_at"):
            return records
        return records.not_withdrawn() | records.filter(pk__in=current_ids)

    @property
    def _locked(self):
        """The fields of the form that can no longer be changed."""
        locked = getattr(self.instance, "locked_fields", ())
        return [name for name in locked if name in self.fields]

    def _is_overwritten(self, name, field):
        """A locked field was changed on a page that was loaded before the field was locked."""
        typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return typed is not None and field.has_changed(self.initial.get(name), typed)

    def clean(self):
        cleaned = super().clean()
        for name in self._locked:
            is_current = (
                cleaned.get("version") == self.instance.version
            )  # else both texts are shown
            if is_current and not self.fields[name].disabled:
                self.add_error(name, LOCKED_MESSAGE)
        return cleaned

    def lock(self):
        """Show the locked fields with their stored values."""
        for name in self._locked:
            self.fields[name].disabled = True

    def validate_constraints(self):
        """Done by the action, which has the whole record."""

    def values_to_save(self) -> dict:
        """Return the values for the action: of a record that is corrected, those that changed."""
        names = set(self.changed_data if self.instance.pk else self.cleaned_data) - set(
            HIDDEN_FIELDS
        )
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class QuestionForm(RecordForm):
    """The innovation question. A new version begins with the text of the current one and gives the
    reason for the change.
    """

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        current = self.current_question = case.questions.newest_first().first()
        if current is None:
            for name in CHANGE_FIELDS:
                del self.fields[name]
            return
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = REASON_REQUIRED
        copied = [name for name in self.fields if name not in (*CHANGE_FIELDS, *HIDDEN_FIELDS)]
        self.initial |= {name: getattr(current, name) for name in copied}


class MeasurementForm(RecordForm):
    """A measurement. A correction begins with the values of the one it corrects; both are kept."""

    corrects = forms.ModelChoiceField(
        queryset=Measurement.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Choose a measurement of this benefit.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pk = self.initial.get("corrects")
        self.corrected = self.fields["corrects"].queryset.filter(pk=pk).first() if pk else None
        if self.corrected:
            self.initial |= {name: getattr(self.corrected, name) for name in self._meta.fields}

    def _offered(self, _name, model):
        return model.objects.of(self.case, "benefit__case")


FORMS = {"question": QuestionForm, "measurement": MeasurementForm}


def form_class(kind: RecordKind) -> type[RecordForm]:
    """The form of a kind of record."""
    made = forms.modelform_factory(
        kind.model,
        form=FORMS.get(kind.code, RecordForm),
        fields=[name for name in kind.fields if name not in kind.separate_page_fields],
        formfield_callback=formfield,
    )
    made.optional_groups = ((_("More"), kind.folded),) if kind.folded else ()
    return made
