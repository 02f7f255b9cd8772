"""The texts of a file that a person must give a meaning."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from projects.choices.imports import normalise_text
from projects.importing.mapping import FieldSpec, Mapping
from projects.importing.targets import TARGETS, Target, ValueKind, codes_by_text
from projects.importing.values import READERS, References, Unreadable, split_tags

CHOSEN_KINDS = {ValueKind.CODE, ValueKind.UNIT, ValueKind.PERSON, ValueKind.STANDING}
TYPED_KINDS = {ValueKind.LINK, ValueKind.PARTIAL_DATE, ValueKind.DATE}
MAX_TEXTS = 200  # texts of one field on one page; a field with more has the wrong column
MIN_SIMILARITY = 80  # of 100


@dataclass(frozen=True)
class UnclearText:
    """One text of the file. ``meaning`` comes from the mapping, or from the text itself."""

    text: str
    rows: int
    first_row: int
    meaning: str | None = None
    similar: str = ""


@dataclass
class ValueQuestion:
    """The texts of one field that stand for a code, or cannot be read."""

    name: str
    target: Target
    texts: list[UnclearText] = field(default_factory=list)
    is_too_long: bool = False

    @property
    def is_choice(self) -> bool:
        """Answered by choosing; otherwise by writing another text."""
        return self.target.kind not in TYPED_KINDS


def columns_by_field(mapping: Mapping, columns: list[dict]) -> dict[str, list[int]]:
    """Return the columns whose texts must be checked: field → positions."""
    position = {column["name"]: column["position"] for column in columns}
    checked_kinds = CHOSEN_KINDS | TYPED_KINDS | {ValueKind.CODES}
    return {
        name: [position[column] for column in spec.columns if column in position]
        for name, spec in mapping.fields.items()
        if spec.columns and TARGETS[name].kind in checked_kinds
    }


def linked_fields(mapping: Mapping) -> list[str]:
    """Return the fields for which the address of a link counts, not the text it stands behind."""
    return [name for name in mapping.fields if TARGETS[name].kind == ValueKind.LINK]


def questions(mapping: Mapping, distinct: dict, references: References) -> list[ValueQuestion]:
    """Return the questions, in the order of the fields."""
    open_questions = []
    for name, target in TARGETS.items():
        if name not in distinct:
            continue
        question = ValueQuestion(name, target)
        spec = mapping.fields[name]
        for text, rows, first in _texts(target, distinct[name]):
            found = _unclear(target, spec, text, rows, first, references)
            if found:
                question.texts.append(found)
        question.is_too_long = len(question.texts) > MAX_TEXTS
        del question.texts[MAX_TEXTS:]
        if question.texts:
            open_questions.append(question)
    return open_questions


def _texts(target, found):
    """Yield the texts to check; of a field with several codes, each code by itself."""
    if target.kind != ValueKind.CODES:
        yield from found
        return
    pieces: dict[str, list] = {}
    for text, rows, first in found:
        for cell in text.split(" | "):
            for piece in [cell] if _is_known(cell, target) else split_tags(cell, (",", ";", "\n")):
                if piece:
                    pieces.setdefault(normalise_text(piece), [piece, 0, first])[1] += rows
    yield from pieces.values()


def _is_known(text, target):
    return normalise_text(text) in codes_by_text(target.name)


def _unclear(target, spec: FieldSpec, text, rows, first, references) -> UnclearText | None:
    meaning = spec.meaning(text)
    if meaning is not None:
        return UnclearText(text, rows, first, meaning)
    if not text and target.kind != ValueKind.STANDING:
        return None
    try:
        value = READERS[target.kind](text, target, references)
    except Unreadable as error:
        return UnclearText(text, rows, first, similar=_similar(error.code, text, references))
    # Every text about the state is shown, also one with a meaning: the person should see all.
    return UnclearText(text, rows, first, value) if target.kind == ValueKind.STANDING else None


def _similar(code, text, references: References) -> str:
    if code != "unknown_unit":
        return ""
    names = [name for _code, name in references.open_units]
    near = process.extractOne(
        text, names, scorer=fuzz.token_sort_ratio, score_cutoff=MIN_SIMILARITY
    )
    return near[0] if near else ""


def with_answers(spec: FieldSpec, answers: dict[str, str]) -> dict[str, str]:
    """Return the field's values, in which these answers replace older ones for the same texts."""
    answered = {normalise_text(text) for text in answers}
    others = {text: to for text, to in spec.values.items() if normalise_text(text) not in answered}
    return others | answers
