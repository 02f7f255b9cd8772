"""The forms of an import, one a step. Those after the first are built from the file."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import NumberField, OnceToken, PlainText
from accounts.models import Language
from projects.choices.imports import LEAVE_OUT, UNKNOWN, OnConflict
from projects.choices.states import Visibility
from projects.forms.case import basis_choices
from projects.importing import mapping, value_questions, wording
from projects.importing.limits import MEGABYTE
from projects.importing.mapping import MATCH_FIELDS, FieldSpec, Mapping, MappingRefused
from projects.importing.reading import TABLE_NAMES
from projects.importing.targets import IMPORTER, STANDINGS, TARGETS, ValueKind
from projects.importing.value_questions import ValueQuestion
from projects.importing.values import NEW_UNIT, References

ENCODINGS = [
    ("", _("Find out")),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows (cp1252)"),
    ("utf-16", "UTF-16"),
    ("mac_roman", "Macintosh"),
]
DELIMITERS = [
    ("", _("Find out")),
    (";", _("Semicolon")),
    (",", _("Comma")),
    ("\t", _("Tab")),
    ("|", _("Vertical bar")),
]


class ImportStepForm(forms.Form):
    """A step of an import. ``seen_version`` is the version of the import that the person saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class UploadForm(forms.Form):
    once = OnceToken()
    file = forms.FileField(label=_("File"), allow_empty_file=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(sorted(TABLE_NAMES))
        self.fields["file"].help_text = gettext("CSV or Excel (.xlsx), at most %(most)d MB.") % {
            "most": settings.UPLOAD_LIMIT // MEGABYTE
        }


class SheetForm(ImportStepForm):
    """Where the table is: sheet and header row; of a CSV file also its encoding and delimiter."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = NumberField(
        label=_("Row with the column names"),
        min_value=1,
        help_text=_("The rows above it are passed over."),
    )
    encoding = forms.ChoiceField(
        label=_("Letters are written in"), choices=ENCODINGS, required=False
    )
    delimiter = forms.ChoiceField(
        label=_("Columns are separated by"), choices=DELIMITERS, required=False
    )

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        names = [sheet["name"] for sheet in survey["sheets"]]
        self.fields["sheet"].choices = [(name, name) for name in names]
        if len(names) < 2:
            self.fields["sheet"].widget = forms.HiddenInput()
        if survey["kind"] != "csv":
            del self.fields["encoding"], self.fields["delimiter"]

    @property
    def reading(self) -> dict:
        """The arguments by which reading.read_table finds the table."""
        names = ("sheet", "header_row", "encoding", "delimiter")
        return {name: self.cleaned_data.get(name, "") for name in names}


class MappingChoice(forms.Form):
    """A saved mapping, or one that comes with Slik, to begin with."""

    mapping = forms.ChoiceField(label=_("Begin with a mapping"), required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mapping"].choices = [("", _("A proposal from the column names")), *choices]


class ColumnsForm(ImportStepForm):
    """Which field each column fills, and the values of what the file lacks."""

    match_on = forms.ChoiceField(
        label=_("A row is the same case as before when it has the same"),
        choices=[(name, TARGETS[name].label) for name in MATCH_FIELDS],
    )
    external_source = PlainText(
        label=_("Source of the ids"),
        max_length=100,
        required=False,
        help_text=_("Where the ids come from, for example the name of the list or its address."),
    )
    unit = forms.ChoiceField(label=_("Unit, where the file names none"), required=False)
    standing = forms.ChoiceField(
        label=_("State and phase, where no column says it"),
        choices=[(code, text) for code, text in STANDINGS.items() if code != LEAVE_OUT],
        initial=UNKNOWN,
    )
    contact = forms.ChoiceField(
        label=_("Contact, where the file names none"),
        choices=[(IMPORTER, _("Me")), ("", _("Nobody yet"))],
        required=False,
    )
    visibility = forms.ChoiceField(
        label=_("Visibility, where the file says none"),
        choices=Visibility.choices,
        initial=Visibility.INTERNAL,
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis, for cases exempt from public access"),
        choices=basis_choices,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Written language, where the file says none"), choices=Language.choices
    )

    CONSTANTS = ("unit", "standing", "contact", "visibility", "legal_basis", "language")

    def __init__(self, *args, columns: list[dict], spec: dict, references: References, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.base_spec = spec
        self.fields["unit"].choices = [("", _("None")), *references.open_units]
        fields = spec.get("fields", {})
        filled = {
            name: field
            for field, field_spec in fields.items()
            for name in field_spec.get("columns", [])
        }
        targets = [("", _("Not imported")), *((t.name, t.label) for t in TARGETS.values())]
        for column in columns:
            self.fields[f"column_{column['position']}"] = forms.ChoiceField(
                label=column["name"],
                choices=targets,
                required=False,
                initial=filled.get(column["name"], ""),
            )
        self.initial |= {
            name: fields[name]["constant"]
            for name in self.CONSTANTS
            if fields.get(name, {}).get("constant")
        }
        self.initial.setdefault("contact", "")
        for name in ("match_on", "external_source"):
            self.initial[name] = spec.get(name, "")
        self._require_what_is_needed()

    def column_fields(self):
        """Each column with the form field that maps it."""
        return [(column, self[f"column_{column['position']}"]) for column in self.columns]

    def other_fields(self):
        """The fields that map no column."""
        return [field for field in self.visible_fields() if not field.name.startswith("column_")]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self.mapping = mapping.parse(self._spec(cleaned))
        except MappingRefused as error:
            for where, code, params in error.faults:
                self.add_error(self._field_of(where), wording.fault(where, code, params))
        return cleaned

    def _field_of(self, where):
        """Return the form field that a fault of the mapping is about: its own, or a column's."""
        name = where.removeprefix("fields.")
        if name in self.fields:
            return name
        return next((f for f, target in self.cleaned_data.items() if target == name), None)

    def _require_what_is_needed(self):
        """Mark what the choices make necessary, before anybody is told that it is missing."""
        chosen = {self[name].value() for name in self.fields if name.startswith("column_")}
        self.fields["external_source"].required = "external_id" in chosen
        self.fields["unit"].required = "unit" not in chosen

    def _spec(self, cleaned) -> dict:
        columns: dict[str, list[str]] = {}
        for column in self.columns:
            if target := cleaned[f"column_{column['position']}"]:
                columns.setdefault(target, []).append(column["name"])
        fields = {name: self._field(name, names) for name, names in columns.items()}
        for name in self.CONSTANTS:
            if cleaned[name]:
                fields.setdefault(name, {})["constant"] = cleaned[name]
        source = cleaned["external_source"]
        parts = {"match_on": cleaned["match_on"], "external_source": source, "fields": fields}
        return {"format": mapping.FORMAT, **parts}

    def _field(self, name, columns):
        """Return the field's part of the mapping that was started from, for these columns."""
        field_spec = dict(self.base_spec.get("fields", {}).get(name, {})) | {"columns": columns}
        field_spec.pop("constant", None)
        if TARGETS[name].kind == ValueKind.LONG_TEXT:
            before = field_spec.get("prefixes", {})
            field_spec["prefixes"] = {
                column: before.get(column, "" if n == 0 else f"{column}: ")
                for n, column in enumerate(columns)
            }
        return field_spec


EMPTY_ANSWER = "-"  # “leave it empty”, as opposed to no answer


class ValuesForm(ImportStepForm):
    """What the texts of the file stand for. A text without an answer is asked about again."""

    create_missing = forms.BooleanField(label=_("Make the units that are missing"), required=False)
    keep_as = PlainText(
        label=_("Keep this mapping for next time as"),
        max_length=80,
        required=False,
        help_text=_("A name of your choice. A mapping of the same name is replaced."),
    )

    def __init__(
        self, *args, chosen: Mapping, questions: list[ValueQuestion], references, people, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.chosen, self.questions = chosen, questions
        unit = chosen.fields.get("unit", FieldSpec())
        if any(question.name == "unit" for question in questions) or unit.create_missing:
            self.fields["create_missing"].initial = unit.create_missing
        else:
            del self.fields["create_missing"]
        for question in questions:
            choices = _choices(question, references, people) if question.is_choice else []
            for number, unclear in enumerate(question.texts):
                self._add(question, f"{question.name}-{number}", unclear, choices)
        for column in self._joined():
            self.fields[f"prefix-{column}"] = PlainText(
                label=gettext("Text before “%s”") % column,
                required=False,
                strip=False,
                initial=chosen.fields["summary"].prefixes.get(column, ""),
            )

    def _add(self, question, name, unclear, choices):
        label = unclear.text or gettext("Empty cell")
        hint = gettext("Rows: %(rows)s. The first is row %(first)s.") % {
            "rows": unclear.rows,
            "first": unclear.first_row,
        }
        if unclear.similar:
            hint += " " + gettext("There is a unit named “%s”.") % unclear.similar
        if question.is_choice:
            ask = gettext("Choose what “%s” stands for.") % label
            self.fields[name] = forms.ChoiceField(
                label=label,
                help_text=hint,
                choices=choices,
                initial=_initial(unclear),
                required=question.name != "unit",
                error_messages={"required": ask},
            )
            return
        self.fields[name] = PlainText(
            label=label, help_text=hint, required=False, max_length=500, initial=unclear.meaning
        )
        self.fields[f"{name}-empty"] = forms.BooleanField(
            label=gettext("Leave it empty"), required=False, initial=unclear.meaning == ""
        )

    def _joined(self):
        summary = self.chosen.fields.get("summary")
        return summary.columns if summary and len(summary.columns) > 1 else ()

    def groups(self):
        """Yield each question with its form fields."""
        for question in self.questions:
            names = [name for name in self.fields if name.startswith(f"{question.name}-")]
            yield question, [self[name] for name in names]

    def prefix_fields(self):
        """The fields for the text before each part of a summary."""
        return [self[f"prefix-{column}"] for column in self._joined()]

    def clean(self):
        cleaned = super().clean()
        units = [name for name in self.fields if name.startswith("unit-")]
        open_ones = [name for name in units if not cleaned.get(name)]
        if cleaned.get("create_missing"):
            return cleaned
        if len(open_ones) > 1 and open_ones == units:  # “make them” answers for all
            self.add_error("create_missing", _("Tick this, or choose a unit for each of them."))
            return cleaned
        for name in open_ones:
            self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def spec(self) -> dict:
        """The mapping's JSON form with these answers in it."""
        document = self.chosen.as_json()
        for question in self.questions:
            answers = dict(self._answers(question))
            values = value_questions.with_answers(self.chosen.fields[question.name], answers)
            document["fields"][question.name]["values"] = values
        if "unit" in document["fields"]:
            create = self.cleaned_data.get("create_missing", False)
            document["fields"]["unit"]["create_missing"] = create
        if self._joined():
            document["fields"]["summary"]["prefixes"] = {
                column: self.cleaned_data[f"prefix-{column}"] for column in self._joined()
            }
        return document

    def _answers(self, question):
        for number, unclear in enumerate(question.texts):
            name = f"{question.name}-{number}"
            answer = self.cleaned_data[name]
            if answer == EMPTY_ANSWER:
                yield unclear.text, ""
            elif answer == NEW_UNIT:
                yield unclear.text, NEW_UNIT + unclear.text
            elif answer or self.cleaned_data.get(f"{name}-empty"):
                yield unclear.text, answer


def _initial(unclear):
    if unclear.meaning is None:
        return ""
    is_new = unclear.meaning.startswith(NEW_UNIT)
    return NEW_UNIT if is_new else unclear.meaning or EMPTY_ANSWER


def _choices(question: ValueQuestion, references: References, people):
    """Return the choices of what a text of this field may stand for."""
    ask = ("", gettext("Choose"))
    empty = (EMPTY_ANSWER, gettext("Leave it empty"))
    if question.name == "standing":
        return [ask, *STANDINGS.items()]
    if question.target.kind == ValueKind.UNIT:
        return [ask, (NEW_UNIT, gettext("Make this unit")), *references.open_units]
    if question.target.kind == ValueKind.PERSON:
        return [ask, (IMPORTER, gettext("Me")), empty, *((p.email, p.name) for p in people)]
    codes = [(str(code), str(label)) for code, label in question.target.choices().items()]
    return [ask, empty, *codes]


class ConflictsForm(ImportStepForm):
    """Which value to keep, row by row and field by field. Nothing is preselected."""

    def __init__(self, *args, rows, values, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for name, (_base, ours, theirs) in row.conflicts.items():
                choices = [
                    (OnConflict.KEEP.value, _choice_label(gettext("Keep: %s"), values, name, ours))
                ]
                if name not in row.held:
                    label = _choice_label(gettext("Take from the file: %s"), values, name, theirs)
                    choices.append((OnConflict.TAKE.value, label))
                self.fields[f"{row.number}-{name}"] = forms.ChoiceField(
                    label=wording.field_label(name),
                    widget=forms.RadioSelect,
                    choices=choices,
                    required=False,
                    initial=row.choices.get(name),
                    help_text=self._why(row, name),
                )

    def _why(self, row, name):
        if name not in row.held:
            return ""
        problem = wording.problem(row.held[name])
        return f"{problem['wrong']} {problem['right']}"

    def groups(self):
        """Yield each row with its form fields."""
        for row in self.rows:
            yield row, [self[f"{row.number}-{name}"] for name in row.conflicts]

    @property
    def choices(self) -> dict[int, dict[str, str]]:
        """The choices, by row and field."""
        chosen = {}
        for row in self.rows:
            answers = {name: self.cleaned_data[f"{row.number}-{name}"] for name in row.conflicts}
            chosen[row.number] = {name: answer for name, answer in answers.items() if answer}
        return chosen


def _choice_label(sentence, values, name, value):
    return sentence % (values.display(name, value) or gettext("nothing"))
