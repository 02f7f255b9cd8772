"""The records of the SLIK method, gates, and what a case says of itself."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from projects.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_single_handed"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("projects", "0007_search_words"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="phasevisit",
            name="visit_entry_is_fixed",
        ),
        Together(
            [
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(max_length=4000, verbose_name="description"),
                        ),
                        (
                            "entry_point",
                            models.CharField(
                                choices=[
                                    (
                                        "burning_platform",
                                        "Burning platform: something critical has happened",
                                    ),
                                    ("known_challenge", "Known challenge, unknown solution"),
                                    ("renewal", "Renewal of something we already do"),
                                ],
                                max_length=16,
                                verbose_name="entry point",
                            ),
                        ),
                        (
                            "horizon",
                            models.CharField(
                                blank=True,
                                choices=[("acute", "Acute"), ("long_term", "Long-term")],
                                max_length=9,
                                verbose_name="horizon",
                            ),
                        ),
                        (
                            "extent",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("bounded", "Bounded"),
                                    ("community", "The whole local community"),
                                ],
                                max_length=9,
                                verbose_name="extent",
                            ),
                        ),
                        (
                            "who_is_affected",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="who is affected"
                            ),
                        ),
                        (
                            "causes",
                            models.TextField(blank=True, max_length=2000, verbose_name="causes"),
                        ),
                        (
                            "consequences",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="consequences"
                            ),
                        ),
                        (
                            "expected_development",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="expected development"
                            ),
                        ),
                        (
                            "open_for_cocreation",
                            models.BooleanField(default=False, verbose_name="open for co-creation"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="accounts.municipality",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_challenge_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("description__regex", "\\S")),
                                name="projects_challenge_description_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "entry_point__in",
                                        ["", "burning_platform", "known_challenge", "renewal"],
                                    )
                                ),
                                name="projects_challenge_entry_point_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("horizon__in", ["", "acute", "long_term"])),
                                name="projects_challenge_horizon_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("extent__in", ["", "bounded", "community"])),
                                name="projects_challenge_extent_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("description"), 4000
                                ),
                                name="projects_challenge_description_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("who_is_affected"), 2000
                                ),
                                name="projects_challenge_who_is_affected_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("causes"), 2000
                                ),
                                name="projects_challenge_causes_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("consequences"), 2000
                                ),
                                name="projects_challenge_consequences_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("expected_development"),
                                    2000,
                                ),
                                name="projects_challenge_expected_development_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_challenge_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChallengeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(max_length=4000, verbose_name="description"),
                        ),
                        (
                            "entry_point",
                            models.CharField(
                                choices=[
                                    (
                                        "burning_platform",
                                        "Burning platform: something critical has happened",
                                    ),
                                    ("known_challenge", "Known challenge, unknown solution"),
                                    ("renewal", "Renewal of something we already do"),
                                ],
                                max_length=16,
                                verbose_name="entry point",
                            ),
                        ),
                        (
                            "horizon",
                            models.CharField(
                                blank=True,
                                choices=[("acute", "Acute"), ("long_term", "Long-term")],
                                max_length=9,
                                verbose_name="horizon",
                            ),
                        ),
                        (
                            "extent",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("bounded", "Bounded"),
                                    ("community", "The whole local community"),
                                ],
                                max_length=9,
                                verbose_name="extent",
                            ),
                        ),
                        (
                            "who_is_affected",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="who is affected"
                            ),
                        ),
                        (
                            "causes",
                            models.TextField(blank=True, max_length=2000, verbose_name="causes"),
                        ),
                        (
                            "consequences",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="consequences"
                            ),
                        ),
                        (
                            "expected_development",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="expected development"
                            ),
                        ),
                        (
                            "open_for_cocreation",
                            models.BooleanField(default=False, verbose_name="open for co-creation"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.municipality",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.challenge",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FormalDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("administrative", "Administrative"),
                                    ("political", "Political"),
                                ],
                                max_length=14,
                                verbose_name="level",
                            ),
                        ),
                        ("body", models.CharField(max_length=200, verbose_name="decided by")),
                        ("met_on", models.DateField(verbose_name="date")),
                        (
                            "number",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="political case number"
                            ),
                        ),
                        (
                            "archive_reference",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="archive reference"
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("briefing", "Briefing"),
                                    ("principle", "Decision in principle"),
                                    ("funding", "Grant of money"),
                                    ("choice", "Choice of what to try"),
                                    ("implementation", "Put into operation"),
                                    ("stop", "Stop"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "recommendation",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="recommendation"
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="text of the decision"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("adopted", "Adopted"),
                                    ("amended", "Adopted with changes"),
                                    ("postponed", "Postponed"),
                                    ("rejected", "Not adopted"),
                                    ("noted", "Taken note of"),
                                ],
                                max_length=9,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="deadline"),
                        ),
                        (
                            "follow_up",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("under_way", "Under way"),
                                    ("done", "Done"),
                                    ("lapsed", "Lapsed"),
                                ],
                                default="open",
                                max_length=9,
                                verbose_name="follow-up",
                            ),
                        ),
                        (
                            "follow_up_note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what is done"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="formal_decisions",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["case", "id"], name="formaldecision_case")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("body__regex", "\\S")),
                                name="projects_formaldecision_body_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_formaldecision_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__in", ["", "administrative", "political"])
                                ),
                                name="projects_formaldecision_level_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "",
                                            "briefing",
                                            "principle",
                                            "funding",
                                            "choice",
                                            "implementation",
                                            "stop",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_formaldecision_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "",
                                            "adopted",
                                            "amended",
                                            "postponed",
                                            "rejected",
                                            "noted",
                                        ],
                                    )
                                ),
                                name="projects_formaldecision_outcome_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("follow_up__in", ["", "open", "under_way", "done", "lapsed"])
                                ),
                                name="projects_formaldecision_follow_up_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("recommendation"), 4000
                                ),
                                name="projects_formaldecision_recommendation_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("text"), 4000
                                ),
                                name="projects_formaldecision_text_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", ""),
                                    (
                                        "number__regex",
                                        "^([A-ZÆØÅa-zæøå]{1,6} )?\\d{1,4}/\\d{2}(\\d{2})?$",
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_formaldecision_number_is_number_and_year",
                                violation_error_message="Write the number as PS 61/06 or 51/2019.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "archive_reference__regex",
                                        "^(\\d{2}(\\d{2})?/\\d{1,6}(-\\d{1,4})?)?$",
                                    )
                                ),
                                name="projects_formaldecision_archive_reference_is_year_and_number",
                                violation_error_message="Write the archive reference as 2026/1234 or 12/572-2.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_formaldecision_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateProposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "gate",
                            models.CharField(
                                choices=[
                                    ("g1", "Gate 1: from what to who"),
                                    ("g2", "Gate 2: from who to system"),
                                    ("g3", "Gate 3: from system to use"),
                                    ("g4", "Gate 4: from use to refine"),
                                    ("close", "Closing: the case is completed"),
                                ],
                                max_length=5,
                                verbose_name="gate",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="why now")),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_proposals",
                                to="projects.case",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason__regex", "\\S")),
                                name="projects_gateproposal_reason_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gate__in", ["", "g1", "g2", "g3", "g4", "close"])
                                ),
                                name="projects_gateproposal_gate_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("reason"), 2000
                                ),
                                name="projects_gateproposal_reason_at_most_2000",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("case",),
                                name="projects_gateproposal_one_open_per_case",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "occasion",
                            models.CharField(
                                choices=[
                                    ("start", "Start"),
                                    ("gate", "Before a gate"),
                                    ("routine", "Routine"),
                                    ("after_trial", "After a trial"),
                                ],
                                max_length=11,
                                verbose_name="occasion",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="deadline")),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assessors",
                            models.ManyToManyField(
                                related_name="assessment_rounds",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="assessors",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment_rounds",
                                to="projects.case",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "occasion__in",
                                        ["", "start", "gate", "routine", "after_trial"],
                                    )
                                ),
                                name="projects_assessmentround_occasion_is_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("case",),
                                name="projects_assessmentround_one_open_per_case",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SuccessAssessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("assessed_on", models.DateField(verbose_name="date")),
                        (
                            "occasion",
                            models.CharField(
                                choices=[
                                    ("start", "Start"),
                                    ("gate", "Before a gate"),
                                    ("routine", "Routine"),
                                    ("after_trial", "After a trial"),
                                ],
                                max_length=11,
                                verbose_name="occasion",
                            ),
                        ),
                        ("is_individual", models.BooleanField(default=False)),
                        (
                            "note",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what was said"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="projects.case",
                            ),
                        ),
                        (
                            "participants",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who took part",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="projects.assessmentround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["case", "-assessed_on", "-id"], name="success_case"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "occasion__in",
                                        ["", "start", "gate", "routine", "after_trial"],
                                    )
                                ),
                                name="projects_successassessment_occasion_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("note"), 2000
                                ),
                                name="projects_successassessment_note_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_individual", False),
                                    ("round__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_successassessment_individual_belongs_to_a_round",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_individual", True)),
                                fields=("round", "by"),
                                name="projects_successassessment_one_per_person_and_round",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_individual", False)),
                                fields=("round",),
                                name="projects_successassessment_one_agreed_per_round",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "gate",
                            models.CharField(
                                choices=[
                                    ("g1", "Gate 1: from what to who"),
                                    ("g2", "Gate 2: from who to system"),
                                    ("g3", "Gate 3: from system to use"),
                                    ("g4", "Gate 4: from use to refine"),
                                    ("close", "Closing: the case is completed"),
                                ],
                                max_length=5,
                                verbose_name="gate",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("go", "Go on"),
                                    ("go_with_exceptions", "Go on, with conditions"),
                                    ("rework", "Work more first"),
                                    ("decline", "Not now"),
                                ],
                                max_length=18,
                                verbose_name="decision",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                        ("decided_on", models.DateField(verbose_name="date")),
                        ("role", models.CharField(max_length=13, verbose_name="decided as")),
                        (
                            "single_handed",
                            models.BooleanField(
                                default=False, verbose_name="proposed and decided by one person"
                            ),
                        ),
                        ("criteria", models.JSONField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_decisions",
                                to="projects.case",
                            ),
                        ),
                        (
                            "formal_decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_decisions",
                                to="projects.formaldecision",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="projects.gateproposal",
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_decisions",
                                to="projects.successassessment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "-id"], name="gatedecision_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason__regex", "\\S")),
                                name="projects_gatedecision_reason_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gate__in", ["", "g1", "g2", "g3", "g4", "close"])
                                ),
                                name="projects_gatedecision_gate_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        ["", "go", "go_with_exceptions", "rework", "decline"],
                                    )
                                ),
                                name="projects_gatedecision_outcome_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("reason"), 2000
                                ),
                                name="projects_gatedecision_reason_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("by", models.F("proposed_by")), ("single_handed", True)
                                    ),
                                    models.Q(
                                        ("single_handed", False),
                                        models.Q(("by", models.F("proposed_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_gatedecision_takes_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Condition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=30)),
                        (
                            "reason",
                            models.TextField(max_length=1000, verbose_name="why it is accepted"),
                        ),
                        ("action", models.CharField(max_length=300, verbose_name="what is done")),
                        ("due_on", models.DateField(verbose_name="deadline")),
                        ("met_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "met_note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="how it was met"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "met_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conditions",
                                to="projects.gatedecision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["decision", "id"], name="condition_decision")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason__regex", "\\S")),
                                name="projects_condition_reason_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("action__regex", "\\S")),
                                name="projects_condition_action_is_written",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("reason"), 1000
                                ),
                                name="projects_condition_reason_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("met_at", None), ("met_by", None), ("met_note", "")),
                                    models.Q(
                                        ("met_at__isnull", False),
                                        ("met_by__isnull", False),
                                        ("met_note__regex", "\\S"),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_condition_met_says_when_how_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hours", "Hours"),
                                    ("purchase", "Purchase"),
                                    ("investment", "Investment"),
                                    ("operation", "Operation"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        (
                            "amount",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="amount (kroner)"
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="hours"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(blank=True, max_length=200, verbose_name="what for"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="costs",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="cost_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["", "hours", "purchase", "investment", "operation"],
                                    )
                                ),
                                name="projects_cost_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__isnull", False),
                                    ("hours__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_cost_says_kroner_or_hours",
                                violation_error_message="Write an amount or a number of hours.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_cost_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CostEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hours", "Hours"),
                                    ("purchase", "Purchase"),
                                    ("investment", "Investment"),
                                    ("operation", "Operation"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        (
                            "amount",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="amount (kroner)"
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="hours"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(blank=True, max_length=200, verbose_name="what for"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.cost",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("text", models.CharField(max_length=200, verbose_name="criterion")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(default=1, verbose_name="weight"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="criteria",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="criterion_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text__regex", "\\S")),
                                name="projects_criterion_text_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__range", (1, 3))),
                                name="projects_criterion_weight_is_1_to_3",
                                violation_error_message="Choose a weight from 1 to 3.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_criterion_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriterionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("text", models.CharField(max_length=200, verbose_name="criterion")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(default=1, verbose_name="weight"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.criterion",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Stakeholder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Person"),
                                    ("group", "Group"),
                                    ("organisation", "Organisation"),
                                    ("unit", "Unit"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=200, verbose_name="name or designation"),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("management", "Management"),
                                    ("user", "User"),
                                    ("supplier", "Supplier"),
                                    ("premise_setter", "Sets premises"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                                verbose_name="category",
                            ),
                        ),
                        (
                            "subgroup",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("politician", "Politician"),
                                    ("employee", "Staff"),
                                    ("union", "Employee representative"),
                                    ("inhabitant", "Inhabitant"),
                                    ("relative", "Relative"),
                                    ("voluntary", "Voluntary organisation"),
                                    ("business", "Business"),
                                    ("research", "Research"),
                                    ("state", "The state"),
                                    ("municipality", "Another municipality"),
                                ],
                                max_length=12,
                                verbose_name="subgroup",
                            ),
                        ),
                        (
                            "is_external",
                            models.BooleanField(
                                default=False, verbose_name="outside the municipality"
                            ),
                        ),
                        (
                            "is_problem_owner",
                            models.BooleanField(default=False, verbose_name="owns the problem"),
                        ),
                        (
                            "relation",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="relation to the case"
                            ),
                        ),
                        (
                            "point_of_view",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="how they see it, in their words",
                            ),
                        ),
                        (
                            "left_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="no longer concerned from"
                            ),
                        ),
                        (
                            "left_because",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why no longer"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stakeholders",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="stakeholder_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name__regex", "\\S")),
                                name="projects_stakeholder_name_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["", "person", "group", "organisation", "unit"])
                                ),
                                name="projects_stakeholder_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "category__in",
                                        [
                                            "",
                                            "management",
                                            "user",
                                            "supplier",
                                            "premise_setter",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_stakeholder_category_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "subgroup__in",
                                        [
                                            "",
                                            "politician",
                                            "employee",
                                            "union",
                                            "inhabitant",
                                            "relative",
                                            "voluntary",
                                            "business",
                                            "research",
                                            "state",
                                            "municipality",
                                        ],
                                    )
                                ),
                                name="projects_stakeholder_subgroup_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("point_of_view"), 2000
                                ),
                                name="projects_stakeholder_point_of_view_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_stakeholder_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiffusionAssessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "target_group",
                            models.CharField(max_length=200, verbose_name="target group"),
                        ),
                        (
                            "is_main",
                            models.BooleanField(
                                default=False, verbose_name="the main target group"
                            ),
                        ),
                        (
                            "relative_advantage",
                            models.PositiveSmallIntegerField(verbose_name="relative advantage"),
                        ),
                        ("compatibility", models.PositiveSmallIntegerField(verbose_name="fits in")),
                        ("complexity", models.PositiveSmallIntegerField(verbose_name="complexity")),
                        (
                            "trialability",
                            models.PositiveSmallIntegerField(verbose_name="can be tried"),
                        ),
                        (
                            "observability",
                            models.PositiveSmallIntegerField(verbose_name="can be seen to work"),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="diffusion_assessments",
                                to="projects.case",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="diffusion_assessments",
                                to="projects.stakeholder",
                                verbose_name="stakeholder",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "-id"], name="diffusion_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("target_group__regex", "\\S")),
                                name="projects_diffusionassessment_target_group_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason__regex", "\\S")),
                                name="projects_diffusionassessment_reason_is_written",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("reason"), 2000
                                ),
                                name="projects_diffusionassessment_reason_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("compatibility__range", (1, 5)),
                                    ("complexity__range", (1, 5)),
                                    ("observability__range", (1, 5)),
                                    ("relative_advantage__range", (1, 5)),
                                    ("trialability__range", (1, 5)),
                                ),
                                name="projects_diffusionassessment_scores_are_1_to_5",
                                violation_error_message="Choose scores from 1 to 5.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Engagement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("cocreation", "Co-creation"),
                                    ("interview", "Interview"),
                                    ("workshop", "Workshop"),
                                    ("hearing", "Hearing"),
                                    ("public_meeting", "Public meeting"),
                                    ("user_panel", "User panel"),
                                    ("test", "Test"),
                                ],
                                max_length=14,
                                verbose_name="form",
                            ),
                        ),
                        (
                            "degree",
                            models.CharField(
                                choices=[
                                    ("informed", "Informed"),
                                    ("consulted", "Consulted"),
                                    ("involved", "Involved"),
                                    ("cocreated", "Co-created"),
                                ],
                                max_length=9,
                                verbose_name="degree",
                            ),
                        ),
                        ("groups", models.CharField(max_length=300, verbose_name="who took part")),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of participants"
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="date")),
                        (
                            "input",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="what they said"
                            ),
                        ),
                        (
                            "what_we_did",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what we did with it"
                            ),
                        ),
                        (
                            "is_shared",
                            models.BooleanField(
                                default=False, verbose_name="shared with stakeholders"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="engagements",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="engagement_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("groups__regex", "\\S")),
                                name="projects_engagement_groups_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "form__in",
                                        [
                                            "",
                                            "cocreation",
                                            "interview",
                                            "workshop",
                                            "hearing",
                                            "public_meeting",
                                            "user_panel",
                                            "test",
                                        ],
                                    )
                                ),
                                name="projects_engagement_form_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "degree__in",
                                        ["", "informed", "consulted", "involved", "cocreated"],
                                    )
                                ),
                                name="projects_engagement_degree_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("input"), 4000
                                ),
                                name="projects_engagement_input_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("what_we_did"), 2000
                                ),
                                name="projects_engagement_what_we_did_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_shared", False),
                                    ("what_we_did__regex", "\\S"),
                                    _connector="OR",
                                ),
                                name="projects_engagement_shared_says_what_we_did",
                                violation_error_message="Write what you did with it before you share it: those who took part want to know.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_engagement_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EngagementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("cocreation", "Co-creation"),
                                    ("interview", "Interview"),
                                    ("workshop", "Workshop"),
                                    ("hearing", "Hearing"),
                                    ("public_meeting", "Public meeting"),
                                    ("user_panel", "User panel"),
                                    ("test", "Test"),
                                ],
                                max_length=14,
                                verbose_name="form",
                            ),
                        ),
                        (
                            "degree",
                            models.CharField(
                                choices=[
                                    ("informed", "Informed"),
                                    ("consulted", "Consulted"),
                                    ("involved", "Involved"),
                                    ("cocreated", "Co-created"),
                                ],
                                max_length=9,
                                verbose_name="degree",
                            ),
                        ),
                        ("groups", models.CharField(max_length=300, verbose_name="who took part")),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of participants"
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="date")),
                        (
                            "input",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="what they said"
                            ),
                        ),
                        (
                            "what_we_did",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what we did with it"
                            ),
                        ),
                        (
                            "is_shared",
                            models.BooleanField(
                                default=False, verbose_name="shared with stakeholders"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.engagement",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FactorScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "factor",
                            models.CharField(
                                choices=[
                                    ("need", "Need"),
                                    ("value", "The solution’s value"),
                                    ("team", "Team"),
                                    ("champion", "Champion"),
                                    ("anchoring", "Anchoring"),
                                ],
                                max_length=9,
                                verbose_name="factor",
                            ),
                        ),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="score"
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=1000, verbose_name="why"),
                        ),
                        (
                            "measure",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="next measure"
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="deadline"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible",
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="factors",
                                to="projects.successassessment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "factor__in",
                                        ["", "need", "value", "team", "champion", "anchoring"],
                                    )
                                ),
                                name="projects_factorscore_factor_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("reason"), 1000
                                ),
                                name="projects_factorscore_reason_at_most_1000",
                            ),
                            models.UniqueConstraint(
                                fields=("assessment", "factor"),
                                name="projects_factorscore_one_per_factor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score", None), ("score__range", (0, 5)), _connector="OR"
                                ),
                                name="projects_factorscore_is_0_to_5",
                                violation_error_message="Choose a score from 0 to 5, or not assessed.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score", None),
                                    models.Q(("score__in", [0, 1, 5]), _negated=True),
                                    ("reason__regex", "\\S"),
                                    _connector="OR",
                                ),
                                name="projects_factorscore_extremes_have_a_reason",
                                violation_error_message="Write why: 0, 1 and 5 need a reason.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score", None),
                                    ("score__gte", 2),
                                    models.Q(
                                        ("due_on__isnull", False),
                                        ("measure__regex", "\\S"),
                                        ("responsible__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_factorscore_low_names_the_next_measure",
                                violation_error_message="0 and 1 need a next measure, somebody responsible and a deadline.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on", None),
                                    models.Q(("measure", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_factorscore_deadline_is_of_a_measure",
                                violation_error_message="Write the measure the deadline is for.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Figure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("figure", models.CharField(max_length=60, verbose_name="figure")),
                        ("meaning", models.CharField(max_length=300, verbose_name="what it says")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("on", models.DateField(blank=True, null=True, verbose_name="date")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="figure_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("figure__regex", "\\S")),
                                name="projects_figure_figure_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("meaning__regex", "\\S")),
                                name="projects_figure_meaning_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__regex", "\\S")),
                                name="projects_figure_source_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_figure_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FigureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("figure", models.CharField(max_length=60, verbose_name="figure")),
                        ("meaning", models.CharField(max_length=300, verbose_name="what it says")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("on", models.DateField(blank=True, null=True, verbose_name="date")),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.figure",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FormalDecisionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("administrative", "Administrative"),
                                    ("political", "Political"),
                                ],
                                max_length=14,
                                verbose_name="level",
                            ),
                        ),
                        ("body", models.CharField(max_length=200, verbose_name="decided by")),
                        ("met_on", models.DateField(verbose_name="date")),
                        (
                            "number",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="political case number"
                            ),
                        ),
                        (
                            "archive_reference",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="archive reference"
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("briefing", "Briefing"),
                                    ("principle", "Decision in principle"),
                                    ("funding", "Grant of money"),
                                    ("choice", "Choice of what to try"),
                                    ("implementation", "Put into operation"),
                                    ("stop", "Stop"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "recommendation",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="recommendation"
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="text of the decision"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("adopted", "Adopted"),
                                    ("amended", "Adopted with changes"),
                                    ("postponed", "Postponed"),
                                    ("rejected", "Not adopted"),
                                    ("noted", "Taken note of"),
                                ],
                                max_length=9,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="deadline"),
                        ),
                        (
                            "follow_up",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("under_way", "Under way"),
                                    ("done", "Done"),
                                    ("lapsed", "Lapsed"),
                                ],
                                default="open",
                                max_length=9,
                                verbose_name="follow-up",
                            ),
                        ),
                        (
                            "follow_up_note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what is done"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.formaldecision",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Funding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("own", "Own means"),
                                    ("fund", "Innovation fund"),
                                    ("project_grant", "State governor’s project grant"),
                                    ("klimasats", "Klimasats"),
                                    ("research_council", "Research Council of Norway"),
                                    ("stimulab", "StimuLab"),
                                    ("innovation_norway", "Innovation Norway"),
                                    ("eu", "EU"),
                                    ("husbanken", "Husbanken"),
                                    ("county", "County authority"),
                                    ("other", "Other"),
                                ],
                                max_length=17,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=100, verbose_name="reference"),
                        ),
                        (
                            "applied",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="applied for (kroner)"
                            ),
                        ),
                        (
                            "granted",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="granted (kroner)"
                            ),
                        ),
                        (
                            "paid",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="paid out (kroner)"
                            ),
                        ),
                        (
                            "report_due_on",
                            models.DateField(blank=True, null=True, verbose_name="report due"),
                        ),
                        (
                            "reported_on",
                            models.DateField(blank=True, null=True, verbose_name="reported"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funding",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="funding_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "source__in",
                                        [
                                            "",
                                            "own",
                                            "fund",
                                            "project_grant",
                                            "klimasats",
                                            "research_council",
                                            "stimulab",
                                            "innovation_norway",
                                            "eu",
                                            "husbanken",
                                            "county",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_funding_source_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("applied__isnull", False),
                                    ("granted__isnull", False),
                                    ("paid__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_funding_says_an_amount",
                                violation_error_message="Write how much is applied for, granted or paid out.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_funding_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("own", "Own means"),
                                    ("fund", "Innovation fund"),
                                    ("project_grant", "State governor’s project grant"),
                                    ("klimasats", "Klimasats"),
                                    ("research_council", "Research Council of Norway"),
                                    ("stimulab", "StimuLab"),
                                    ("innovation_norway", "Innovation Norway"),
                                    ("eu", "EU"),
                                    ("husbanken", "Husbanken"),
                                    ("county", "County authority"),
                                    ("other", "Other"),
                                ],
                                max_length=17,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=100, verbose_name="reference"),
                        ),
                        (
                            "applied",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="applied for (kroner)"
                            ),
                        ),
                        (
                            "granted",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="granted (kroner)"
                            ),
                        ),
                        (
                            "paid",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="paid out (kroner)"
                            ),
                        ),
                        (
                            "report_due_on",
                            models.DateField(blank=True, null=True, verbose_name="report due"),
                        ),
                        (
                            "reported_on",
                            models.DateField(blank=True, null=True, verbose_name="reported"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.funding",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ImplementationStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "element",
                            models.CharField(
                                choices=[
                                    ("anchoring", "Anchoring activities towards all stakeholders"),
                                    (
                                        "information",
                                        "Clear information: what, why, and what is expected of each",
                                    ),
                                    ("training", "Training and adaptation in several rounds"),
                                    ("test_runs", "Test runs and adjustment before wide use"),
                                    (
                                        "routines",
                                        "Built into procedures, activity plans and routines",
                                    ),
                                    (
                                        "steering",
                                        "Indicators, roles and responsibility in the steering",
                                    ),
                                    (
                                        "milestones",
                                        "Milestones, and a review after a time in operation",
                                    ),
                                    (
                                        "improvement",
                                        "Continuous improvement, tied to the unit’s yearly cycle",
                                    ),
                                ],
                                max_length=12,
                                verbose_name="element",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("not_started", "Not started"),
                                    ("planned", "Planned"),
                                    ("under_way", "Under way"),
                                    ("done", "Done"),
                                    ("not_relevant", "Not relevant"),
                                ],
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="deadline"),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=1000, verbose_name="note"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="projects.case",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "element__in",
                                        [
                                            "",
                                            "anchoring",
                                            "information",
                                            "training",
                                            "test_runs",
                                            "routines",
                                            "steering",
                                            "milestones",
                                            "improvement",
                                        ],
                                    )
                                ),
                                name="projects_implementationstep_element_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "",
                                            "not_started",
                                            "planned",
                                            "under_way",
                                            "done",
                                            "not_relevant",
                                        ],
                                    )
                                ),
                                name="projects_implementationstep_state_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "element"),
                                name="projects_implementationstep_one_per_element",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "not_relevant"), _negated=True),
                                    ("note__regex", "\\S"),
                                    _connector="OR",
                                ),
                                name="projects_implementationstep_not_relevant_says_why",
                                violation_error_message="Write why it is not relevant here.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_implementationstep_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImplementationStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "element",
                            models.CharField(
                                choices=[
                                    ("anchoring", "Anchoring activities towards all stakeholders"),
                                    (
                                        "information",
                                        "Clear information: what, why, and what is expected of each",
                                    ),
                                    ("training", "Training and adaptation in several rounds"),
                                    ("test_runs", "Test runs and adjustment before wide use"),
                                    (
                                        "routines",
                                        "Built into procedures, activity plans and routines",
                                    ),
                                    (
                                        "steering",
                                        "Indicators, roles and responsibility in the steering",
                                    ),
                                    (
                                        "milestones",
                                        "Milestones, and a review after a time in operation",
                                    ),
                                    (
                                        "improvement",
                                        "Continuous improvement, tied to the unit’s yearly cycle",
                                    ),
                                ],
                                max_length=12,
                                verbose_name="element",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("not_started", "Not started"),
                                    ("planned", "Planned"),
                                    ("under_way", "Under way"),
                                    ("done", "Done"),
                                    ("not_relevant", "Not relevant"),
                                ],
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="deadline"),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=1000, verbose_name="note"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.implementationstep",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Insight",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("interview", "Interview"),
                                    ("observation", "Observation"),
                                    ("data", "Data"),
                                    ("workshop", "Workshop"),
                                    ("input", "Input from inhabitants or staff"),
                                    ("others", "Other municipalities"),
                                    ("literature", "Research and reports"),
                                ],
                                max_length=11,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "finding",
                            models.TextField(max_length=4000, verbose_name="what we found"),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("found_on", models.DateField(blank=True, null=True, verbose_name="date")),
                        ("whose_need", models.CharField(max_length=200, verbose_name="whose need")),
                        (
                            "need",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="the need, in their words"
                            ),
                        ),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of participants"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="insights",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="insight_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_insight_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("finding__regex", "\\S")),
                                name="projects_insight_finding_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__regex", "\\S")),
                                name="projects_insight_source_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("whose_need__regex", "\\S")),
                                name="projects_insight_whose_need_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "",
                                            "interview",
                                            "observation",
                                            "data",
                                            "workshop",
                                            "input",
                                            "others",
                                            "literature",
                                        ],
                                    )
                                ),
                                name="projects_insight_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("finding"), 4000
                                ),
                                name="projects_insight_finding_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("need"), 1000
                                ),
                                name="projects_insight_need_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_insight_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Option",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="description"
                            ),
                        ),
                        (
                            "need",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="the need it meets"
                            ),
                        ),
                        (
                            "approach",
                            models.TextField(blank=True, max_length=1000, verbose_name="approach"),
                        ),
                        (
                            "benefit",
                            models.TextField(blank=True, max_length=1000, verbose_name="benefit"),
                        ),
                        (
                            "cost",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="what it costs"
                            ),
                        ),
                        (
                            "alternatives",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="alternatives to it"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("candidate", "Candidate"),
                                    ("chosen", "Chosen for trial"),
                                    ("rejected", "Not chosen"),
                                    ("parked", "Parked"),
                                ],
                                default="candidate",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=2000, verbose_name="why"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="options",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="option_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_option_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["", "candidate", "chosen", "rejected", "parked"])
                                ),
                                name="projects_option_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("description"), 4000
                                ),
                                name="projects_option_description_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("need"), 1000
                                ),
                                name="projects_option_need_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("approach"), 1000
                                ),
                                name="projects_option_approach_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("benefit"), 1000
                                ),
                                name="projects_option_benefit_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("cost"), 1000
                                ),
                                name="projects_option_cost_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("alternatives"), 1000
                                ),
                                name="projects_option_alternatives_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("reason"), 2000
                                ),
                                name="projects_option_reason_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "candidate"),
                                    ("reason__regex", "\\S"),
                                    _connector="OR",
                                ),
                                name="projects_option_choice_has_a_reason",
                                violation_error_message="Write why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_option_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "hypothesis",
                            models.TextField(
                                max_length=1000, verbose_name="what we believe about the need"
                            ),
                        ),
                        (
                            "question",
                            models.TextField(max_length=1000, verbose_name="what we want to know"),
                        ),
                        ("start_on", models.DateField(verbose_name="start")),
                        ("end_on", models.DateField(blank=True, null=True, verbose_name="end")),
                        (
                            "conclusion",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="conclusion"
                            ),
                        ),
                        (
                            "new_insight",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="what is new about the need",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="projects.case",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="projects.option",
                                verbose_name="the option it tries",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("hypothesis__regex", "\\S")),
                                name="projects_round_hypothesis_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("question__regex", "\\S")),
                                name="projects_round_question_is_written",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("hypothesis"), 1000
                                ),
                                name="projects_round_hypothesis_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("question"), 1000
                                ),
                                name="projects_round_question_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("conclusion"), 2000
                                ),
                                name="projects_round_conclusion_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("new_insight"), 2000
                                ),
                                name="projects_round_new_insight_at_most_2000",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "number"), name="projects_round_is_numbered"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_on", None),
                                    ("end_on__gte", models.F("start_on")),
                                    _connector="OR",
                                ),
                                name="projects_round_ends_after_it_starts",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("conclusion", ""), ("end_on", None)),
                                    models.Q(
                                        ("conclusion__regex", "\\S"), ("end_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_round_concludes_when_it_ends",
                                violation_error_message="A finished round has both an end and a conclusion.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_round_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("prototype", "Prototype"),
                                    ("test", "Test"),
                                    ("pilot", "Pilot"),
                                    ("experiment", "Formal trial"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "hypothesis",
                            models.TextField(max_length=1000, verbose_name="hypothesis"),
                        ),
                        (
                            "success_criterion",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="success criterion"
                            ),
                        ),
                        (
                            "who_tests",
                            models.CharField(blank=True, max_length=300, verbose_name="who tests"),
                        ),
                        (
                            "real_users",
                            models.BooleanField(default=False, verbose_name="real users take part"),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="place"),
                        ),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of participants"
                            ),
                        ),
                        (
                            "planned_start_on",
                            models.DateField(blank=True, null=True, verbose_name="planned start"),
                        ),
                        (
                            "planned_end_on",
                            models.DateField(blank=True, null=True, verbose_name="planned end"),
                        ),
                        (
                            "people",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who is set aside for it"
                            ),
                        ),
                        (
                            "budget",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="money set aside (kroner)"
                            ),
                        ),
                        (
                            "evaluation",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="control group or accompanying evaluation",
                            ),
                        ),
                        (
                            "started_on",
                            models.DateField(blank=True, null=True, verbose_name="started"),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("confirmed", "Confirmed"),
                                    ("partly", "Partly confirmed"),
                                    ("refuted", "Refuted – we learnt something"),
                                    ("inconclusive", "Inconclusive"),
                                    ("broken_off", "Broken off"),
                                ],
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "findings",
                            models.TextField(blank=True, max_length=4000, verbose_name="findings"),
                        ),
                        (
                            "afterwards",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("new_round", "A new round"),
                                    ("change_question", "Change the question"),
                                    ("go_on", "Go on"),
                                    ("stop", "Stop"),
                                ],
                                max_length=15,
                                verbose_name="decision afterwards",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trials",
                                to="projects.case",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trials",
                                to="projects.round",
                                verbose_name="round",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="trial_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_trial_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hypothesis__regex", "\\S")),
                                name="projects_trial_hypothesis_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["", "prototype", "test", "pilot", "experiment"])
                                ),
                                name="projects_trial_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "result__in",
                                        [
                                            "",
                                            "confirmed",
                                            "partly",
                                            "refuted",
                                            "inconclusive",
                                            "broken_off",
                                        ],
                                    )
                                ),
                                name="projects_trial_result_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "afterwards__in",
                                        ["", "new_round", "change_question", "go_on", "stop"],
                                    )
                                ),
                                name="projects_trial_afterwards_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("hypothesis"), 1000
                                ),
                                name="projects_trial_hypothesis_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("success_criterion"),
                                    1000,
                                ),
                                name="projects_trial_success_criterion_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("findings"), 4000
                                ),
                                name="projects_trial_findings_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("planned_start_on", None),
                                    ("planned_end_on", None),
                                    ("planned_end_on__gte", models.F("planned_start_on")),
                                    _connector="OR",
                                ),
                                name="projects_trial_planned_end_is_not_before_planned_start",
                                violation_error_message="The planned end cannot be before the planned start.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("started_on", None),
                                    ("success_criterion__regex", "\\S"),
                                    _connector="OR",
                                ),
                                name="projects_trial_starts_with_a_criterion",
                                violation_error_message="Write the success criterion before the trial starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("afterwards", ""),
                                        ("ended_on", None),
                                        ("findings", ""),
                                        ("result", ""),
                                    ),
                                    models.Q(
                                        ("ended_on__gte", models.F("started_on")),
                                        ("findings__regex", "\\S"),
                                        ("started_on__isnull", False),
                                        models.Q(("result", ""), _negated=True),
                                        models.Q(("afterwards", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_trial_result_has_an_end_and_findings",
                                violation_error_message="A result needs the day the trial ended, findings and what is done next.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_trial_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InnovationQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        (
                            "text",
                            models.CharField(max_length=300, verbose_name="innovation question"),
                        ),
                        (
                            "builds_on_insight",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("partly", "Partly"),
                                    ("no", "No"),
                                    ("not_assessed", "Not assessed"),
                                ],
                                default="not_assessed",
                                max_length=12,
                                verbose_name="builds on insight",
                            ),
                        ),
                        (
                            "holds_a_vision",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("partly", "Partly"),
                                    ("no", "No"),
                                    ("not_assessed", "Not assessed"),
                                ],
                                default="not_assessed",
                                max_length=12,
                                verbose_name="holds a vision",
                            ),
                        ),
                        (
                            "inspires_action",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("partly", "Partly"),
                                    ("no", "No"),
                                    ("not_assessed", "Not assessed"),
                                ],
                                default="not_assessed",
                                max_length=12,
                                verbose_name="inspires action",
                            ),
                        ),
                        (
                            "short_and_clear",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("partly", "Partly"),
                                    ("no", "No"),
                                    ("not_assessed", "Not assessed"),
                                ],
                                default="not_assessed",
                                max_length=12,
                                verbose_name="short and clear",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="why it was changed"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="projects.case",
                            ),
                        ),
                        (
                            "engagement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="projects.engagement",
                                verbose_name="the engagement that triggered it",
                            ),
                        ),
                        (
                            "insight",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="projects.insight",
                                verbose_name="the insight that triggered it",
                            ),
                        ),
                        (
                            "trial",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="projects.trial",
                                verbose_name="the trial that triggered it",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text__regex", "\\S")),
                                name="projects_innovationquestion_text_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "builds_on_insight__in",
                                        ["", "yes", "partly", "no", "not_assessed"],
                                    )
                                ),
                                name="projects_innovationquestion_builds_on_insight_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "holds_a_vision__in",
                                        ["", "yes", "partly", "no", "not_assessed"],
                                    )
                                ),
                                name="projects_innovationquestion_holds_a_vision_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "inspires_action__in",
                                        ["", "yes", "partly", "no", "not_assessed"],
                                    )
                                ),
                                name="projects_innovationquestion_inspires_action_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "short_and_clear__in",
                                        ["", "yes", "partly", "no", "not_assessed"],
                                    )
                                ),
                                name="projects_innovationquestion_short_and_clear_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("reason"), 1000
                                ),
                                name="projects_innovationquestion_reason_at_most_1000",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "number"),
                                name="projects_innovationquestion_is_numbered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1),
                                    models.Q(("number__gte", 2), ("reason__regex", "\\S")),
                                    _connector="OR",
                                ),
                                name="projects_innovationquestion_change_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InsightEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("interview", "Interview"),
                                    ("observation", "Observation"),
                                    ("data", "Data"),
                                    ("workshop", "Workshop"),
                                    ("input", "Input from inhabitants or staff"),
                                    ("others", "Other municipalities"),
                                    ("literature", "Research and reports"),
                                ],
                                max_length=11,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "finding",
                            models.TextField(max_length=4000, verbose_name="what we found"),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("found_on", models.DateField(blank=True, null=True, verbose_name="date")),
                        ("whose_need", models.CharField(max_length=200, verbose_name="whose need")),
                        (
                            "need",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="the need, in their words"
                            ),
                        ),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of participants"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.insight",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("what", "What"),
                                    ("who", "Who"),
                                    ("system", "System"),
                                    ("use", "Put to use"),
                                    ("refine", "Refine"),
                                ],
                                max_length=6,
                                verbose_name="phase",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("success", "Success"),
                                    ("misstep", "Misstep"),
                                    ("surprise", "Surprise"),
                                    ("resistance", "Resistance"),
                                    ("method", "Method"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "happened",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what happened"
                            ),
                        ),
                        (
                            "learnt",
                            models.TextField(max_length=4000, verbose_name="what we learnt"),
                        ),
                        (
                            "advice",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="advice to others"
                            ),
                        ),
                        (
                            "applies_to",
                            models.CharField(blank=True, max_length=300, verbose_name="holds for"),
                        ),
                        (
                            "transferability",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                                max_length=6,
                                verbose_name="transferability",
                            ),
                        ),
                        (
                            "conditions",
                            models.CharField(blank=True, max_length=500, verbose_name="conditions"),
                        ),
                        (
                            "sharing",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("case", "Those who read the case"),
                                    ("municipality", "The whole municipality"),
                                    ("public", "Everybody"),
                                ],
                                max_length=12,
                                verbose_name="shared with",
                            ),
                        ),
                        (
                            "tags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="tags",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "trial",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="projects.trial",
                                verbose_name="learnt from the trial",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="lesson_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_lesson_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("learnt__regex", "\\S")),
                                name="projects_lesson_learnt_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phase__in", ["", "what", "who", "system", "use", "refine"])
                                ),
                                name="projects_lesson_phase_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "",
                                            "success",
                                            "misstep",
                                            "surprise",
                                            "resistance",
                                            "method",
                                        ],
                                    )
                                ),
                                name="projects_lesson_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("transferability__in", ["", "low", "medium", "high"])
                                ),
                                name="projects_lesson_transferability_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sharing__in", ["", "case", "municipality", "public"])
                                ),
                                name="projects_lesson_sharing_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("happened"), 2000
                                ),
                                name="projects_lesson_happened_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("learnt"), 4000
                                ),
                                name="projects_lesson_learnt_at_most_4000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("advice"), 2000
                                ),
                                name="projects_lesson_advice_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_lesson_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LessonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("what", "What"),
                                    ("who", "Who"),
                                    ("system", "System"),
                                    ("use", "Put to use"),
                                    ("refine", "Refine"),
                                ],
                                max_length=6,
                                verbose_name="phase",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("success", "Success"),
                                    ("misstep", "Misstep"),
                                    ("surprise", "Surprise"),
                                    ("resistance", "Resistance"),
                                    ("method", "Method"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "happened",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what happened"
                            ),
                        ),
                        (
                            "learnt",
                            models.TextField(max_length=4000, verbose_name="what we learnt"),
                        ),
                        (
                            "advice",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="advice to others"
                            ),
                        ),
                        (
                            "applies_to",
                            models.CharField(blank=True, max_length=300, verbose_name="holds for"),
                        ),
                        (
                            "transferability",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                                max_length=6,
                                verbose_name="transferability",
                            ),
                        ),
                        (
                            "conditions",
                            models.CharField(blank=True, max_length=500, verbose_name="conditions"),
                        ),
                        (
                            "sharing",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("case", "Those who read the case"),
                                    ("municipality", "The whole municipality"),
                                    ("public", "Everybody"),
                                ],
                                max_length=12,
                                verbose_name="shared with",
                            ),
                        ),
                        (
                            "tags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="tags",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.lesson",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "trial",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.trial",
                                verbose_name="learnt from the trial",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Benefit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200, verbose_name="benefit")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("avoided_cost", "Avoided cost"),
                                    ("saved_time", "Saved time"),
                                    ("quality", "Better quality"),
                                    ("staff", "Staff satisfaction"),
                                    ("influence", "Inhabitants’ influence"),
                                    ("climate", "Climate and environment"),
                                    ("business", "Value for business"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "budget_effect",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("direct", "Direct"),
                                    ("indirect", "Indirect"),
                                    ("none", "None"),
                                ],
                                max_length=8,
                                verbose_name="effect on the budget",
                            ),
                        ),
                        (
                            "for_whom",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("municipality", "The municipality"),
                                        ("state", "The state"),
                                        ("inhabitant", "Inhabitants"),
                                        ("voluntary", "Voluntary organisations"),
                                        ("business", "Business"),
                                        ("other", "Others"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description"
                            ),
                        ),
                        (
                            "preconditions",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="preconditions"
                            ),
                        ),
                        (
                            "indicator",
                            models.CharField(blank=True, max_length=200, verbose_name="indicator"),
                        ),
                        (
                            "measured_in",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="unit of measurement"
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                blank=True,
                                choices=[("up", "Should go up"), ("down", "Should go down")],
                                max_length=4,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=16,
                                null=True,
                                verbose_name="baseline",
                            ),
                        ),
                        (
                            "baseline_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="date of the baseline"
                            ),
                        ),
                        (
                            "baseline_source",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="source of the baseline"
                            ),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=16,
                                null=True,
                                verbose_name="target",
                            ),
                        ),
                        (
                            "target_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="date of the target"
                            ),
                        ),
                        (
                            "is_planned",
                            models.BooleanField(
                                default=True, verbose_name="planned from the start"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "Expected"),
                                    ("under_way", "Under way"),
                                    ("realised", "Realised"),
                                    ("partly", "Partly realised"),
                                    ("not_realised", "Not realised"),
                                    ("dropped", "No longer pursued"),
                                ],
                                default="expected",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "state_reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why that state"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="projects.case",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owned_benefits",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="benefit owner",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="benefit_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_benefit_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "",
                                            "avoided_cost",
                                            "saved_time",
                                            "quality",
                                            "staff",
                                            "influence",
                                            "climate",
                                            "business",
                                        ],
                                    )
                                ),
                                name="projects_benefit_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("budget_effect__in", ["", "direct", "indirect", "none"])
                                ),
                                name="projects_benefit_budget_effect_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("direction__in", ["", "up", "down"])),
                                name="projects_benefit_direction_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "",
                                            "expected",
                                            "under_way",
                                            "realised",
                                            "partly",
                                            "not_realised",
                                            "dropped",
                                        ],
                                    )
                                ),
                                name="projects_benefit_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "for_whom__contained_by",
                                        [
                                            "municipality",
                                            "state",
                                            "inhabitant",
                                            "voluntary",
                                            "business",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_benefit_for_whom_are_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("description"), 2000
                                ),
                                name="projects_benefit_description_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("preconditions"), 2000
                                ),
                                name="projects_benefit_preconditions_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("for_whom__len__gte", 1)),
                                name="projects_benefit_is_for_somebody",
                                violation_error_message="Say whom the benefit is for.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("baseline", None),
                                        ("baseline_on", None),
                                        ("baseline_source", ""),
                                    ),
                                    models.Q(
                                        ("baseline__isnull", False),
                                        ("baseline_on__isnull", False),
                                        ("baseline_source__regex", "\\S"),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_benefit_baseline_has_date_and_source",
                                violation_error_message="A baseline needs a value, a date and a source.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("target", None), ("target_on", None)),
                                    models.Q(
                                        ("target__isnull", False), ("target_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_benefit_target_has_a_date",
                                violation_error_message="A target needs a value and a date.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("target", None),
                                    ("baseline", None),
                                    models.Q(("target", models.F("baseline")), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_benefit_target_differs_from_baseline",
                                violation_error_message="The target is the same as the baseline: write what is to change.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("target_on", None),
                                    ("baseline_on", None),
                                    ("target_on__gt", models.F("baseline_on")),
                                    _connector="OR",
                                ),
                                name="projects_benefit_target_comes_after_baseline",
                                violation_error_message="The target’s date comes after the baseline’s.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "dropped"), _negated=True),
                                    ("state_reason__regex", "\\S"),
                                    _connector="OR",
                                ),
                                name="projects_benefit_dropped_says_why",
                                violation_error_message="Write why the benefit is no longer pursued.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_benefit_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measurement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("measured_on", models.DateField(verbose_name="date")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=3, max_digits=16, verbose_name="value"
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
                        (
                            "method",
                            models.CharField(blank=True, max_length=200, verbose_name="method"),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=500, verbose_name="comment"),
                        ),
                        (
                            "benefit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="projects.benefit",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="projects.measurement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["benefit", "measured_on"], name="measurement_benefit"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("source__regex", "\\S")),
                                name="projects_measurement_source_is_written",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OptionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="description"
                            ),
                        ),
                        (
                            "need",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="the need it meets"
                            ),
                        ),
                        (
                            "approach",
                            models.TextField(blank=True, max_length=1000, verbose_name="approach"),
                        ),
                        (
                            "benefit",
                            models.TextField(blank=True, max_length=1000, verbose_name="benefit"),
                        ),
                        (
                            "cost",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="what it costs"
                            ),
                        ),
                        (
                            "alternatives",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="alternatives to it"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("candidate", "Candidate"),
                                    ("chosen", "Chosen for trial"),
                                    ("rejected", "Not chosen"),
                                    ("parked", "Parked"),
                                ],
                                default="candidate",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=2000, verbose_name="why"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.option",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("capacity", "Capacity"),
                                    ("money", "Money"),
                                    ("decision", "Waiting for a decision"),
                                    ("supplier", "Waiting for a supplier"),
                                    ("rules", "Laws and rules"),
                                    ("technical", "Technical"),
                                    ("season", "Season"),
                                    ("other", "Other"),
                                ],
                                max_length=9,
                                verbose_name="cause",
                            ),
                        ),
                        (
                            "what_must_happen",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what must happen first"
                            ),
                        ),
                        (
                            "informed",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who has been told"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "change",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pause",
                                to="projects.statechange",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "cause__in",
                                        [
                                            "",
                                            "capacity",
                                            "money",
                                            "decision",
                                            "supplier",
                                            "rules",
                                            "technical",
                                            "season",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_pause_cause_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("planning_strategy", "Planning strategy"),
                                    ("society", "Municipal plan, part on society"),
                                    ("action", "Action and economic plan"),
                                    ("thematic", "Thematic plan"),
                                    ("strategy", "Strategy"),
                                    ("other", "Other plan"),
                                ],
                                max_length=17,
                                verbose_name="kind of plan",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "period",
                            models.CharField(blank=True, max_length=20, verbose_name="period"),
                        ),
                        (
                            "goal",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="chapter or goal"
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "in_budget",
                            models.BooleanField(
                                default=False, verbose_name="it is in the plan’s budget"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_references",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="planreference_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title__regex", "\\S")),
                                name="projects_planreference_title_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "",
                                            "planning_strategy",
                                            "society",
                                            "action",
                                            "thematic",
                                            "strategy",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_planreference_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("link__regex", "^(https?://\\S+)?$")),
                                name="projects_planreference_link_is_http",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_planreference_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReferenceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("planning_strategy", "Planning strategy"),
                                    ("society", "Municipal plan, part on society"),
                                    ("action", "Action and economic plan"),
                                    ("thematic", "Thematic plan"),
                                    ("strategy", "Strategy"),
                                    ("other", "Other plan"),
                                ],
                                max_length=17,
                                verbose_name="kind of plan",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "period",
                            models.CharField(blank=True, max_length=20, verbose_name="period"),
                        ),
                        (
                            "goal",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="chapter or goal"
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "in_budget",
                            models.BooleanField(
                                default=False, verbose_name="it is in the plan’s budget"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.planreference",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Rating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                        ("reason", models.CharField(max_length=300, verbose_name="why")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="projects.criterion",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="projects.option",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["option", "criterion", "-id"], name="rating_option"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason__regex", "\\S")),
                                name="projects_rating_reason_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__range", (0, 5))),
                                name="projects_rating_score_is_0_to_5",
                                violation_error_message="Choose a score from 0 to 5.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reuse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "who",
                            models.CharField(max_length=200, verbose_name="unit or municipality"),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        ("what", models.CharField(max_length=300, verbose_name="what they used")),
                        (
                            "adaptation",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="how they adapted it"
                            ),
                        ),
                        (
                            "result",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="what came of it"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reuses",
                                to="projects.case",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reuses",
                                to="projects.lesson",
                                verbose_name="lesson",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["case", "id"], name="reuse_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("who__regex", "\\S")),
                                name="projects_reuse_who_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("what__regex", "\\S")),
                                name="projects_reuse_what_is_written",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("adaptation"), 1000
                                ),
                                name="projects_reuse_adaptation_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("result"), 1000
                                ),
                                name="projects_reuse_result_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_reuse_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReuseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "who",
                            models.CharField(max_length=200, verbose_name="unit or municipality"),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        ("what", models.CharField(max_length=300, verbose_name="what they used")),
                        (
                            "adaptation",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="how they adapted it"
                            ),
                        ),
                        (
                            "result",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="what came of it"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.lesson",
                                verbose_name="lesson",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.reuse",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoundEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "hypothesis",
                            models.TextField(
                                max_length=1000, verbose_name="what we believe about the need"
                            ),
                        ),
                        (
                            "question",
                            models.TextField(max_length=1000, verbose_name="what we want to know"),
                        ),
                        ("start_on", models.DateField(verbose_name="start")),
                        ("end_on", models.DateField(blank=True, null=True, verbose_name="end")),
                        (
                            "conclusion",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="conclusion"
                            ),
                        ),
                        (
                            "new_insight",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="what is new about the need",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.option",
                                verbose_name="the option it tries",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.round",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderAssessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("what", "What"),
                                    ("who", "Who"),
                                    ("system", "System"),
                                    ("use", "Put to use"),
                                    ("refine", "Refine"),
                                ],
                                max_length=6,
                                verbose_name="phase",
                            ),
                        ),
                        (
                            "interest",
                            models.CharField(
                                choices=[
                                    ("none", "None"),
                                    ("little", "Little"),
                                    ("medium", "Medium"),
                                    ("great", "Great"),
                                ],
                                max_length=6,
                                verbose_name="interest",
                            ),
                        ),
                        (
                            "influence",
                            models.CharField(
                                choices=[
                                    ("none", "None"),
                                    ("little", "Little"),
                                    ("medium", "Medium"),
                                    ("great", "Great"),
                                ],
                                max_length=6,
                                verbose_name="influence",
                            ),
                        ),
                        (
                            "attitude",
                            models.CharField(
                                choices=[
                                    ("supports", "Supports"),
                                    ("neutral", "Neutral"),
                                    ("sceptical", "Sceptical"),
                                    ("opposes", "Opposes"),
                                    ("unknown", "Unknown"),
                                ],
                                default="unknown",
                                max_length=9,
                                verbose_name="attitude",
                            ),
                        ),
                        (
                            "expectation",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="what they expect"
                            ),
                        ),
                        (
                            "resistance",
                            models.TextField(
                                blank=True,
                                max_length=1000,
                                verbose_name="resistance: what do they say?",
                            ),
                        ),
                        (
                            "matters_in",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("what", "What"),
                                        ("who", "Who"),
                                        ("system", "System"),
                                        ("use", "Put to use"),
                                        ("refine", "Refine"),
                                    ],
                                    max_length=6,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="matters most in",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="projects.stakeholder",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["stakeholder", "-id"], name="assessment_stakeholder"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phase__in", ["", "what", "who", "system", "use", "refine"])
                                ),
                                name="projects_stakeholderassessment_phase_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("interest__in", ["", "none", "little", "medium", "great"])
                                ),
                                name="projects_stakeholderassessment_interest_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("influence__in", ["", "none", "little", "medium", "great"])
                                ),
                                name="projects_stakeholderassessment_influence_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "attitude__in",
                                        [
                                            "",
                                            "supports",
                                            "neutral",
                                            "sceptical",
                                            "opposes",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="projects_stakeholderassessment_attitude_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "matters_in__contained_by",
                                        ["what", "who", "system", "use", "refine"],
                                    )
                                ),
                                name="projects_stakeholderassessment_matters_in_are_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("expectation"), 1000
                                ),
                                name="projects_stakeholderassessment_expectation_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("resistance"), 1000
                                ),
                                name="projects_stakeholderassessment_resistance_at_most_1000",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "details",
                            models.CharField(max_length=300, verbose_name="contact details"),
                        ),
                        ("purpose", models.CharField(max_length=300, verbose_name="purpose")),
                        ("delete_by", models.DateField(verbose_name="delete by")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stakeholder",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact",
                                to="projects.stakeholder",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("details__regex", "\\S")),
                                name="projects_stakeholdercontact_details_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose__regex", "\\S")),
                                name="projects_stakeholdercontact_purpose_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_stakeholdercontact_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Person"),
                                    ("group", "Group"),
                                    ("organisation", "Organisation"),
                                    ("unit", "Unit"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=200, verbose_name="name or designation"),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("management", "Management"),
                                    ("user", "User"),
                                    ("supplier", "Supplier"),
                                    ("premise_setter", "Sets premises"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                                verbose_name="category",
                            ),
                        ),
                        (
                            "subgroup",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("politician", "Politician"),
                                    ("employee", "Staff"),
                                    ("union", "Employee representative"),
                                    ("inhabitant", "Inhabitant"),
                                    ("relative", "Relative"),
                                    ("voluntary", "Voluntary organisation"),
                                    ("business", "Business"),
                                    ("research", "Research"),
                                    ("state", "The state"),
                                    ("municipality", "Another municipality"),
                                ],
                                max_length=12,
                                verbose_name="subgroup",
                            ),
                        ),
                        (
                            "is_external",
                            models.BooleanField(
                                default=False, verbose_name="outside the municipality"
                            ),
                        ),
                        (
                            "is_problem_owner",
                            models.BooleanField(default=False, verbose_name="owns the problem"),
                        ),
                        (
                            "relation",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="relation to the case"
                            ),
                        ),
                        (
                            "point_of_view",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="how they see it, in their words",
                            ),
                        ),
                        (
                            "left_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="no longer concerned from"
                            ),
                        ),
                        (
                            "left_because",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why no longer"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.stakeholder",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderMeasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("what", models.CharField(max_length=300, verbose_name="what we do")),
                        ("due_on", models.DateField(verbose_name="deadline")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("done", "Done"),
                                    ("dropped", "Dropped"),
                                ],
                                default="planned",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "effect",
                            models.CharField(blank=True, max_length=300, verbose_name="effect"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="projects.stakeholder",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["stakeholder", "id"], name="measure_stakeholder")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("what__regex", "\\S")),
                                name="projects_stakeholdermeasure_what_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["", "planned", "done", "dropped"])
                                ),
                                name="projects_stakeholdermeasure_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_stakeholdermeasure_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderMeasureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("what", models.CharField(max_length=300, verbose_name="what we do")),
                        ("due_on", models.DateField(verbose_name="deadline")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("done", "Done"),
                                    ("dropped", "Dropped"),
                                ],
                                default="planned",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "effect",
                            models.CharField(blank=True, max_length=300, verbose_name="effect"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.stakeholdermeasure",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.stakeholder",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Stop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("what", "What"),
                                    ("who", "Who"),
                                    ("system", "System"),
                                    ("use", "Put to use"),
                                    ("refine", "Refine"),
                                ],
                                max_length=6,
                                verbose_name="phase at the stop",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("administrative", "Administrative"),
                                    ("political", "Political"),
                                ],
                                default="administrative",
                                max_length=14,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    (
                                        "trial_completed",
                                        "The trial was completed and is not continued",
                                    ),
                                    ("need_gone", "The need is gone"),
                                    ("solution", "The solution did not work"),
                                    ("technology", "The technology was not ready"),
                                    ("anchoring", "It was not anchored"),
                                    ("people", "A champion or a team was missing"),
                                    ("money", "Economy"),
                                    ("rules", "Laws and rules"),
                                    ("solved_otherwise", "Solved in another way"),
                                    ("taken_over", "Taken over by others"),
                                    ("merged", "Made part of another case"),
                                    ("other", "Other"),
                                ],
                                max_length=16,
                                verbose_name="main cause",
                            ),
                        ),
                        (
                            "side_causes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        (
                                            "trial_completed",
                                            "The trial was completed and is not continued",
                                        ),
                                        ("need_gone", "The need is gone"),
                                        ("solution", "The solution did not work"),
                                        ("technology", "The technology was not ready"),
                                        ("anchoring", "It was not anchored"),
                                        ("people", "A champion or a team was missing"),
                                        ("money", "Economy"),
                                        ("rules", "Laws and rules"),
                                        ("solved_otherwise", "Solved in another way"),
                                        ("taken_over", "Taken over by others"),
                                        ("merged", "Made part of another case"),
                                        ("other", "Other"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="other causes",
                            ),
                        ),
                        (
                            "achieved",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what was achieved"
                            ),
                        ),
                        (
                            "resistance",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="resistance that was voiced on the way",
                            ),
                        ),
                        (
                            "spent",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="spent (kroner)"
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="hours spent"
                            ),
                        ),
                        (
                            "people_afterwards",
                            models.TextField(
                                blank=True,
                                max_length=1000,
                                verbose_name="what happens to users and participants",
                            ),
                        ),
                        (
                            "data_and_equipment",
                            models.TextField(
                                blank=True,
                                max_length=1000,
                                verbose_name="what happens to data and equipment",
                            ),
                        ),
                        (
                            "may_resume_if",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="may be taken up again if"
                            ),
                        ),
                        (
                            "open_decisions",
                            models.TextField(
                                blank=True,
                                max_length=1000,
                                verbose_name="what becomes of decisions still open",
                            ),
                        ),
                        (
                            "informed",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who has been told"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "change",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stop",
                                to="projects.statechange",
                            ),
                        ),
                        (
                            "closed_by_change",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reopened_stop",
                                to="projects.statechange",
                            ),
                        ),
                        (
                            "formal_decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="projects.formaldecision",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="projects.lesson",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phase__in", ["", "what", "who", "system", "use", "refine"])
                                ),
                                name="projects_stop_phase_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__in", ["", "administrative", "political"])
                                ),
                                name="projects_stop_level_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "cause__in",
                                        [
                                            "",
                                            "trial_completed",
                                            "need_gone",
                                            "solution",
                                            "technology",
                                            "anchoring",
                                            "people",
                                            "money",
                                            "rules",
                                            "solved_otherwise",
                                            "taken_over",
                                            "merged",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_stop_cause_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "side_causes__contained_by",
                                        [
                                            "trial_completed",
                                            "need_gone",
                                            "solution",
                                            "technology",
                                            "anchoring",
                                            "people",
                                            "money",
                                            "rules",
                                            "solved_otherwise",
                                            "taken_over",
                                            "merged",
                                            "other",
                                        ],
                                    )
                                ),
                                name="projects_stop_side_causes_are_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("achieved"), 2000
                                ),
                                name="projects_stop_achieved_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("resistance"), 2000
                                ),
                                name="projects_stop_resistance_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("people_afterwards"),
                                    1000,
                                ),
                                name="projects_stop_people_afterwards_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("data_and_equipment"),
                                    1000,
                                ),
                                name="projects_stop_data_and_equipment_at_most_1000",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("open_decisions"), 1000
                                ),
                                name="projects_stop_open_decisions_at_most_1000",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrialEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("prototype", "Prototype"),
                                    ("test", "Test"),
                                    ("pilot", "Pilot"),
                                    ("experiment", "Formal trial"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "hypothesis",
                            models.TextField(max_length=1000, verbose_name="hypothesis"),
                        ),
                        (
                            "success_criterion",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="success criterion"
                            ),
                        ),
                        (
                            "who_tests",
                            models.CharField(blank=True, max_length=300, verbose_name="who tests"),
                        ),
                        (
                            "real_users",
                            models.BooleanField(default=False, verbose_name="real users take part"),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="place"),
                        ),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of participants"
                            ),
                        ),
                        (
                            "planned_start_on",
                            models.DateField(blank=True, null=True, verbose_name="planned start"),
                        ),
                        (
                            "planned_end_on",
                            models.DateField(blank=True, null=True, verbose_name="planned end"),
                        ),
                        (
                            "people",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who is set aside for it"
                            ),
                        ),
                        (
                            "budget",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="money set aside (kroner)"
                            ),
                        ),
                        (
                            "evaluation",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="control group or accompanying evaluation",
                            ),
                        ),
                        (
                            "started_on",
                            models.DateField(blank=True, null=True, verbose_name="started"),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("confirmed", "Confirmed"),
                                    ("partly", "Partly confirmed"),
                                    ("refuted", "Refuted – we learnt something"),
                                    ("inconclusive", "Inconclusive"),
                                    ("broken_off", "Broken off"),
                                ],
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "findings",
                            models.TextField(blank=True, max_length=4000, verbose_name="findings"),
                        ),
                        (
                            "afterwards",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("new_round", "A new round"),
                                    ("change_question", "Change the question"),
                                    ("go_on", "Go on"),
                                    ("stop", "Stop"),
                                ],
                                max_length=15,
                                verbose_name="decision afterwards",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.trial",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.round",
                                verbose_name="round",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Anchoring",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("political", "Political"),
                                    ("administrative", "Top management"),
                                    ("line", "Line and operations"),
                                    ("staff", "Staff and their representatives"),
                                    ("users", "Users and external parties"),
                                ],
                                max_length=14,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("decision", "Decision"),
                                    ("briefing", "Briefing"),
                                    ("meeting", "Meeting"),
                                    ("written", "Written support"),
                                    ("resources", "Resources set aside"),
                                    ("participation", "Takes part"),
                                ],
                                max_length=13,
                                verbose_name="form",
                            ),
                        ),
                        ("with_whom", models.CharField(max_length=200, verbose_name="with whom")),
                        ("held_on", models.DateField(verbose_name="date")),
                        (
                            "cleared",
                            models.TextField(max_length=2000, verbose_name="what was cleared"),
                        ),
                        (
                            "reservation",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reservation"
                            ),
                        ),
                        (
                            "valid_to",
                            models.DateField(blank=True, null=True, verbose_name="valid to"),
                        ),
                        (
                            "secures_pilot",
                            models.BooleanField(
                                default=False, verbose_name="holds for the whole pilot"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="anchorings",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["case", "level", "held_on"], name="anchoring_case")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("with_whom__regex", "\\S")),
                                name="projects_anchoring_with_whom_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cleared__regex", "\\S")),
                                name="projects_anchoring_cleared_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "level__in",
                                        [
                                            "",
                                            "political",
                                            "administrative",
                                            "line",
                                            "staff",
                                            "users",
                                        ],
                                    )
                                ),
                                name="projects_anchoring_level_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "form__in",
                                        [
                                            "",
                                            "decision",
                                            "briefing",
                                            "meeting",
                                            "written",
                                            "resources",
                                            "participation",
                                        ],
                                    )
                                ),
                                name="projects_anchoring_form_is_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("cleared"), 2000
                                ),
                                name="projects_anchoring_cleared_at_most_2000",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None),
                                    ("valid_to__gte", models.F("held_on")),
                                    _connector="OR",
                                ),
                                name="projects_anchoring_is_valid_from_its_date",
                                violation_error_message="It cannot run out before it was held.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_anchoring_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnchoringEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("political", "Political"),
                                    ("administrative", "Top management"),
                                    ("line", "Line and operations"),
                                    ("staff", "Staff and their representatives"),
                                    ("users", "Users and external parties"),
                                ],
                                max_length=14,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("decision", "Decision"),
                                    ("briefing", "Briefing"),
                                    ("meeting", "Meeting"),
                                    ("written", "Written support"),
                                    ("resources", "Resources set aside"),
                                    ("participation", "Takes part"),
                                ],
                                max_length=13,
                                verbose_name="form",
                            ),
                        ),
                        ("with_whom", models.CharField(max_length=200, verbose_name="with whom")),
                        ("held_on", models.DateField(verbose_name="date")),
                        (
                            "cleared",
                            models.TextField(max_length=2000, verbose_name="what was cleared"),
                        ),
                        (
                            "reservation",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reservation"
                            ),
                        ),
                        (
                            "valid_to",
                            models.DateField(blank=True, null=True, verbose_name="valid to"),
                        ),
                        (
                            "secures_pilot",
                            models.BooleanField(
                                default=False, verbose_name="holds for the whole pilot"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.anchoring",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ArchiveReference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "system",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="archive system"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(max_length=20, verbose_name="archive reference"),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "is_restricted",
                            models.BooleanField(
                                default=False, verbose_name="exempt from public access"
                            ),
                        ),
                        (
                            "legal_basis",
                            models.CharField(blank=True, max_length=60, verbose_name="legal basis"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="archive_references",
                                to="projects.case",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["case", "id"], name="archivereference_case")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reference__regex", "\\S")),
                                name="projects_archivereference_reference_is_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reference__regex",
                                        "^(\\d{2}(\\d{2})?/\\d{1,6}(-\\d{1,4})?)?$",
                                    )
                                ),
                                name="projects_archivereference_is_year_and_number",
                                violation_error_message="Write the archive reference as 2026/1234 or 12/572-2.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_restricted", False), ("legal_basis", "")),
                                    models.Q(
                                        ("is_restricted", True), ("legal_basis__regex", "\\S")
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_archivereference_restricted_names_its_basis",
                                violation_error_message="A document exempt from public access names its legal basis; others have none.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("link__regex", "^(https?://\\S+)?$")),
                                name="projects_archivereference_link_is_http",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_archivereference_withdrawing_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ArchiveReferenceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "system",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="archive system"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(max_length=20, verbose_name="archive reference"),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "is_restricted",
                            models.BooleanField(
                                default=False, verbose_name="exempt from public access"
                            ),
                        ),
                        (
                            "legal_basis",
                            models.CharField(blank=True, max_length=60, verbose_name="legal basis"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.archivereference",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BenefitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=200, verbose_name="benefit")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("avoided_cost", "Avoided cost"),
                                    ("saved_time", "Saved time"),
                                    ("quality", "Better quality"),
                                    ("staff", "Staff satisfaction"),
                                    ("influence", "Inhabitants’ influence"),
                                    ("climate", "Climate and environment"),
                                    ("business", "Value for business"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "budget_effect",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("direct", "Direct"),
                                    ("indirect", "Indirect"),
                                    ("none", "None"),
                                ],
                                max_length=8,
                                verbose_name="effect on the budget",
                            ),
                        ),
                        (
                            "for_whom",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("municipality", "The municipality"),
                                        ("state", "The state"),
                                        ("inhabitant", "Inhabitants"),
                                        ("voluntary", "Voluntary organisations"),
                                        ("business", "Business"),
                                        ("other", "Others"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description"
                            ),
                        ),
                        (
                            "preconditions",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="preconditions"
                            ),
                        ),
                        (
                            "indicator",
                            models.CharField(blank=True, max_length=200, verbose_name="indicator"),
                        ),
                        (
                            "measured_in",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="unit of measurement"
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                blank=True,
                                choices=[("up", "Should go up"), ("down", "Should go down")],
                                max_length=4,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=16,
                                null=True,
                                verbose_name="baseline",
                            ),
                        ),
                        (
                            "baseline_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="date of the baseline"
                            ),
                        ),
                        (
                            "baseline_source",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="source of the baseline"
                            ),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=16,
                                null=True,
                                verbose_name="target",
                            ),
                        ),
                        (
                            "target_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="date of the target"
                            ),
                        ),
                        (
                            "is_planned",
                            models.BooleanField(
                                default=True, verbose_name="planned from the start"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "Expected"),
                                    ("under_way", "Under way"),
                                    ("realised", "Realised"),
                                    ("partly", "Partly realised"),
                                    ("not_realised", "Not realised"),
                                    ("dropped", "No longer pursued"),
                                ],
                                default="expected",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "state_reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why that state"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="projects.case",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="benefit owner",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="projects.benefit",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="case",
            name="derived_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="derived",
                to="projects.case",
                verbose_name="grew out of",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="facet",
            field=models.CharField(
                blank=True,
                choices=[
                    ("enhancement", "Enhancement: do it better"),
                    ("mission", "Mission: reach a goal"),
                    ("adaptive", "Adaptive: the world has changed"),
                    ("anticipatory", "Anticipatory: prepare for what may come"),
                ],
                max_length=12,
                verbose_name="facet of innovation",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="follow_up_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who follows up in the line",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="in_use_on",
            field=models.DateField(blank=True, null=True, verbose_name="in use since"),
        ),
        migrations.AddField(
            model_name="case",
            name="looked_around",
            field=models.TextField(
                blank=True, max_length=1000, verbose_name="what we and others have learnt before"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="needs_political_decision",
            field=models.BooleanField(
                default=False, verbose_name="a political decision is needed before the pilot"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="next_review_on",
            field=models.DateField(blank=True, null=True, verbose_name="next review"),
        ),
        migrations.AddField(
            model_name="case",
            name="no_plan_because",
            field=models.CharField(blank=True, max_length=300, verbose_name="why no plan is named"),
        ),
        migrations.AddField(
            model_name="case",
            name="novelty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("new_to_us", "New to us, known elsewhere"),
                    ("developed", "Developed further from others"),
                    ("new_in_norway", "New in Norway"),
                    ("new", "New anywhere, as far as we know"),
                ],
                max_length=13,
                verbose_name="degree of novelty",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="receiving_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receives",
                to="accounts.unit",
                verbose_name="receiving unit",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="replaces",
            field=models.CharField(blank=True, max_length=1000, verbose_name="what it replaces"),
        ),
        migrations.AddField(
            model_name="case",
            name="responsibility",
            field=models.CharField(
                blank=True,
                choices=[
                    ("municipality", "The municipality"),
                    ("shared", "Shared"),
                    ("external", "External party"),
                ],
                max_length=12,
                verbose_name="who leads the case",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="uncertainty",
            field=models.TextField(blank=True, max_length=2000, verbose_name="what we do not know"),
        ),
        migrations.AddField(
            model_name="case",
            name="why_innovation",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why ordinary improvement is not enough"
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="derived_from",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="projects.case",
                verbose_name="grew out of",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="facet",
            field=models.CharField(
                blank=True,
                choices=[
                    ("enhancement", "Enhancement: do it better"),
                    ("mission", "Mission: reach a goal"),
                    ("adaptive", "Adaptive: the world has changed"),
                    ("anticipatory", "Anticipatory: prepare for what may come"),
                ],
                max_length=12,
                verbose_name="facet of innovation",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="follow_up_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who follows up in the line",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="in_use_on",
            field=models.DateField(blank=True, null=True, verbose_name="in use since"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="looked_around",
            field=models.TextField(
                blank=True, max_length=1000, verbose_name="what we and others have learnt before"
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="needs_political_decision",
            field=models.BooleanField(
                default=False, verbose_name="a political decision is needed before the pilot"
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="next_review_on",
            field=models.DateField(blank=True, null=True, verbose_name="next review"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="no_plan_because",
            field=models.CharField(blank=True, max_length=300, verbose_name="why no plan is named"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="novelty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("new_to_us", "New to us, known elsewhere"),
                    ("developed", "Developed further from others"),
                    ("new_in_norway", "New in Norway"),
                    ("new", "New anywhere, as far as we know"),
                ],
                max_length=13,
                verbose_name="degree of novelty",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="receiving_unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.unit",
                verbose_name="receiving unit",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="replaces",
            field=models.CharField(blank=True, max_length=1000, verbose_name="what it replaces"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="responsibility",
            field=models.CharField(
                blank=True,
                choices=[
                    ("municipality", "The municipality"),
                    ("shared", "Shared"),
                    ("external", "External party"),
                ],
                max_length=12,
                verbose_name="who leads the case",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="uncertainty",
            field=models.TextField(blank=True, max_length=2000, verbose_name="what we do not know"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="why_innovation",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why ordinary improvement is not enough"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="challenge",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="projects.challenge",
                verbose_name="challenge",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="challenge",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="projects.challenge",
                verbose_name="challenge",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("novelty__in", ["", "new_to_us", "developed", "new_in_norway", "new"])
                ),
                name="projects_case_novelty_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("facet__in", ["", "enhancement", "mission", "adaptive", "anticipatory"])
                ),
                name="projects_case_facet_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("responsibility__in", ["", "municipality", "shared", "external"])
                ),
                name="projects_case_responsibility_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("looked_around"), 1000
                ),
                name="projects_case_looked_around_at_most_1000",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("uncertainty"), 2000
                ),
                name="projects_case_uncertainty_at_most_2000",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("derived_from", None),
                    models.Q(("derived_from", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="projects_case_does_not_grow_out_of_itself",
                violation_error_message="A case cannot grow out of itself.",
            ),
        ),
        migrations.AddField(
            model_name="phasevisit",
            name="decision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visit",
                to="projects.gatedecision",
            ),
        ),
        Together(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name="case",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_caseevent" ("actual_end_on", "archive_reference", "challenge_id", "confirmed_at", "contact_id", "created_at", "created_by_id", "current_status_id", "derived_from_id", "exempt_until", "external_id", "external_source", "facet", "follow_up_by_id", "health", "id", "in_use_on", "innovation_types", "key", "kostra_function", "language", "legal_basis", "link", "looked_around", "municipality_id", "needs_political_decision", "next_review_on", "no_plan_because", "novelty", "paused_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "phase_since", "planned_end_on", "public_title", "receiving_unit_id", "replaces", "responsibility", "sdgs", "start_on", "state", "summary", "tags", "title", "uncertainty", "unit_id", "version", "visibility", "why_innovation") VALUES (NEW."actual_end_on", NEW."archive_reference", NEW."challenge_id", NEW."confirmed_at", NEW."contact_id", NEW."created_at", NEW."created_by_id", NEW."current_status_id", NEW."derived_from_id", NEW."exempt_until", NEW."external_id", NEW."external_source", NEW."facet", NEW."follow_up_by_id", NEW."health", NEW."id", NEW."in_use_on", NEW."innovation_types", NEW."key", NEW."kostra_function", NEW."language", NEW."legal_basis", NEW."link", NEW."looked_around", NEW."municipality_id", NEW."needs_political_decision", NEW."next_review_on", NEW."no_plan_because", NEW."novelty", NEW."paused_until", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phase", NEW."phase_since", NEW."planned_end_on", NEW."public_title", NEW."receiving_unit_id", NEW."replaces", NEW."responsibility", NEW."sdgs", NEW."start_on", NEW."state", NEW."summary", NEW."tags", NEW."title", NEW."uncertainty", NEW."unit_id", NEW."version", NEW."visibility", NEW."why_innovation"); RETURN NULL;',
                            hash="d8d04c19de5391e244f1261e9c6274ec38c87220",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_84113",
                            table="projects_case",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="case",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."actual_end_on" IS DISTINCT FROM (NEW."actual_end_on") OR OLD."archive_reference" IS DISTINCT FROM (NEW."archive_reference") OR OLD."challenge_id" IS DISTINCT FROM (NEW."challenge_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."contact_id" IS DISTINCT FROM (NEW."contact_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."current_status_id" IS DISTINCT FROM (NEW."current_status_id") OR OLD."derived_from_id" IS DISTINCT FROM (NEW."derived_from_id") OR OLD."exempt_until" IS DISTINCT FROM (NEW."exempt_until") OR OLD."external_id" IS DISTINCT FROM (NEW."external_id") OR OLD."external_source" IS DISTINCT FROM (NEW."external_source") OR OLD."facet" IS DISTINCT FROM (NEW."facet") OR OLD."follow_up_by_id" IS DISTINCT FROM (NEW."follow_up_by_id") OR OLD."health" IS DISTINCT FROM (NEW."health") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_use_on" IS DISTINCT FROM (NEW."in_use_on") OR OLD."innovation_types" IS DISTINCT FROM (NEW."innovation_types") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kostra_function" IS DISTINCT FROM (NEW."kostra_function") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."looked_around" IS DISTINCT FROM (NEW."looked_around") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."needs_political_decision" IS DISTINCT FROM (NEW."needs_political_decision") OR OLD."next_review_on" IS DISTINCT FROM (NEW."next_review_on") OR OLD."no_plan_because" IS DISTINCT FROM (NEW."no_plan_because") OR OLD."novelty" IS DISTINCT FROM (NEW."novelty") OR OLD."paused_until" IS DISTINCT FROM (NEW."paused_until") OR OLD."phase" IS DISTINCT FROM (NEW."phase") OR OLD."phase_since" IS DISTINCT FROM (NEW."phase_since") OR OLD."planned_end_on" IS DISTINCT FROM (NEW."planned_end_on") OR OLD."public_title" IS DISTINCT FROM (NEW."public_title") OR OLD."receiving_unit_id" IS DISTINCT FROM (NEW."receiving_unit_id") OR OLD."replaces" IS DISTINCT FROM (NEW."replaces") OR OLD."responsibility" IS DISTINCT FROM (NEW."responsibility") OR OLD."sdgs" IS DISTINCT FROM (NEW."sdgs") OR OLD."start_on" IS DISTINCT FROM (NEW."start_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uncertainty" IS DISTINCT FROM (NEW."uncertainty") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."visibility" IS DISTINCT FROM (NEW."visibility") OR OLD."why_innovation" IS DISTINCT FROM (NEW."why_innovation"))',
                            func='INSERT INTO "projects_caseevent" ("actual_end_on", "archive_reference", "challenge_id", "confirmed_at", "contact_id", "created_at", "created_by_id", "current_status_id", "derived_from_id", "exempt_until", "external_id", "external_source", "facet", "follow_up_by_id", "health", "id", "in_use_on", "innovation_types", "key", "kostra_function", "language", "legal_basis", "link", "looked_around", "municipality_id", "needs_political_decision", "next_review_on", "no_plan_because", "novelty", "paused_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "phase_since", "planned_end_on", "public_title", "receiving_unit_id", "replaces", "responsibility", "sdgs", "start_on", "state", "summary", "tags", "title", "uncertainty", "unit_id", "version", "visibility", "why_innovation") VALUES (NEW."actual_end_on", NEW."archive_reference", NEW."challenge_id", NEW."confirmed_at", NEW."contact_id", NEW."created_at", NEW."created_by_id", NEW."current_status_id", NEW."derived_from_id", NEW."exempt_until", NEW."external_id", NEW."external_source", NEW."facet", NEW."follow_up_by_id", NEW."health", NEW."id", NEW."in_use_on", NEW."innovation_types", NEW."key", NEW."kostra_function", NEW."language", NEW."legal_basis", NEW."link", NEW."looked_around", NEW."municipality_id", NEW."needs_political_decision", NEW."next_review_on", NEW."no_plan_because", NEW."novelty", NEW."paused_until", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phase", NEW."phase_since", NEW."planned_end_on", NEW."public_title", NEW."receiving_unit_id", NEW."replaces", NEW."responsibility", NEW."sdgs", NEW."start_on", NEW."state", NEW."summary", NEW."tags", NEW."title", NEW."uncertainty", NEW."unit_id", NEW."version", NEW."visibility", NEW."why_innovation"); RETURN NULL;',
                            hash="7281f6385513a95cc8d739c857cf865ca14d7340",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b46d5",
                            table="projects_case",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="phasevisit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="visit_entry_is_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."phase" IS DISTINCT FROM (NEW."phase") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."entered_on" IS DISTINCT FROM (NEW."entered_on") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="48d86a2c61f9259131ae5889ec580af82b5f0b02",
                            operation="UPDATE",
                            pgid="pgtrigger_visit_entry_is_fixed_d59aa",
                            table="projects_phasevisit",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="anchoring",
                    trigger=pgtrigger.compiler.Trigger(
                        name="anchoring_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="042a2e1ae78a4eb25e0e4117a74ee5f25eb6ca34",
                            operation="DELETE",
                            pgid="pgtrigger_anchoring_is_never_deleted_a6d4b",
                            table="projects_anchoring",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="anchoring",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_anchoringevent" ("by_id", "case_id", "cleared", "form", "held_on", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reservation", "secures_pilot", "valid_to", "version", "with_whom", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."cleared", NEW."form", NEW."held_on", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reservation", NEW."secures_pilot", NEW."valid_to", NEW."version", NEW."with_whom", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="d52533b69fb5a91523f967611337b9a263e6ad00",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_05d29",
                            table="projects_anchoring",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="anchoring",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_anchoringevent" ("by_id", "case_id", "cleared", "form", "held_on", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reservation", "secures_pilot", "valid_to", "version", "with_whom", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."cleared", NEW."form", NEW."held_on", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reservation", NEW."secures_pilot", NEW."valid_to", NEW."version", NEW."with_whom", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="624048ba2ad9c55dca73e8850b89af8b84228ca7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_79e31",
                            table="projects_anchoring",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="anchoringevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="728c2d175fb956b682e49679bef414248c164b18",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2bbda",
                            table="projects_anchoringevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="archivereference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="archivereference_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="918a2aa564e4f97747bbbd033e2f5439bb10364f",
                            operation="DELETE",
                            pgid="pgtrigger_archivereference_is_never_deleted_1b84b",
                            table="projects_archivereference",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="archivereference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_archivereferenceevent" ("by_id", "case_id", "id", "is_restricted", "legal_basis", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "system", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."id", NEW."is_restricted", NEW."legal_basis", NEW."link", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reference", NEW."system", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="221fac04db5f6e5f2df38017426be375100e3722",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ea2d2",
                            table="projects_archivereference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="archivereference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_archivereferenceevent" ("by_id", "case_id", "id", "is_restricted", "legal_basis", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "system", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."id", NEW."is_restricted", NEW."legal_basis", NEW."link", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reference", NEW."system", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="b69b22838f0ca5a1cc072ca290722b3a170f41dc",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e6c4c",
                            table="projects_archivereference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="archivereferenceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="18c6ced75461c380c95d196b4f759914787cd2b2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_95b8b",
                            table="projects_archivereferenceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="assessmentround",
                    trigger=pgtrigger.compiler.Trigger(
                        name="assessmentround_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="2d7b6fe8884db6302930b1a5ab866a99baed5283",
                            operation="DELETE",
                            pgid="pgtrigger_assessmentround_is_never_deleted_5e687",
                            table="projects_assessmentround",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="assessmentround",
                    trigger=pgtrigger.compiler.Trigger(
                        name="assessmentround_is_closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."closed_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="33259cc0f947fd55557df7b47a08123fc38c1dda",
                            operation="UPDATE",
                            pgid="pgtrigger_assessmentround_is_closed_once_d9877",
                            table="projects_assessmentround",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="benefit_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3854803dd815f254b7276700e61861fe9d6d5b80",
                            operation="DELETE",
                            pgid="pgtrigger_benefit_is_never_deleted_260a8",
                            table="projects_benefit",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_benefitevent" ("baseline", "baseline_on", "baseline_source", "budget_effect", "by_id", "case_id", "description", "direction", "for_whom", "id", "indicator", "is_planned", "kind", "measured_in", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preconditions", "recorded_at", "state", "state_reason", "target", "target_on", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."baseline", NEW."baseline_on", NEW."baseline_source", NEW."budget_effect", NEW."by_id", NEW."case_id", NEW."description", NEW."direction", NEW."for_whom", NEW."id", NEW."indicator", NEW."is_planned", NEW."kind", NEW."measured_in", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preconditions", NEW."recorded_at", NEW."state", NEW."state_reason", NEW."target", NEW."target_on", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="cb33713dcf0e7871e9030a2e2fc5102bde5d6819",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2de26",
                            table="projects_benefit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_benefitevent" ("baseline", "baseline_on", "baseline_source", "budget_effect", "by_id", "case_id", "description", "direction", "for_whom", "id", "indicator", "is_planned", "kind", "measured_in", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preconditions", "recorded_at", "state", "state_reason", "target", "target_on", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."baseline", NEW."baseline_on", NEW."baseline_source", NEW."budget_effect", NEW."by_id", NEW."case_id", NEW."description", NEW."direction", NEW."for_whom", NEW."id", NEW."indicator", NEW."is_planned", NEW."kind", NEW."measured_in", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preconditions", NEW."recorded_at", NEW."state", NEW."state_reason", NEW."target", NEW."target_on", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="008351cc825664441e623e1ef9d4cffb009c0e3c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_548ee",
                            table="projects_benefit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefitevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1dba42dc9821dbf0529670e5be959633972f9880",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_124a3",
                            table="projects_benefitevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="challenge",
                    trigger=pgtrigger.compiler.Trigger(
                        name="challenge_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="52a6fb23b4e3c2d0b482a92c40a71dfab64812ba",
                            operation="DELETE",
                            pgid="pgtrigger_challenge_is_never_deleted_e0bad",
                            table="projects_challenge",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="challenge",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_challengeevent" ("by_id", "causes", "consequences", "description", "entry_point", "expected_development", "extent", "horizon", "id", "municipality_id", "open_for_cocreation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "title", "version", "who_is_affected", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."causes", NEW."consequences", NEW."description", NEW."entry_point", NEW."expected_development", NEW."extent", NEW."horizon", NEW."id", NEW."municipality_id", NEW."open_for_cocreation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."title", NEW."version", NEW."who_is_affected", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="4abf76b3dd7c0bfe1adca08dd568202aeba4c3db",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_392e5",
                            table="projects_challenge",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="challenge",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_challengeevent" ("by_id", "causes", "consequences", "description", "entry_point", "expected_development", "extent", "horizon", "id", "municipality_id", "open_for_cocreation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "title", "version", "who_is_affected", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."causes", NEW."consequences", NEW."description", NEW."entry_point", NEW."expected_development", NEW."extent", NEW."horizon", NEW."id", NEW."municipality_id", NEW."open_for_cocreation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."title", NEW."version", NEW."who_is_affected", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="d91b4d8ef72759ff925b39b1c5fafe4cc25d68f8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6f706",
                            table="projects_challenge",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="challengeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b9daefa6868a320848fb3f78b3e9d15f5ce79709",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_dd3cf",
                            table="projects_challengeevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cost",
                    trigger=pgtrigger.compiler.Trigger(
                        name="cost_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4f606059b68de52cbe43fbb2f6fe8b3dba3805b5",
                            operation="DELETE",
                            pgid="pgtrigger_cost_is_never_deleted_8754a",
                            table="projects_cost",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cost",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_costevent" ("amount", "by_id", "case_id", "hours", "id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "version", "what", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."amount", NEW."by_id", NEW."case_id", NEW."hours", NEW."id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."version", NEW."what", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="6373842e0a43fb4d3f616b57e14e92219be5ffb1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_aa596",
                            table="projects_cost",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cost",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_costevent" ("amount", "by_id", "case_id", "hours", "id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "version", "what", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."amount", NEW."by_id", NEW."case_id", NEW."hours", NEW."id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."version", NEW."what", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="700a8bbc3bfb701a002c33b4a3d9df718cab5702",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3ef0e",
                            table="projects_cost",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="costevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="18b051205a6c53b7f615de0b638db7bc6eedf56a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3c256",
                            table="projects_costevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criterion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="criterion_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="2bae53f2aa73c2db7529ccefd6fd182ad5d26106",
                            operation="DELETE",
                            pgid="pgtrigger_criterion_is_never_deleted_8267a",
                            table="projects_criterion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criterion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_criterionevent" ("by_id", "case_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "text", "version", "weight", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."text", NEW."version", NEW."weight", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="8f05ff3bedb252f22ed1c91662ba18d5348559ce",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_98181",
                            table="projects_criterion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criterion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_criterionevent" ("by_id", "case_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "text", "version", "weight", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."text", NEW."version", NEW."weight", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="aac5d05529c292013c63ed5d78f790fd06b5a29e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b3e22",
                            table="projects_criterion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criterionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d1032c4aa3d1fdb10123d6cdb994abe1c2444359",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c547b",
                            table="projects_criterionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="engagement_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="deb63da7919ddec8f66a2a990d2c33131d6fb3ee",
                            operation="DELETE",
                            pgid="pgtrigger_engagement_is_never_deleted_0c736",
                            table="projects_engagement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_engagementevent" ("by_id", "case_id", "degree", "form", "groups", "held_on", "id", "input", "is_shared", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "version", "what_we_did", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."degree", NEW."form", NEW."groups", NEW."held_on", NEW."id", NEW."input", NEW."is_shared", NEW."participants", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."version", NEW."what_we_did", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="8e4a4fc571db4d50e22187e12e35c80e3ab67804",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_47674",
                            table="projects_engagement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_engagementevent" ("by_id", "case_id", "degree", "form", "groups", "held_on", "id", "input", "is_shared", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "version", "what_we_did", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."degree", NEW."form", NEW."groups", NEW."held_on", NEW."id", NEW."input", NEW."is_shared", NEW."participants", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."version", NEW."what_we_did", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="7746b3e210f4d41bfa55324c2405109b596f80a6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6ea71",
                            table="projects_engagement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagementevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4d4fb0c1dfed2d9b9941e12e2220fe5ba8ff9b26",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8fcc8",
                            table="projects_engagementevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="figure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="figure_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="33fa8f53d45862be5b8035c3e349eb19c3895253",
                            operation="DELETE",
                            pgid="pgtrigger_figure_is_never_deleted_96871",
                            table="projects_figure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="figure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_figureevent" ("by_id", "case_id", "figure", "id", "meaning", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."figure", NEW."id", NEW."meaning", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."source", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="841d993f0423a1271caf6820586b03f33ec37791",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ae4a6",
                            table="projects_figure",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="figure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_figureevent" ("by_id", "case_id", "figure", "id", "meaning", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."figure", NEW."id", NEW."meaning", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."source", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="cfa2b1ef7bb1baaa9e95078f4fcacbbc7a191398",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2b21e",
                            table="projects_figure",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="figureevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e817c691efea0df7365f0dcdde119ca1e68631a5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_86cfb",
                            table="projects_figureevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formaldecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="formaldecision_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4400779d435ea671a94b4e8d93ee8a64148e2915",
                            operation="DELETE",
                            pgid="pgtrigger_formaldecision_is_never_deleted_e3ecc",
                            table="projects_formaldecision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formaldecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_formaldecisionevent" ("archive_reference", "body", "by_id", "case_id", "due_on", "follow_up", "follow_up_note", "id", "kind", "level", "met_on", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recorded_at", "text", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."archive_reference", NEW."body", NEW."by_id", NEW."case_id", NEW."due_on", NEW."follow_up", NEW."follow_up_note", NEW."id", NEW."kind", NEW."level", NEW."met_on", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recommendation", NEW."recorded_at", NEW."text", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="d44f9f9ae08439ac0acede34e2c88ea15a6189f8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_006fb",
                            table="projects_formaldecision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formaldecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_formaldecisionevent" ("archive_reference", "body", "by_id", "case_id", "due_on", "follow_up", "follow_up_note", "id", "kind", "level", "met_on", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recorded_at", "text", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."archive_reference", NEW."body", NEW."by_id", NEW."case_id", NEW."due_on", NEW."follow_up", NEW."follow_up_note", NEW."id", NEW."kind", NEW."level", NEW."met_on", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recommendation", NEW."recorded_at", NEW."text", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="53617c9e21c365c78ce73525e7fd0e01a220aa2a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4017c",
                            table="projects_formaldecision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formaldecisionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3e0194a01361b41b61d8cb8edf09ad815756224b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0741a",
                            table="projects_formaldecisionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="funding",
                    trigger=pgtrigger.compiler.Trigger(
                        name="funding_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="df647328d563b9a57bdb3ff33b3455d29fcba5fd",
                            operation="DELETE",
                            pgid="pgtrigger_funding_is_never_deleted_18749",
                            table="projects_funding",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="funding",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_fundingevent" ("applied", "by_id", "case_id", "granted", "id", "paid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "report_due_on", "reported_on", "source", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."applied", NEW."by_id", NEW."case_id", NEW."granted", NEW."id", NEW."paid", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reference", NEW."report_due_on", NEW."reported_on", NEW."source", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="ce61d50575fc2eda587ecadf5a7b4483b23b9d1c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d6d2b",
                            table="projects_funding",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="funding",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_fundingevent" ("applied", "by_id", "case_id", "granted", "id", "paid", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "report_due_on", "reported_on", "source", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."applied", NEW."by_id", NEW."case_id", NEW."granted", NEW."id", NEW."paid", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reference", NEW."report_due_on", NEW."reported_on", NEW."source", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="f024377b6055e571b8f9a5705d42b3eacbc04680",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_63b60",
                            table="projects_funding",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="fundingevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="164013d96b570958a69e132cbf758714dc7b5740",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5abe9",
                            table="projects_fundingevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="condition",
                    trigger=pgtrigger.compiler.Trigger(
                        name="condition_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="dcce59364cb4c01f155860843e71509a2c7680d6",
                            operation="DELETE",
                            pgid="pgtrigger_condition_is_never_deleted_4c6e1",
                            table="projects_condition",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="condition",
                    trigger=pgtrigger.compiler.Trigger(
                        name="condition_is_met_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."met_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="a1f843884b93e5cca7a033b1aa0f4e030bae57cf",
                            operation="UPDATE",
                            pgid="pgtrigger_condition_is_met_once_5546c",
                            table="projects_condition",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="condition",
                    trigger=pgtrigger.compiler.Trigger(
                        name="condition_is_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="979770fee3279dde89ee557383ef3f2f9e051272",
                            operation="UPDATE",
                            pgid="pgtrigger_condition_is_fixed_59ede",
                            table="projects_condition",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gateproposal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="gateproposal_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="ab2692fc4af9e5929f1524a2dc99c08a45416683",
                            operation="DELETE",
                            pgid="pgtrigger_gateproposal_is_never_deleted_3bc92",
                            table="projects_gateproposal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gateproposal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="gateproposal_is_closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."closed_at" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="7cd6038fa7c67bf885a78701429202ecc5e98c62",
                            operation="UPDATE",
                            pgid="pgtrigger_gateproposal_is_closed_once_90668",
                            table="projects_gateproposal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gateproposal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="gateproposal_is_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."gate" IS DISTINCT FROM (NEW."gate") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="f107dde3c174b70747fba4473fea3f763fa8eda9",
                            operation="UPDATE",
                            pgid="pgtrigger_gateproposal_is_fixed_20e7c",
                            table="projects_gateproposal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="implementationstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="implementationstep_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="f7f1324e374c6a14c052e585cccf393cafb47b77",
                            operation="DELETE",
                            pgid="pgtrigger_implementationstep_is_never_deleted_b30c0",
                            table="projects_implementationstep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="implementationstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_implementationstepevent" ("by_id", "case_id", "due_on", "element", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "responsible_id", "state", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."due_on", NEW."element", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."responsible_id", NEW."state", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="f2fb2b5a1d5b944f6879590b9fdab7039b493b6a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_620d2",
                            table="projects_implementationstep",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="implementationstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_implementationstepevent" ("by_id", "case_id", "due_on", "element", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "responsible_id", "state", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."due_on", NEW."element", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."responsible_id", NEW."state", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="cb5d421f5df93c33921de1387adde8630e47ca8a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_39852",
                            table="projects_implementationstep",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="implementationstepevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ae9b7619316e10e706320ba48bcb94e0b91bed7e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_30531",
                            table="projects_implementationstepevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="insight",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insight_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="eff763057aaf6fff475b35d1f0d7372db1c13431",
                            operation="DELETE",
                            pgid="pgtrigger_insight_is_never_deleted_afb93",
                            table="projects_insight",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="insight",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_insightevent" ("by_id", "case_id", "finding", "found_on", "id", "kind", "need", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "title", "version", "whose_need", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."finding", NEW."found_on", NEW."id", NEW."kind", NEW."need", NEW."participants", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."source", NEW."title", NEW."version", NEW."whose_need", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="6d365f9f7c506f8585ff460aacbb9a1558bb8a3b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_94849",
                            table="projects_insight",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="insight",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_insightevent" ("by_id", "case_id", "finding", "found_on", "id", "kind", "need", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source", "title", "version", "whose_need", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."finding", NEW."found_on", NEW."id", NEW."kind", NEW."need", NEW."participants", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."source", NEW."title", NEW."version", NEW."whose_need", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="dfa25224083933f1a0694c2b6d51e9050b1e2c84",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4d5ce",
                            table="projects_insight",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="insightevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c5bd3add7bd2ec14dcede60d61016c6a26b25d55",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_149a5",
                            table="projects_insightevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="measurement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="measurement_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b941496b8e678bc5fe1789e46cef687f0b2abc93",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_measurement_is_immutable_c6182",
                            table="projects_measurement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="option",
                    trigger=pgtrigger.compiler.Trigger(
                        name="option_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="66b2179dd03155fe39b806224b16d02f6f775a96",
                            operation="DELETE",
                            pgid="pgtrigger_option_is_never_deleted_5a254",
                            table="projects_option",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="option",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_optionevent" ("alternatives", "approach", "benefit", "by_id", "case_id", "cost", "description", "id", "need", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "state", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."alternatives", NEW."approach", NEW."benefit", NEW."by_id", NEW."case_id", NEW."cost", NEW."description", NEW."id", NEW."need", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."state", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="0d1d2f2e2c24e758b4cd3d3127809a1b04e9070e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cbbe5",
                            table="projects_option",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="option",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_optionevent" ("alternatives", "approach", "benefit", "by_id", "case_id", "cost", "description", "id", "need", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "state", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."alternatives", NEW."approach", NEW."benefit", NEW."by_id", NEW."case_id", NEW."cost", NEW."description", NEW."id", NEW."need", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."state", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="9fbef6e0f63c2fff8dd4ac2d777147baf7d15ac2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_31fa9",
                            table="projects_option",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="optionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="66881de3a54e28632f349c829e109ccf4b263d9b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8960b",
                            table="projects_optionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pause",
                    trigger=pgtrigger.compiler.Trigger(
                        name="pause_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="cd4cf79d6af223f39c792b4344ad4dfca89e76a1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_pause_is_immutable_356b6",
                            table="projects_pause",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="planreference_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="9cc7a55700bb074f7d8691136c62347fc72a1f2a",
                            operation="DELETE",
                            pgid="pgtrigger_planreference_is_never_deleted_ea47c",
                            table="projects_planreference",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_planreferenceevent" ("by_id", "case_id", "goal", "id", "in_budget", "kind", "link", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."goal", NEW."id", NEW."in_budget", NEW."kind", NEW."link", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="41d85e76826782c3b91ac06eb69d9d406cb09f2e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a6f56",
                            table="projects_planreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_planreferenceevent" ("by_id", "case_id", "goal", "id", "in_budget", "kind", "link", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "title", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."goal", NEW."id", NEW."in_budget", NEW."kind", NEW."link", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="5f83fe6c6f713582659a48b195b7ef8b3475e642",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d1d72",
                            table="projects_planreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreferenceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c13884c63bdfb058894b8c5a6e9592a908445603",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_dfde9",
                            table="projects_planreferenceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="rating_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5c1cebce045da4a33278c447d0a70cd4d332f6c6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_rating_is_immutable_e7f44",
                            table="projects_rating",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reuse",
                    trigger=pgtrigger.compiler.Trigger(
                        name="reuse_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="b2285b4c8618af9a31c2442956418c1274189a5d",
                            operation="DELETE",
                            pgid="pgtrigger_reuse_is_never_deleted_8629c",
                            table="projects_reuse",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reuse",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_reuseevent" ("adaptation", "by_id", "case_id", "id", "lesson_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "result", "version", "what", "who", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."adaptation", NEW."by_id", NEW."case_id", NEW."id", NEW."lesson_id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."result", NEW."version", NEW."what", NEW."who", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="0d98ed27a3f2b5ff860defe77ea4edd50310396d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_df7fe",
                            table="projects_reuse",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reuse",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_reuseevent" ("adaptation", "by_id", "case_id", "id", "lesson_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "result", "version", "what", "who", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."adaptation", NEW."by_id", NEW."case_id", NEW."id", NEW."lesson_id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."result", NEW."version", NEW."what", NEW."who", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="fad0d7a3ea1969d812c548ba3d87f7b58fcedfb8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7b44d",
                            table="projects_reuse",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reuseevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3986502c0c56d543a246a029f9b3e3f1901e15b7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2212b",
                            table="projects_reuseevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="round",
                    trigger=pgtrigger.compiler.Trigger(
                        name="round_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="cfc020fb5699e17595ad5b779b3b1ad493cda5f6",
                            operation="DELETE",
                            pgid="pgtrigger_round_is_never_deleted_3872c",
                            table="projects_round",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="round",
                    trigger=pgtrigger.compiler.Trigger(
                        name="round_number_is_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."number" IS DISTINCT FROM (NEW."number"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="b19825d59043791ced217e4e95a87f3aec896c26",
                            operation="UPDATE",
                            pgid="pgtrigger_round_number_is_fixed_a7013",
                            table="projects_round",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="round",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_roundevent" ("by_id", "case_id", "conclusion", "end_on", "hypothesis", "id", "new_insight", "number", "option_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "recorded_at", "start_on", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."conclusion", NEW."end_on", NEW."hypothesis", NEW."id", NEW."new_insight", NEW."number", NEW."option_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question", NEW."recorded_at", NEW."start_on", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="6569a20d126609313f86be0879c9a8a5a8c3cd3d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_345d3",
                            table="projects_round",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="round",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_roundevent" ("by_id", "case_id", "conclusion", "end_on", "hypothesis", "id", "new_insight", "number", "option_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "recorded_at", "start_on", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."conclusion", NEW."end_on", NEW."hypothesis", NEW."id", NEW."new_insight", NEW."number", NEW."option_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question", NEW."recorded_at", NEW."start_on", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="617e33f01083c544c27a3348a1a386e77e3e2e9e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a8969",
                            table="projects_round",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roundevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2fa28f9cc06aef52721f72a176d94f9e9e00d583",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c3557",
                            table="projects_roundevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stakeholder_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d90f3fc58617d8459e0ea36e271ee32820841042",
                            operation="DELETE",
                            pgid="pgtrigger_stakeholder_is_never_deleted_60c7d",
                            table="projects_stakeholder",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_stakeholderevent" ("by_id", "case_id", "category", "id", "is_external", "is_problem_owner", "kind", "left_because", "left_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_of_view", "recorded_at", "relation", "subgroup", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."category", NEW."id", NEW."is_external", NEW."is_problem_owner", NEW."kind", NEW."left_because", NEW."left_on", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."point_of_view", NEW."recorded_at", NEW."relation", NEW."subgroup", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="20c601f8887c0e675ff8f941c1d318b7530300cf",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d36ab",
                            table="projects_stakeholder",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_stakeholderevent" ("by_id", "case_id", "category", "id", "is_external", "is_problem_owner", "kind", "left_because", "left_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_of_view", "recorded_at", "relation", "subgroup", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."case_id", NEW."category", NEW."id", NEW."is_external", NEW."is_problem_owner", NEW."kind", NEW."left_because", NEW."left_on", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."point_of_view", NEW."recorded_at", NEW."relation", NEW."subgroup", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="d4e2f0bdada0684e312f4681b91a1e40f0ac9993",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a08fe",
                            table="projects_stakeholder",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="diffusionassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="diffusionassessment_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7cba5a2b0e5065f8bdae1842e7bcb76138dffae4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_diffusionassessment_is_immutable_8bf83",
                            table="projects_diffusionassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholderassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stakeholderassessment_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2b572957f7da30a0dc21d633494bf0742c492311",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_stakeholderassessment_is_immutable_6b693",
                            table="projects_stakeholderassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholderevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1a3844ae965c1d46bd77057c04431d30321ee418",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ff7d5",
                            table="projects_stakeholderevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholdermeasure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stakeholdermeasure_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4b2b04414c63a82a26185cce21e8f3df1e20cc31",
                            operation="DELETE",
                            pgid="pgtrigger_stakeholdermeasure_is_never_deleted_aa23a",
                            table="projects_stakeholdermeasure",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholdermeasure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_stakeholdermeasureevent" ("by_id", "due_on", "effect", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "responsible_id", "stakeholder_id", "state", "version", "what", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."due_on", NEW."effect", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."responsible_id", NEW."stakeholder_id", NEW."state", NEW."version", NEW."what", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="f879866236da35ac70a2e00abb12e0847a8c85f4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_51504",
                            table="projects_stakeholdermeasure",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholdermeasure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_stakeholdermeasureevent" ("by_id", "due_on", "effect", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "responsible_id", "stakeholder_id", "state", "version", "what", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."by_id", NEW."due_on", NEW."effect", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."responsible_id", NEW."stakeholder_id", NEW."state", NEW."version", NEW."what", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="0d1e4844ba540f3e639c72aa8f3c88ec2bfba5e9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4d123",
                            table="projects_stakeholdermeasure",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholdermeasureevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6474947b8b5c2df784ad865688ff38342e525bd0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b83ef",
                            table="projects_stakeholdermeasureevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stop",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stop_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="171277359ac5464c4c4f7121a1bd2f78a32c866f",
                            operation="DELETE",
                            pgid="pgtrigger_stop_is_never_deleted_fec38",
                            table="projects_stop",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stop",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stop_is_closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."closed_by_change_id" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="23d50de92bec444e73749303c56e7aa6fb3ff217",
                            operation="UPDATE",
                            pgid="pgtrigger_stop_is_closed_once_175cf",
                            table="projects_stop",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stop",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stop_is_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."change_id" IS DISTINCT FROM (NEW."change_id") OR OLD."phase" IS DISTINCT FROM (NEW."phase") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."formal_decision_id" IS DISTINCT FROM (NEW."formal_decision_id") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."side_causes" IS DISTINCT FROM (NEW."side_causes") OR OLD."lesson_id" IS DISTINCT FROM (NEW."lesson_id") OR OLD."achieved" IS DISTINCT FROM (NEW."achieved") OR OLD."resistance" IS DISTINCT FROM (NEW."resistance") OR OLD."spent" IS DISTINCT FROM (NEW."spent") OR OLD."hours" IS DISTINCT FROM (NEW."hours") OR OLD."people_afterwards" IS DISTINCT FROM (NEW."people_afterwards") OR OLD."data_and_equipment" IS DISTINCT FROM (NEW."data_and_equipment") OR OLD."may_resume_if" IS DISTINCT FROM (NEW."may_resume_if") OR OLD."open_decisions" IS DISTINCT FROM (NEW."open_decisions") OR OLD."informed" IS DISTINCT FROM (NEW."informed"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="7307e30e60b699ddd61fe0ed76d938190e15960e",
                            operation="UPDATE",
                            pgid="pgtrigger_stop_is_fixed_9f22b",
                            table="projects_stop",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="successassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="successassessment_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="605c64d4044f9a9cfdc09d5fa77fa102faeacc02",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_successassessment_is_immutable_4c260",
                            table="projects_successassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gatedecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="gatedecision_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d9ed13428445059e8ba853a07d203d1c533d90ea",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_gatedecision_is_immutable_b2b79",
                            table="projects_gatedecision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="factorscore",
                    trigger=pgtrigger.compiler.Trigger(
                        name="factorscore_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a0640e14864cc63537ea50a9ad3e50b44ebe23c7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_factorscore_is_immutable_468b3",
                            table="projects_factorscore",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="trial",
                    trigger=pgtrigger.compiler.Trigger(
                        name="trial_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="5686cdac99069ddc8201ba577dab2eb3018bc467",
                            operation="DELETE",
                            pgid="pgtrigger_trial_is_never_deleted_0d284",
                            table="projects_trial",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="trial",
                    trigger=pgtrigger.compiler.Trigger(
                        name="trial_is_locked_when_started",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.started_on IS NOT NULL AND (NEW.hypothesis, NEW.success_criterion, NEW.started_on) IS DISTINCT FROM (OLD.hypothesis, OLD.success_criterion, OLD.started_on))",
                            func="RAISE check_violation USING MESSAGE = 'a started trial keeps its criterion';",
                            hash="9264d8ea39a8319ae567579242302d3df6e5c80a",
                            operation="UPDATE",
                            pgid="pgtrigger_trial_is_locked_when_started_a5ec7",
                            table="projects_trial",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="trial",
                    trigger=pgtrigger.compiler.Trigger(
                        name="trial_keeps_its_result",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.result <> '' AND (NEW.result, NEW.ended_on, NEW.findings, NEW.afterwards) IS DISTINCT FROM (OLD.result, OLD.ended_on, OLD.findings, OLD.afterwards))",
                            func="RAISE check_violation USING MESSAGE = 'a trial keeps its result';",
                            hash="5d0a8817ca7b20401a230af03ec0ef3693944d43",
                            operation="UPDATE",
                            pgid="pgtrigger_trial_keeps_its_result_53917",
                            table="projects_trial",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="trial",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_trialevent" ("afterwards", "budget", "by_id", "case_id", "ended_on", "evaluation", "findings", "hypothesis", "id", "kind", "participants", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_end_on", "planned_start_on", "real_users", "recorded_at", "result", "round_id", "started_on", "success_criterion", "title", "version", "who_tests", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."afterwards", NEW."budget", NEW."by_id", NEW."case_id", NEW."ended_on", NEW."evaluation", NEW."findings", NEW."hypothesis", NEW."id", NEW."kind", NEW."participants", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."planned_end_on", NEW."planned_start_on", NEW."real_users", NEW."recorded_at", NEW."result", NEW."round_id", NEW."started_on", NEW."success_criterion", NEW."title", NEW."version", NEW."who_tests", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="c67fe8beffd53db0dd73cccbd7de778140c397b6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4b836",
                            table="projects_trial",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="trial",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_trialevent" ("afterwards", "budget", "by_id", "case_id", "ended_on", "evaluation", "findings", "hypothesis", "id", "kind", "participants", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_end_on", "planned_start_on", "real_users", "recorded_at", "result", "round_id", "started_on", "success_criterion", "title", "version", "who_tests", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."afterwards", NEW."budget", NEW."by_id", NEW."case_id", NEW."ended_on", NEW."evaluation", NEW."findings", NEW."hypothesis", NEW."id", NEW."kind", NEW."participants", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."planned_end_on", NEW."planned_start_on", NEW."real_users", NEW."recorded_at", NEW."result", NEW."round_id", NEW."started_on", NEW."success_criterion", NEW."title", NEW."version", NEW."who_tests", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="0e406d8b05f8350d96be30c8781ea71e26119bd9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a9129",
                            table="projects_trial",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lessonevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9a04c81fa87ae2b6b03e6d33b8584b3380854903",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8f8f9",
                            table="projects_lessonevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lesson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="lesson_is_never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="0a07e7204f557c9aceea4ec57d47cb45bfecb9b5",
                            operation="DELETE",
                            pgid="pgtrigger_lesson_is_never_deleted_a6758",
                            table="projects_lesson",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lesson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "projects_lessonevent" ("advice", "applies_to", "by_id", "case_id", "conditions", "happened", "id", "kind", "learnt", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "recorded_at", "sharing", "tags", "title", "transferability", "trial_id", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."advice", NEW."applies_to", NEW."by_id", NEW."case_id", NEW."conditions", NEW."happened", NEW."id", NEW."kind", NEW."learnt", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phase", NEW."recorded_at", NEW."sharing", NEW."tags", NEW."title", NEW."transferability", NEW."trial_id", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="350f141851b02b3cd9f576b51f7dd9da39998788",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5cabf",
                            table="projects_lesson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lesson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "projects_lessonevent" ("advice", "applies_to", "by_id", "case_id", "conditions", "happened", "id", "kind", "learnt", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "recorded_at", "sharing", "tags", "title", "transferability", "trial_id", "version", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."advice", NEW."applies_to", NEW."by_id", NEW."case_id", NEW."conditions", NEW."happened", NEW."id", NEW."kind", NEW."learnt", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phase", NEW."recorded_at", NEW."sharing", NEW."tags", NEW."title", NEW."transferability", NEW."trial_id", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="7d6cd6e3ea4af6c651baac5561636c9a1a4cb0a0",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5b84d",
                            table="projects_lesson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="innovationquestion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="innovationquestion_is_immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="19843f5c81bf9c973eef673540efc121c468cff8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_innovationquestion_is_immutable_c585d",
                            table="projects_innovationquestion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="trialevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="67dfe4fcae0c5353f3923dd2f4a425d7b050f9fb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7441e",
                            table="projects_trialevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
