"""The page that shows the API's document: from files of our own, and without any other host."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from accounts.access.roles import Role
from portfolio.api.schema import ROUTES


def test_docs_show_every_address_without_another_host(
    watched, axe, sign_in, make_person, live_server
):
    sign_in(watched, make_person(Role.READER))
    asked = []
    watched.on("request", lambda request: asked.append(request.url))

    watched.goto("/api/v1/docs/")

    expect(watched.locator(".opblock")).to_have_count(len(ROUTES))
    watched.locator("#operations-pull-cases .opblock-summary-control").click()
    expect(watched.get_by_text("days_in_phase__gte")).to_be_visible()
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith("data:")}
    assert hosts == {urlsplit(live_server.url).netloc}
    assert axe(watched, not_ours=[".swagger-ui"]) == []
