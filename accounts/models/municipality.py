"""The municipality (the tenant), its county and its units."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from accounts.querysets.units import MunicipalityQuerySet, UnitQuerySet


class Language(models.TextChoices):
    """A written language of the screen and of texts."""

    BOKMAL = "nb", "Bokmål"
    NYNORSK = "nn", "Nynorsk"
    ENGLISH = "en", "English"


# The written languages a municipality may choose; a person may also choose English.
MUNICIPALITY_LANGUAGES = (Language.BOKMAL, Language.NYNORSK)


class Sector(models.TextChoices):
    """A municipal sector; the first five follow Innovasjonsbarometeret."""

    HEALTH = "helse_omsorg", _("Health and care")
    EDUCATION = "oppvekst_utdanning", _("Childhood and education")
    SOCIAL = "sosial", _("Social services")
    CULTURE = "kultur", _("Culture")
    TECHNICAL = "teknisk", _("Technical services")
    ADMINISTRATION = "administrasjon", _("Administration")
    OTHER = "annet", _("Other")


class County(CleanedModel):
    """A county of the division in force since 2024-01-01."""

    number = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_county_number_is_two_digits", condition=Q(number__regex=r"^\d{2}$")
            )
        ]
        verbose_name_plural = "counties"

    def __str__(self):
        return self.name


@pghistory.track()
class Municipality(CleanedModel):
    """A municipality. Every other row belongs to exactly one."""

    number = models.CharField(_("municipality number"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=100)
    county = models.ForeignKey(County, models.PROTECT, verbose_name=_("county"))
    language = models.CharField(
        _("written language"),
        max_length=2,
        choices=[(language.value, language.label) for language in MUNICIPALITY_LANGUAGES],
        default=Language.BOKMAL,
    )
    colour = models.CharField(_("colour"), max_length=7, default="#12507b")
    shows_exempt_count = models.BooleanField(
        _("reports say how many cases are exempt"), default=False
    )
    single_handed = models.BooleanField(
        _("one person may both propose and decide a gate"), default=False
    )
    opened_at = models.DateTimeField(_("in use since"), null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_municipality_number_is_four_digits",
                condition=Q(number__regex=r"^\d{4}$"),
            ),
            models.CheckConstraint(
                name="accounts_municipality_colour_is_hex",
                condition=Q(colour__regex=r"^#[0-9a-f]{6}$"),
            ),
            models.CheckConstraint(
                name="accounts_municipality_language_is_known",
                condition=Q(language__in=MUNICIPALITY_LANGUAGES),
            ),
        ]
        triggers = [KeepsClean(name="municipality_keeps_clean")]
        verbose_name_plural = "municipalities"

    def __str__(self):
        return self.name


@pghistory.track()
class Unit(CleanedModel):
    """An organisational unit in the municipality's tree."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="units")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, default=Sector.OTHER)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="accounts_unit_code_is_unique_in_municipality",
                fields=["municipality", "code"],
            ),
            models.CheckConstraint(
                name="accounts_unit_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message=_("Give the unit a name."),
            ),
            models.CheckConstraint(
                name="accounts_unit_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
            ),
            models.CheckConstraint(
                name="accounts_unit_sector_is_known", condition=Q(sector__in=Sector.values)
            ),
        ]
        triggers = [
            KeepsClean(name="unit_keeps_clean"),
            pgtrigger.Protect(name="unit_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="unit_keeps_code_and_municipality", fields=["code", "municipality"]
            ),
            pgtrigger.Trigger(
                name="unit_is_not_below_itself",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("above", "bigint"), ("ours", "bigint")],
                func="""
                    above := NEW.parent_id;
                    WHILE above IS NOT NULL LOOP
                        IF above = NEW.id THEN
                            RAISE check_violation USING MESSAGE = 'a unit cannot be below itself';
                        END IF;
                        SELECT parent_id, municipality_id INTO above, ours
                        FROM accounts_unit WHERE id = above;
                        IF ours IS DISTINCT FROM NEW.municipality_id THEN
                            RAISE check_violation USING MESSAGE = 'units of two municipalities';
                        END IF;
                    END LOOP;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.name
