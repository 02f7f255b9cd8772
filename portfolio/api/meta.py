"""What a client needs to know before it asks: codes, filters, and who it is itself."""

from accounts.access.roles import Role
from accounts.models import Language, Unit
from portfolio.api.lists import parameters, responses
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from portfolio.api.views import ApiView
from projects.choices.phases import Phase
from projects.choices.reference import InnovationType
from projects.choices.states import Health, State, Visibility
from projects.filters import (
    CaseFilterSet,
    CaseOrderingFilter,
    CodesFilter,
    DaysFilter,
    MomentFilter,
    TrueFilter,
)
from projects.models import Case

CODE_LISTS = {
    "phases": Phase,
    "states": State,
    "health": Health,
    "visibility": Visibility,
    "languages": Language,
    "innovation_types": InnovationType,
}
KINDS = {
    CodesFilter: "code",
    DaysFilter: "integer",
    MomentFilter: "moment",
    TrueFilter: "flag",
    CaseOrderingFilter: "ordering",
}


class Meta(ApiView):
    """Every code with its label: phases, states, health, units, and those of the lists."""

    def get(self, request):
        self.query()
        units = Unit.objects.visible_to(request.user).alphabetical().select_related("parent")
        return self.answer(
            {name: code_label_pairs(choices.choices) for name, choices in CODE_LISTS.items()}
            | vocabularies()
            | {
                "units": [
                    {
                        "code": unit.code,
                        "label": unit.name,
                        "part_of": unit.parent.code if unit.parent else None,
                        "closed": unit.closed_at is not None,
                    }
                    for unit in units
                ]
            }
        )


class Filters(ApiView):
    """Every parameter of the lists: its kind, its values, whether it may be repeated. ``lists`` has
    what each list about cases takes besides, of its own rows.
    """

    def get(self, request):
        self.query()
        search = CaseFilterSet({}, Case.objects.none(), user=request.user)
        filters = [
            describe_filter(name, case_filter, search)
            for name, case_filter in search.filters.items()
            if name not in search.withheld
        ]
        lists = {
            published.name: describe_parameters(parameters.list_parameters(published))
            for published in CASE_RELATED_LISTS
        }
        own = describe_parameters(parameters.LIST_PARAMETERS)
        return self.answer({"filters": filters, "parameters": own, "lists": lists})


def describe_parameters(described):
    """Parameters of the API's own as data."""
    return [
        {
            "name": parameter.name,
            "label": str(parameter.description),
            "repeatable": parameter.is_repeatable,
            **parameter.schema,
        }
        for parameter in described
    ]


def vocabularies():
    """The codes of every coded column of the lists about cases, by list and column."""
    return {
        f"{published.name}.{column.path.removesuffix('.label')}": code_label_pairs(
            column.labels.choices
        )
        for published in CASE_RELATED_LISTS
        for column in published.columns
        if column.labels
    }


def code_label_pairs(choices):
    """Codes and labels, in their order."""
    return [{"code": code, "label": str(label)} for code, label in choices]


def describe_filter(name, case_filter, search):
    """A filter as data."""
    kind = next((text for cls, text in KINDS.items() if isinstance(case_filter, cls)), "text")
    description = {
        "name": name,
        "label": str(case_filter.label),
        "kind": kind,
        "repeatable": isinstance(case_filter, CodesFilter),
    }
    if kind in {"code", "flag"}:
        description["values"] = code_label_pairs(search.form.fields[name].choices)
    if kind == "ordering":
        description["values"] = [{"code": name} for name in case_filter.extra["names"]]
    return description


class AuthCheck(ApiView):
    """Who the token acts for, what it may do, and until when."""

    def get(self, request):
        self.query()
        person, token = request.user, request.auth
        content = {
            "name": person.name,
            "municipality": {
                "number": person.municipality.number,
                "name": person.municipality.name,
            },
            "roles": [role.value for role in Role if role in person.roles],
            "api_version": responses.VERSION,
        }
        if token is not None:
            content["token"] = {
                "name": token.name,
                "scopes": token.scopes,
                "expires_at": token.expires_at.isoformat(),
            }
        return self.answer(content)
