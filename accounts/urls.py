"""The pages of people, roles, units and the municipality.

Functions that read cases are passed in by portfolio.urls: accounts does not import cases.
"""

from django.urls import path

from accounts.views import account, municipality, people, roles, tokens, units


def url_patterns(*, roles_in_cases_of, held_roles_of):
    """Return the addresses. ``roles_in_cases_of(viewer, person)`` lists a person's roles in cases
    that the viewer sees; ``held_roles_of(user)`` returns the HeldRoles of a person.
    """
    cases = {"roles_in_cases_of": roles_in_cases_of}
    return [
        path("account/", account.account, cases, name="account"),
        path("account/address/", account.address, name="address"),
        path("account/address/keep/", account.address_keep, name="address_keep"),
        path("account/address/confirm/<str:key>/", account.address_confirm, name="address_confirm"),
        path("people/", people.people, name="people"),
        path("people/new/", people.person_new, name="person_new"),
        path("people/<int:pk>/", people.person, cases, name="person"),
        path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
        path("people/<int:pk>/active/", people.person_active, cases, name="person_active"),
        path("people/<int:pk>/invite/", people.person_invite, name="person_invite"),
        path("people/<int:pk>/link/", people.person_link, name="person_link"),
        path(
            "people/<int:pk>/address/link/", people.person_address_link, name="person_address_link"
        ),
        path(
            "people/<int:pk>/address/keep/", people.person_address_keep, name="person_address_keep"
        ),
        path("people/<int:pk>/roles/", roles.role_give, name="role_give"),
        path("people/<int:pk>/roles/<int:grant_pk>/end/", roles.role_end, name="role_end"),
        path("roles/", roles.who_may_what, {"held_roles_of": held_roles_of}, name="who_may_what"),
        path("units/", units.units, name="units"),
        path("units/new/", units.unit_new, name="unit_new"),
        path("units/<slug:code>/edit/", units.unit_edit, name="unit_edit"),
        path("units/<slug:code>/close/", units.unit_close, name="unit_close"),
        path("tokens/", tokens.tokens, name="tokens"),
        path("tokens/<int:pk>/collect/", tokens.token_collect, name="token_collect"),
        path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
        path("municipality/", municipality.municipality, name="municipality"),
    ]
