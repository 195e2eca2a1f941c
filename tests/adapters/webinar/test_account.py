"""The token: asked for once, shared, renewed early, and replaced once where it is refused."""

import threading
from datetime import timedelta

import pytest

from tests.adapters.webinar.scripted import Answer, MemoryTokens, Scripted, Wall, make_zoom
from ungis_events.adapters.webinar import Person, Problem, ProviderError, Retry
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider

AMINA = Person("amina@example.org", "Amina", "Diallo")
THERE = {"registrant_id": "r1", "join_url": "https://zoom.us/w/1?tk=x"}
BAD_TOKEN = (401, {"code": 124, "message": "Invalid access token."})


def bearers(script: Scripted) -> list[str]:
    return [
        each.headers["Authorization"].removeprefix("Bearer ")
        for each in script.asked
        if each.path != "/oauth/token"
    ]


def test_a_token_is_asked_for_as_zoom_wants_it(script: Scripted, provider: ZoomProvider) -> None:
    script.then(201, THERE)

    provider.add_person("85746065123", AMINA)

    asked = script.asked[0]
    assert (asked.method, asked.path, asked.body) == (
        "POST",
        "/oauth/token",
        b"grant_type=account_credentials&account_id=account-1",
    )
    assert asked.headers["Authorization"] == "Basic Y2xpZW50LTE6dmVyeS1zZWNyZXQ="


def test_one_token_serves_all_workers(script: Scripted, tokens: MemoryTokens, wall: Wall) -> None:
    script.then(201, THERE).then(201, THERE)

    make_zoom(script.url, tokens, wall).add_person("85746065123", AMINA)
    make_zoom(script.url, tokens, wall).add_person("85746065123", AMINA)

    assert (script.tokens_given, bearers(script)) == (1, ["token-1", "token-1"])


def test_accounts_do_not_share_a_token(script: Scripted, tokens: MemoryTokens, wall: Wall) -> None:
    script.then(201, THERE).then(201, THERE)

    make_zoom(script.url, tokens, wall).add_person("85746065123", AMINA)
    make_zoom(script.url, tokens, wall, ZOOM_CLIENT_ID="client-2").add_person("1", AMINA)

    assert script.tokens_given == 2
    assert not [name for name in tokens.kept if "account" in name or "client" in name]


@pytest.mark.parametrize(("minutes", "given"), [(54, 1), (56, 2)])
def test_a_token_is_renewed_before_it_ends(
    script: Scripted, provider: ZoomProvider, wall: Wall, minutes: int, given: int
) -> None:
    script.then(201, THERE).then(201, THERE)
    provider.add_person("85746065123", AMINA)

    wall.now += timedelta(minutes=minutes)
    provider.add_person("85746065123", AMINA)

    assert script.tokens_given == given


def test_a_refused_token_is_replaced_once(
    script: Scripted, provider: ZoomProvider, tokens: MemoryTokens
) -> None:
    script.then(*BAD_TOKEN).then(201, THERE)

    provider.add_person("85746065123", AMINA)

    assert bearers(script) == ["token-1", "token-2"]
    assert [token.value for token in tokens.kept.values()] == ["token-2"]


def test_a_second_refusal_is_of_the_credentials(script: Scripted, provider: ZoomProvider) -> None:
    script.then(*BAD_TOKEN).then(*BAD_TOKEN)

    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)

    assert (caught.value.problem, caught.value.retry) == (Problem.CREDENTIALS, Retry.NEVER)
    assert bearers(script) == ["token-1", "token-2"]


def test_another_workers_new_token_is_taken_before_one_is_asked_for(
    script: Scripted, provider: ZoomProvider, tokens: MemoryTokens, wall: Wall
) -> None:
    script.then(201, THERE)
    provider.add_person("85746065123", AMINA)
    (name, old), *_ = tokens.kept.items()
    newer = type(old)("of-another-worker", old.expires_at)

    class Meanwhile(MemoryTokens):
        """Another worker saves its own between our asking and Zoom's refusal."""

        kept = {name: old}

        def __init__(self) -> None:
            pass

        def forget(self, name: str, token: object) -> None:
            self.kept[name] = newer

    script.then(*BAD_TOKEN).then(201, THERE)
    make_zoom(script.url, Meanwhile(), wall).add_person("85746065123", AMINA)

    assert (script.tokens_given, bearers(script)[-1]) == (1, "of-another-worker")


MISSING = {"code": 4711, "message": "Invalid access token, does not contain scopes:[x]."}


def test_a_scope_given_since_needs_a_new_token(
    script: Scripted, provider: ZoomProvider, wall: Wall
) -> None:
    script.then(201, THERE).then(400, MISSING).then(201, THERE)
    provider.add_person("85746065123", AMINA)

    wall.now += timedelta(seconds=61)
    provider.add_person("85746065123", AMINA)

    assert bearers(script) == ["token-1", "token-1", "token-2"]


def test_a_young_token_is_not_thrown_away_for_a_scope(
    script: Scripted, provider: ZoomProvider
) -> None:
    """It would be all workers' loss, at each of a thousand refusals."""
    script.then(400, MISSING).then(201, THERE)

    with pytest.raises(ProviderError) as refusal:
        provider.add_person("85746065123", AMINA)
    provider.add_person("85746065123", AMINA)

    assert refusal.value.problem is Problem.SCOPE_MISSING
    assert (script.tokens_given, bearers(script)) == (1, ["token-1", "token-1"])


@pytest.mark.parametrize(
    ("status", "told", "problem", "retry", "detail"),
    [
        (
            400,
            {"reason": "Invalid client_id or client_secret", "error": "invalid_client"},
            Problem.CREDENTIALS,
            Retry.NEVER,
            "Invalid client_id or client_secret",
        ),
        (401, {"error": "invalid_client"}, Problem.CREDENTIALS, Retry.NEVER, "invalid_client"),
        (400, None, Problem.CREDENTIALS, Retry.NEVER, "HTTP 400"),
        (429, None, Problem.TOO_FAST, Retry.SOON, "HTTP 429"),
        (503, None, Problem.UNREACHABLE, Retry.SOON, "HTTP 503"),
        (302, None, Problem.UNREACHABLE, Retry.SOON, "HTTP 302"),
        (200, {"access_token": ""}, Problem.UNREACHABLE, Retry.SOON, "an answer without a token"),
        (
            200,
            {"access_token": "a\r\nHost: x"},
            Problem.UNREACHABLE,
            Retry.SOON,
            "an answer without a token",
        ),
        (200, [], Problem.UNREACHABLE, Retry.SOON, "an answer without a token"),
    ],
)
def test_where_no_token_is_given_nothing_was_asked_yet(
    script: Scripted,
    provider: ZoomProvider,
    status: int,
    told: object,
    problem: Problem,
    retry: Retry,
    detail: str,
) -> None:
    script.token_answers.append(Answer(status, told))

    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)

    error = caught.value
    assert (error.problem, error.retry, error.detail) == (problem, retry, detail)
    assert (error.is_unsure, script.paths()) == (False, [])


def test_a_lost_token_leaves_no_doubt_about_the_call(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.token_answers.append(Answer(drop=True))

    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)

    assert (caught.value.problem, caught.value.is_unsure) == (Problem.UNREACHABLE, False)


@pytest.mark.parametrize("seconds", [None, "3600", 0, -5, 10**9, 1.5])
def test_an_odd_lifetime_is_an_hour(
    script: Scripted, provider: ZoomProvider, tokens: MemoryTokens, wall: Wall, seconds: object
) -> None:
    script.token_answers.append(Answer(200, {"access_token": "t", "expires_in": seconds}))
    script.then(201, THERE)

    provider.add_person("85746065123", AMINA)

    lives = [token.expires_at - wall.now for token in tokens.kept.values()]
    assert lives == [timedelta(hours=1)]


def test_threads_of_a_process_ask_once(script: Scripted, provider: ZoomProvider) -> None:
    for _ in range(8):
        script.then(201, THERE)
    threads = [
        threading.Thread(target=provider.add_person, args=("85746065123", AMINA)) for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert script.tokens_given == 1
