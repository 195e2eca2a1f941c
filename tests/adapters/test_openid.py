"""The adapter against a provider on loopback, through the real HTTP client."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey

from tests.factories import NOON
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, serving_provider
from ungis_events.adapters.openid import OpenIdProvider, OpenIdRefused, Person

CALLBACK = "http://localhost/sign-in/openid/callback"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving_provider(NOON) as provider:
        yield provider


@pytest.fixture
def adapter(provider: Provider) -> OpenIdProvider:
    return OpenIdProvider(provider.issuer, CLIENT_ID, CLIENT_SECRET)


def sign_in(adapter: OpenIdProvider, provider: Provider) -> Person:
    url, pending = adapter.begin(CALLBACK, NOON)
    return adapter.finish(pending, provider.authorize(url), CALLBACK, NOON)


def test_provider_says_who_it_is(adapter: OpenIdProvider, provider: Provider) -> None:
    person = sign_in(adapter, provider)

    assert person == Person("person-1", "amina@example.org", is_verified=True)


def test_address_that_is_not_in_the_token_is_asked_for(
    adapter: OpenIdProvider, provider: Provider
) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "person-1", "email": "bo@example.org", "email_verified": True}

    assert sign_in(adapter, provider) == Person("person-1", "bo@example.org", is_verified=True)


def test_what_is_told_of_another_person_does_not_count(
    adapter: OpenIdProvider, provider: Provider
) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "person-2", "email": "bo@example.org", "email_verified": True}

    assert sign_in(adapter, provider) == Person("person-1", "", is_verified=False)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_only_what_is_plainly_verified_is_verified(
    adapter: OpenIdProvider, provider: Provider, verified: object
) -> None:
    provider.claims = {"email_verified": verified}

    assert sign_in(adapter, provider).is_verified is False


SECONDS = int(NOON.timestamp())


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"nonce": "another"}, id="of another sign-in"),
        pytest.param({"nonce": None}, id="of no sign-in"),
        pytest.param({"iss": "https://evil.example"}, id="of another issuer"),
        pytest.param({"aud": "another site"}, id="for another site"),
        pytest.param({"aud": ["another site"]}, id="for other sites"),
        pytest.param({"aud": "another site", "azp": CLIENT_ID}, id="for another site, by us"),
        pytest.param({"azp": "another site"}, id="given to another site"),
        pytest.param({"exp": SECONDS - 600}, id="expired"),
        pytest.param({"exp": None}, id="without an end"),
        pytest.param({"iat": SECONDS + 3600}, id="from the future"),
        pytest.param({"sub": None}, id="of nobody"),
        pytest.param({"at_hash": "of another token"}, id="with another access token"),
    ],
)
def test_token_is_refused(
    adapter: OpenIdProvider, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims

    with pytest.raises(OpenIdRefused):
        sign_in(adapter, provider)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_token_without_the_providers_own_signature_is_refused(
    adapter: OpenIdProvider, provider: Provider, algorithm: str
) -> None:
    provider.algorithm = algorithm

    with pytest.raises(OpenIdRefused):
        sign_in(adapter, provider)


def test_token_signed_with_another_key_is_refused(
    adapter: OpenIdProvider, provider: Provider
) -> None:
    provider.published_key = RSAKey.generate_key(2048, {"kid": "one"})

    with pytest.raises(OpenIdRefused):
        sign_in(adapter, provider)


def test_new_keys_are_read_when_they_are_needed(
    adapter: OpenIdProvider, provider: Provider
) -> None:
    provider.published_key = RSAKey.generate_key(2048, {"kid": "old"})
    with pytest.raises(OpenIdRefused):
        sign_in(adapter, provider)
    provider.published_key = None

    assert sign_in(adapter, provider).subject == "person-1"
    assert provider.asked.count("GET /.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"state": "another"}, id="another state"),
        pytest.param({"state": ""}, id="no state"),
        pytest.param({"code": "guessed"}, id="a code that was never given"),
        pytest.param({"iss": "https://evil.example"}, id="another provider's answer"),
    ],
)
def test_answer_that_does_not_fit_is_refused(
    adapter: OpenIdProvider, provider: Provider, answer: dict[str, str]
) -> None:
    url, pending = adapter.begin(CALLBACK, NOON)
    brought = provider.authorize(url) | answer

    with pytest.raises(OpenIdRefused):
        adapter.finish(pending, brought, CALLBACK, NOON)


def test_code_is_worth_nothing_without_its_verifier(
    adapter: OpenIdProvider, provider: Provider
) -> None:
    url, pending = adapter.begin(CALLBACK, NOON)
    brought = provider.authorize(url)

    with pytest.raises(OpenIdRefused):
        adapter.finish(pending | {"verifier": "stolen code, no verifier"}, brought, CALLBACK, NOON)


def test_provider_that_says_no_signs_nobody_in(adapter: OpenIdProvider, provider: Provider) -> None:
    url, pending = adapter.begin(CALLBACK, NOON)
    brought = provider.authorize(url)
    del brought["code"]

    with pytest.raises(OpenIdRefused):
        adapter.finish(pending, brought | {"error": "access_denied"}, CALLBACK, NOON)


@pytest.mark.parametrize(
    "published",
    [
        pytest.param({"issuer": "https://evil.example"}, id="of another issuer"),
        pytest.param({"token_endpoint": "ftp://127.0.0.1/token"}, id="no web address"),
        pytest.param({"jwks_uri": ""}, id="without keys"),
    ],
)
def test_provider_that_publishes_nonsense_is_not_used(
    adapter: OpenIdProvider, provider: Provider, published: dict[str, str]
) -> None:
    provider.published = published

    with pytest.raises(OpenIdRefused):
        adapter.begin(CALLBACK, NOON)


def test_provider_that_is_away_signs_nobody_in(provider: Provider) -> None:
    away = OpenIdProvider("http://127.0.0.1:9", CLIENT_ID, CLIENT_SECRET)

    with pytest.raises(OpenIdRefused):
        away.begin(CALLBACK, NOON)


def test_what_is_published_is_read_again_after_an_hour(
    adapter: OpenIdProvider, provider: Provider
) -> None:
    for later in (timedelta(), timedelta(minutes=59), timedelta(minutes=61)):
        adapter.begin(CALLBACK, NOON + later)

    assert provider.asked.count("GET /.well-known/openid-configuration") == 2
