"""The forms of a case itself: opening it, editing it, and setting who may see it."""

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import CaseRole
from accounts.forms.fields import DayField, LinkField, OnceToken
from accounts.models import Language, Unit, User
from accounts.text.web_addresses import refuse_sign_in_in
from projects.access import policies
from projects.choices.reference import KOSTRA, SDGS, InnovationType, legal_bases_in_force
from projects.choices.states import Visibility
from projects.forms.fields import (
    GoalChoice,
    PartialDate,
    PersonChoice,
    PlainText,
    Tags,
    UnitChoice,
)
from projects.models import Case
from projects.models.case import ARCHIVE_REFERENCE

NEEDS_PUBLIC_TITLE = (Visibility.COUNCIL, Visibility.PUBLIC)


def kostra_choices():
    """Return the KOSTRA functions by service area, as choices of a select."""
    areas = {}
    for function in KOSTRA.values():
        areas.setdefault(function.area, []).append((function.code, str(function)))
    return [("", _("None")), *areas.items()]


def goal_choices():
    """Return the Sustainable Development Goals in the reader's language."""
    return [(number, str(goal)) for number, goal in SDGS.items()]


def basis_choices():
    """Return the legal bases in force today."""
    in_force = legal_bases_in_force(timezone.localdate())
    return [("", _("None")), *((code, str(basis)) for code, basis in in_force.items())]


class BasicsForm(forms.Form):
    """The basic fields of a case, enough to open one.

    The unit and contact of ``case`` can be chosen even if they are no longer in use. Two queries
    for the choices.
    """

    title = PlainText(label=_("Title"), max_length=200, help_text=_("Short, without codes."))
    summary = PlainText(
        label=_("Summary"),
        required=False,
        max_length=4000,
        help_text=_("What it is about, in a few sentences. Leave out names of users and patients."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    unit = UnitChoice(label=_("Unit"))
    contact = PersonChoice(
        label=_("Contact"),
        queryset=None,
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The person to ask about the case."),
    )
    language = forms.ChoiceField(label=_("Written language"), choices=Language)

    def __init__(self, *args, user, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(user)
        people = User.objects.visible_to(user)
        offered = people.employed()
        open_units = units.open()
        if case:
            offered |= people.filter(pk=case.contact_id)
            open_units |= units.filter(pk=case.unit_id)
        self.fields["unit"].offer(open_units.alphabetical())
        self.fields["contact"].queryset = offered.select_related("unit").alphabetical()

    @property
    def changes(self) -> dict:
        """The fields whose value differs from what the form was first shown with."""
        return {
            name: value for name, value in self.cleaned_data.items() if name in self.changed_data
        }


class NewCaseForm(BasicsForm):
    """A new case. It may be derived from a case whose working texts the user may read."""

    once = OnceToken()
    derived_from = forms.ModelChoiceField(
        queryset=Case.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Start from a case that you may read.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["derived_from"].queryset = Case.objects.working_readable_by(user)
        if policies.can_open_as_owner(user):
            self.fields["role"] = forms.TypedChoiceField(
                label=_("What are you in the case?"),
                choices=[(role, role.label) for role in (CaseRole.OWNER, CaseRole.LEAD)],
                coerce=CaseRole,
                initial=CaseRole.OWNER,
                widget=forms.RadioSelect,
                help_text=_("The owner decides, the lead runs the work. They are two people."),
            )
            self.order_fields(["title", "summary", "role"])


class CaseForm(BasicsForm):
    """All fields of a case that its people edit.

    ``version`` is the version of the case that the form was first shown with, ``seen`` that row.
    """

    template_name = "projects/_case_fields.html"

    version = forms.IntegerField(widget=forms.HiddenInput)
    public_title = PlainText(
        label=_("Public title"),
        required=False,
        max_length=200,
        help_text=_("What the council, the public and stakeholders read instead of the title."),
    )
    start_on = PartialDate(label=_("Start"))
    planned_end_on = PartialDate(label=_("Planned end"))
    actual_end_on = PartialDate(label=_("Actual end"))
    innovation_types = forms.MultipleChoiceField(
        label=_("Kinds of innovation"),
        required=False,
        choices=InnovationType,
        widget=forms.CheckboxSelectMultiple,
    )
    tags = Tags(
        label=_("Tags"),
        help_text=_(
            "Separate tags with commas. A tag that other cases have is spelled as it is there."
        ),
    )
    kostra_function = forms.ChoiceField(
        label=_("KOSTRA function"), required=False, choices=kostra_choices
    )
    sdgs = GoalChoice(label=_("Sustainable Development Goals"), choices=goal_choices)
    link = LinkField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message=_("Write a whole address that begins with https:// or http://."),
            ),
            refuse_sign_in_in,
        ],
        error_messages={"invalid": _("Write a whole address, like https://example.no/project.")},
    )
    archive_reference = PlainText(
        label=_("Archive reference"),
        required=False,
        max_length=20,
        help_text=_("Year and number, as in 2026/1234 or 12/572-2."),
        validators=[
            RegexValidator(
                ARCHIVE_REFERENCE, _("Write year, slash and number: 2026/1234 or 12/572-2.")
            )
        ],
    )

    groups = (
        ("basics", _("What it is"), "title public_title summary unit contact language"),
        ("dates", _("When"), "start_on planned_end_on actual_end_on"),
        ("kinds", _("Kind and subject"), "innovation_types tags kostra_function sdgs"),
        ("places", _("Where to read more"), "link archive_reference"),
    )

    def sections(self):
        """Return the fields in groups: id, heading, fields."""
        return [
            (id_, text, [self[name] for name in names.split()]) for id_, text, names in self.groups
        ]

    def __init__(self, *args, seen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean_version(self):
        if self.seen is None:
            raise forms.ValidationError(
                _("The form does not say which version of the case it began with. Open it again.")
            )
        return self.cleaned_data["version"]

    @property
    def changes(self) -> dict:
        """The fields whose value differs from what the form was first shown with."""
        return {name: value for name, value in super().changes.items() if name != "version"}


def values_of(form_class, case) -> dict:
    """Return the case's values for the fields of the form. ``case`` may be an earlier version."""
    values = {name: getattr(case, name) for name in form_class.base_fields if hasattr(case, name)}
    values |= {"unit": case.unit_id, "contact": case.contact_id}
    return {name: value for name, value in values.items() if name in form_class.base_fields}


class VisibilityForm(forms.Form):
    """Who may see the case. To show it to more people, the user confirms what they will see."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    visibility = forms.ChoiceField(
        label=_("Who may see the case"), choices=Visibility, widget=forms.RadioSelect
    )
    public_title = PlainText(
        label=_("Public title"),
        required=False,
        max_length=200,
        help_text=_("Needed for the council and the public. It replaces the title for them."),
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"),
        required=False,
        choices=basis_choices,
        help_text=_("Only for a case exempt from public access."),
    )
    exempt_until = DayField(
        label=_("Exempt until"),
        required=False,
        help_text=_("Leave empty when the exemption has no end."),
    )
    has_looked = forms.BooleanField(
        label=_("I have read the fields that become visible"), required=False
    )

    def __init__(self, *args, current, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = Visibility(current)

    def clean(self):
        chosen = self.cleaned_data.get("visibility")
        if chosen is None:
            return
        order = list(Visibility)
        is_wider = order.index(Visibility(chosen)) > order.index(self.current)
        if is_wider and not self.cleaned_data["has_looked"]:
            self.add_error(
                "has_looked", _("Read what becomes visible to more people, and tick here.")
            )
        # What is not in cleaned_data has an error of its own already.
        if chosen in NEEDS_PUBLIC_TITLE and self.cleaned_data.get("public_title") == "":
            self.add_error("public_title", _("Write a title that everybody may read."))
        if chosen == Visibility.RESTRICTED and self.cleaned_data.get("legal_basis") == "":
            self.add_error("legal_basis", _("Choose the provision that exempts the case."))
        if chosen != Visibility.RESTRICTED:
            self.cleaned_data |= {"legal_basis": "", "exempt_until": None}
