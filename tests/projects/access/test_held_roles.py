from django.utils.functional import SimpleLazyObject

from accounts.access.roles import AccessRole
from accounts.models import User
from projects.access.held_roles import held_roles_of


def test_hats_of_the_person_of_a_request_are_read_once(leader, django_assert_num_queries):
    person = SimpleLazyObject(lambda: User.objects.get(pk=leader.pk))

    with django_assert_num_queries(3):  # the person, their roles, their parts in cases
        for _ in range(3):
            assert held_roles_of(person).roles == {AccessRole.LEADER}
