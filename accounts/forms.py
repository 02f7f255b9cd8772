"""Forms for people, roles, units and the municipality. They check shape; actions check rules."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import policies, theme
from accounts.models import Language, Scope, Sector, Unit, User
from accounts.models.municipality import WRITTEN
from accounts.renderer import DayInput
from accounts.roles import Permission, Role
from accounts.trees import flatten, grow

LAST_YEAR = 2199  # a slip of the finger, not a plan


class UnitField(forms.ModelChoiceField):
    """An open unit of the person's municipality, with the units above it."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), required=False, **kwargs)

    def offer(self, user, *, kept=None, without=()):
        """Offer the open units, and the one that is held already; ask the database once."""
        units = list(Unit.objects.visible_to(user).alphabetical())
        held = [u for u in units if u.closed_at is None or u.pk == kept]
        branches = flatten(grow(unit for unit in held if unit.pk not in without))
        self.queryset = Unit.objects.visible_to(user).filter(
            pk__in=[branch.unit.pk for branch in branches]
        )
        self.choices = [
            ("", _("None")),
            *((branch.unit.pk, branch.path) for branch in branches),
        ]


class EditForm(forms.Form):
    """A form about a row that exists. ``seen`` is the version of the row it was first shown with,
    so that what one did not touch is not written back over a colleague's change; None when the
    form names no version.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, seen, initial=None, **kwargs):
        first = {name: getattr(seen, name, None) for name in self.base_fields}
        first["version"] = getattr(seen, "pgh_id", None)
        super().__init__(*args, initial=first | (initial or {}), **kwargs)
        self.seen = seen

    def clean_version(self):
        if self.seen is None:
            raise ValidationError(_("The form does not say what it began with. Open it again."))
        return self.cleaned_data["version"]

    @property
    def changes(self) -> dict:
        """What was changed on the page."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


class PersonForm(forms.Form):
    """What is known of a person. ``kept`` is the unit they have already."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The address the person signs in with.")
    )
    unit = UnitField(label=_("Unit"))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As the municipality")), *Language.choices],
        required=False,
    )

    def __init__(self, *args, by, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(by, kept=kept)


class EditPersonForm(EditForm, PersonForm):
    """What is known of a person who is here."""


class NewPersonForm(PersonForm):
    """A new person, with the role they get from now on."""

    role = forms.ChoiceField(label=_("Role in the municipality"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        self.fields["role"].choices = [
            ("", _("None: takes part in single cases only")),
            *((role.value, role.label) for role in policies.givable_roles(by)),
        ]

    def clean_role(self):
        return Role(self.cleaned_data["role"]) if self.cleaned_data["role"] else None


class GiveRoleForm(forms.Form):
    """A role and its first and last day; days become moments in Oslo time."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("First day"),
        widget=DayInput,
        required=False,
        help_text=_("Leave it empty to begin now."),
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=DayInput,
        required=False,
        help_text=_("Leave it empty when no end is planned."),
    )

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def clean_role(self):
        return Role(self.cleaned_data["role"])

    def clean_since(self):
        day = _coming(self.cleaned_data["since"])
        return _midnight(day) if day and day > timezone.localdate() else None

    def clean_until(self):
        day = _coming(self.cleaned_data["until"])
        return _midnight(day + timedelta(days=1)) if day else None


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = UnitField(label=_("Part of"))
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.OTHER)

    def __init__(self, *args, by, unit=None, **kwargs):
        without = ()
        if unit:
            below = Unit.objects.visible_to(by).with_descendants([unit.code])
            without = set(below.values_list("pk", flat=True))
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(by, kept=unit and unit.parent_id, without=without)


class EditUnitForm(EditForm, UnitForm):
    """A unit that is here."""


class MunicipalityForm(forms.Form):
    """What the municipality has chosen for all its people."""

    language = forms.ChoiceField(
        label=_("Written language"),
        choices=[(language.value, language.label) for language in WRITTEN],
        widget=forms.RadioSelect,
        help_text=_("People see this language until they choose their own."),
    )
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        help_text=format_lazy(
            _("# and six digits from 0 to 9 and a to f, such as {example}."),
            example=theme.DEFAULT_COLOUR,
        ),
    )
    shows_exempt_count = forms.BooleanField(
        label=_("Reports say how many cases are exempt from public access"), required=False
    )
    single_handed = forms.BooleanField(
        label=_("One person may both propose and decide a gate"),
        required=False,
        help_text=_("For a small municipality. Every such decision says that one person made it."),
    )

    def clean_colour(self):
        colour = self.cleaned_data["colour"].strip().lower()
        colour = colour if colour.startswith("#") else f"#{colour}"
        try:
            theme.parse(colour)
        except ValueError as error:
            raise ValidationError(
                _("Write the colour as # and six digits from 0 to 9 and a to f.")
            ) from error
        return colour


class OwnForm(forms.Form):
    """What a person changes of their own."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As the municipality")), *Language.choices],
        required=False,
    )


class PeopleFilterForm(forms.Form):
    """How the list of people is narrowed. What it does not know is refused, never ignored."""

    q = forms.CharField(
        label=_("Name or e-mail"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("All roles")), *Role.choices, ("none", _("No role"))],
        required=False,
    )
    active = forms.ChoiceField(
        label=_("May sign in"),
        choices=[("", _("All")), ("yes", _("May sign in")), ("no", _("May not sign in"))],
        required=False,
    )

    def clean(self):
        unknown = sorted(self.data.keys() - self.fields.keys() - {"page"})
        if unknown:
            raise ValidationError(
                _("The list cannot be narrowed by “%(name)s”."), params={"name": unknown[0][:60]}
            )


def _coming(day):
    if day and day < timezone.localdate():
        raise ValidationError(_("Choose today or a later day."))
    if day and day.year > LAST_YEAR:
        raise ValidationError(_("Choose a day before the year %(year)d.") % {"year": LAST_YEAR})
    return day


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class TokenForm(forms.Form):
    """A new token: for oneself, or for anybody where one manages roles."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=100, help_text=_("For example: the yearly report")
    )
    user = forms.ModelChoiceField(label=_("Acts for"), queryset=User.objects.none())
    scopes = forms.ChoiceField(
        label=_("May be used to"),
        choices=[(Scope.READ, _("Read")), (Scope.WRITE, _("Read and write"))],
        widget=forms.RadioSelect,
        initial=Scope.READ,
    )
    days = forms.IntegerField(label=_("Days it lasts"), min_value=1, max_value=365, initial=90)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(by).active().alphabetical()
        if not by.may(Permission.MANAGE_ROLES):
            people = people.filter(pk=by.pk)
        self.fields["user"].queryset = people
        self.fields["user"].initial = by

    def clean_scopes(self):
        """The action takes a list; writing includes reading."""
        return [Scope(self.cleaned_data["scopes"])]
