"""The API's views: guard, read the query, answer."""

import hashlib
import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import is_valid_path, resolve
from django.utils import timezone, translation
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.views import APIView

from accounts.database.prepared_statements import PreparedStatement
from accounts.signing_in.addresses import site_of
from portfolio.api import timeline
from portfolio.api.access import CSVRenderer, JSONRenderer, XLSXRenderer
from portfolio.api.lists import parameters, responses, sql
from portfolio.api.lists.cases import CASE_RELATED_LISTS, CASES
from portfolio.api.lists.parameters import Query
from portfolio.api.problems import Problem
from projects.access.audiences import audience_of
from projects.access.reading_levels import ReadingLevel
from projects.choices.case_key import CASE_KEY
from projects.models import Case, Revision
from projects.querysets.cases import CaseQuerySet

_REVISION = PreparedStatement(
    lambda municipality, audience: (
        Revision.objects.filter(municipality_id=municipality)
        .filter(audience=audience)
        .values_list("number")
    ),
    *(0, ""),
)


class ApiView(APIView):
    """What every address shares: language first, a strict query, headers for caches."""

    renderer_classes = (JSONRenderer,)
    own_parameters = parameters.JSON_PARAMETERS

    def initial(self, request, *args, **kwargs):
        self._activate_language(None)
        super().initial(request, *args, **kwargs)
        self._activate_language(request.user)
        if "key" in kwargs and not CASE_KEY.fullmatch(kwargs["key"]):
            raise Http404

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Content-Language"] = get_language()
        response.headers["Vary"] = "Authorization, Cookie, Accept, Accept-Language"
        response.headers["API-Version"] = responses.VERSION
        response.headers.setdefault("Cache-Control", "no-store")  # of people who are signed in
        return response

    def options(self, request, *args, **kwargs):  # noqa: ARG002 - Django's signature
        """Say which methods there are: the header Allow does."""
        return HttpResponse(status=204)

    def query(self, **kwargs):
        """Read the query strictly."""
        return Query(
            self.request.GET,
            path=self.request.path,
            own_parameters=self.own_parameters,
            user=self.request.user,
            **kwargs,
        )

    def revision(self):
        """The revision of what this person's audience sees. One query."""
        person = self.request.user
        found = _REVISION.rows(person.municipality_id, audience_of(person))
        return found[0][0] if found else 0

    def answer(self, content):
        """Answer with JSON and a tag of it; ``meta`` comes last and is left out of the tag."""
        body = json.dumps(content, ensure_ascii=False, default=str)
        response = HttpResponse(body, content_type=responses.JSON_TYPE)
        return with_etag(self.request, response, responses.etag_of_body(response.content))

    def _activate_language(self, person):
        """Activate the requested language, else the person's, else the municipality's."""
        requested, headers = self.request.GET.get("lang"), self.request.headers
        if requested in parameters.LANGUAGES:
            language = requested
        elif person and person.is_authenticated and headers.get("Accept-Language", "*") == "*":
            language = person.language or person.municipality.language
        else:
            language = translation.get_language_from_request(self.request)
        translation.activate(language)


class ListView(ApiView):
    """A list of published rows, as pages of JSON or as a file of everything."""

    renderer_classes = (JSONRenderer, CSVRenderer, XLSXRenderer)
    published = None
    own_parameters = parameters.LIST_PARAMETERS

    def get(self, request):
        query = self.query(cases=self.cases_of(request.user))
        rows = sql.Rows.of(self.published, self.rows_of(query), request.user, site=site_of(request))
        extension = request.accepted_renderer.format
        refuse_misplaced(query, extension)
        if extension != "json":
            return responses.file_of_rows(request, query, rows, extension=extension)
        revision = self.revision()
        tag = responses.etag_of_list(request, query, rows, revision=revision)
        if tag and matches_etag(request, tag):
            return not_modified(tag)
        response = responses.json_page(request, query, rows, revision=revision)
        return with_etag(request, response, tag or responses.etag_of_body(response.content))

    def cases_of(self, user):
        """The cases of which this person gets rows. Raises Problem 403 when their roles give none:
        what is withheld is not an empty list.
        """
        if self.published.is_withheld_from(user):
            raise Problem(403, "withheld", _("Your role does not read this list."))
        if self.published.shared_with_stakeholders:
            return Case.objects.visible_to(user)  # the rows are narrowed by ``readable_by``
        return CASES_OF_LEVEL[self.published.level](Case.objects.all(), user)

    def rows_of(self, query):
        """The rows of the cases found."""
        published, cases = self.published, query.cases.order_by()
        rows = published.model.objects.filter(
            **{f"{published.case_path}__in": cases}, **published.row_filter
        )
        if published.readable_by:
            rows = published.readable_by(rows, self.request.user)
        return query.order(query.filter_rows(rows), published)


CASES_OF_LEVEL = {
    ReadingLevel.OPEN: CaseQuerySet.visible_to,
    ReadingLevel.REPORTED: CaseQuerySet.reported_readable_by,
    ReadingLevel.WORKING: CaseQuerySet.working_readable_by,
}


class CaseList(ListView):
    """The cases you may see."""

    published = CASES

    def rows_of(self, query):
        return query.cases


class CaseRelatedList(ListView):
    """Rows about the cases you may see, searched by their case and by themselves."""

    @property
    def own_parameters(self):
        return PARAMETERS_BY_LIST[self.published.name]


PARAMETERS_BY_LIST = {
    published.name: (*ListView.own_parameters, *parameters.list_parameters(published))
    for published in CASE_RELATED_LISTS
}


class CaseDetail(ApiView):
    """One case. Its ETag is what a write asks for in If-Match."""

    def get(self, request, key):
        self.query()
        document = document_of(request, key)
        tag = etag_of_case(document)
        if matches_etag(request, tag):
            return not_modified(tag)
        return with_etag(request, HttpResponse(document, content_type=responses.JSON_TYPE), tag)


class CaseTimeline(ApiView):
    """What happened to a case, in order: phases, states, gates, updates and the method."""

    def get(self, request, key):
        self.query()
        case = get_object_or_404(Case.objects.visible_to(request.user), key=key)
        return self.answer({"key": case.key, "results": timeline.events(case, request.user)})


def document_of(request, key) -> str:
    """The case as whoever asks sees it, as JSON. One query. Raises Http404."""
    found = Case.objects.visible_to(request.user).filter(key=key).order_by("pk")
    rows = sql.Rows.of(CASES, found, request.user, site=site_of(request))
    _total, document, _count, _last = sql.page_of(rows, start=0, size=1, counted=False)
    if document is None:
        raise Http404
    return document


def etag_of_case(document: str) -> str:
    """The strong tag of a case: what is seen of it, the day (for ``days``), the language."""
    return f'"{fingerprint_of(document)}.{timezone.localdate():%Y%m%d}.{get_language()}"'


def fingerprint_of(document: str) -> str:
    """What a person sees of a case as a short text, whatever the language, day and address."""
    seen = json.loads(document)
    for value in seen.values():
        if isinstance(value, dict):
            value.pop("label", None)
    seen["phase"].pop("days")
    seen.pop("url")
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]


def refuse_misplaced(query, extension):
    """Refuse what means nothing for the format: pages of a file, a delimiter of JSON."""
    csv_only = {"table", *(parameter.name for parameter in parameters.CSV_ONLY)}
    misplaced = csv_only if extension != "csv" else set()
    if extension != "json":
        misplaced = misplaced | {"page", "page_size", "cursor"}
    errors = tuple(
        {
            "parameter": name,
            "code": "invalid_parameter",
            "message": _("“%(name)s” means nothing for %(format)s.")
            % {"name": name, "format": extension},
        }
        for name in query.values
        if name in misplaced
    )
    if errors:
        raise Problem(400, "invalid_parameter", errors[0]["message"], errors=errors)


def matches_etag(request, tag):
    """The caller has what the tag is of. What was packed on the way has a weak tag."""
    etags = request.headers.get("If-None-Match", "").split(",")
    return tag.removeprefix("W/") in {etag.strip().removeprefix("W/") for etag in etags}


def not_modified(tag):
    """Answer that nothing is new."""
    return HttpResponse(status=304, headers={"ETag": tag})


def with_etag(request, response, tag):
    """Put the tag on an answer, or answer that nothing is new."""
    if matches_etag(request, tag):
        return not_modified(tag)
    response.headers["ETag"] = tag
    return response


class NotFoundView(ApiView):
    """Every other address under the API: the same with a slash at its end if there is one, else
    404 as a problem, not as a page.
    """

    permission_classes = ()

    def dispatch(self, request, *args, **kwargs):
        with_slash = f"{request.path_info}/"
        if is_valid_path(with_slash) and resolve(with_slash).url_name != "api_nowhere":
            # 308: the method and the body go along.
            address = request.get_full_path(force_append_slash=True)
            return HttpResponse(status=308, headers={"Location": escape_leading_slashes(address)})
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404
