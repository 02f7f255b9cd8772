import pytest
from django.core.exceptions import ValidationError

from accounts.text.web_addresses import refuse_sign_in_in


@pytest.mark.parametrize(
    "address",
    [
        "https://kari:hemmelig@nordvik.example/sak",
        "https://kari@nordvik.example",
        "http://:hemmelig@nordvik.example",
        "https://nordvik.example\\@vond.example/",
        "HTTPS://KARI:HEMMELIG@NORDVIK.EXAMPLE?a=b",
        " https://a:b@c.example",
    ],
)
def test_link_that_holds_a_sign_in_is_refused(address):
    with pytest.raises(ValidationError, match="user name and password"):
        refuse_sign_in_in(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "https://nordvik.example/@kari", "https://nordvik.example/?q=kari@nordvik.example"),
        *("https://nordvik.example:8000/a#b@c", "https://[::1]/", "https://[feil"),
    ],
)
def test_other_links_pass(address):
    refuse_sign_in_in(address)
