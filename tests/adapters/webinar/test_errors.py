"""What each of Zoom's refusals means, told by a server through the real client."""

import pytest

from tests.adapters.webinar.scripted import Scripted
from ungis_events.adapters.webinar import Person, Problem, ProviderError, Retry
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider

AMINA = Person("amina@example.org", "Amina", "Diallo")
NEVER, SOON, TOMORROW = Retry.NEVER, Retry.SOON, Retry.TOMORROW

# Zoom's own sentences, from its API reference and its forum.
REFUSALS = [
    (400, 200, "Webinar plan is missing.", Problem.NO_PLAN, NEVER),
    (400, 300, "Validation Failed.", Problem.WRONG_VALUE, NEVER),
    (400, 1010, "User does not belong to this account.", Problem.HOST_UNKNOWN, NEVER),
    (404, 1001, "User does not exist.", Problem.HOST_UNKNOWN, NEVER),
    (
        400,
        3000,
        "Registration has not been enabled for this webinar.",
        Problem.REGISTRATION_OFF,
        NEVER,
    ),
    (
        400,
        3000,
        "You have reached the limit for the number of attendees you can add.",
        Problem.CAPACITY,
        NEVER,
    ),
    (
        400,
        3000,
        "This is a paid webinar: registrants cannot be added by API.",
        Problem.PAID,
        NEVER,
    ),
    (400, 3000, "Cannot access webinar info.", Problem.UNKNOWN, NEVER),
    (404, 3001, "Webinar not found or has expired.", Problem.NOT_FOUND, NEVER),
    (400, 3002, "Webinar cannot be deleted: it is in progress.", Problem.RUNNING, SOON),
    (400, 3003, "You are not the webinar host.", Problem.NOT_HOST, NEVER),
    (400, 3007, "You cannot update or delete ended webinars.", Problem.OVER, NEVER),
    (400, 3027, "Host cannot register.", Problem.PERSON_REFUSED, NEVER),
    (400, 3034, "Use your work e-mail address.", Problem.PERSON_REFUSED, NEVER),
    (400, 3035, "The registrant limit has been reached.", Problem.CAPACITY, NEVER),
    (404, 3043, "Webinar has reached maximum attendee capacity.", Problem.CAPACITY, NEVER),
    (400, 3038, "Webinar is over, you can not register now.", Problem.OVER, NEVER),
    (400, 4700, "Invalid access token.", Problem.SCOPE_MISSING, NEVER),
    (
        400,
        4711,
        "Invalid access token, does not contain scopes:[webinar:write:registrant:admin].",
        Problem.SCOPE_MISSING,
        NEVER,
    ),
    (400, 104, "Invalid access token, does not contain scopes.", Problem.SCOPE_MISSING, NEVER),
    (401, 124, "Invalid access token.", Problem.CREDENTIALS, NEVER),
    (401, None, "Unauthorized", Problem.CREDENTIALS, NEVER),
    (400, 124, "Access token is expired.", Problem.CREDENTIALS, NEVER),
    (
        429,
        429,
        "You have reached the maximum per-second rate limit for this API. Try again later.",
        Problem.TOO_FAST,
        SOON,
    ),
    (
        429,
        429,
        "You have reached the maximum daily rate limit for this API. Refer to the response "
        "header for details on when you can make another request.",
        Problem.DAILY_LIMIT,
        TOMORROW,
    ),
    (
        429,
        429,
        "You have exceeded the daily rate limit (100) of Webinar Create/Update API requests "
        "permitted for this particular user. You may resume these requests at GMT 00:00:00.",
        Problem.DAILY_LIMIT,
        TOMORROW,
    ),
    (
        429,
        429,
        "You have exceeded the daily rate limit of (3) for Add a webinar registrant API requests "
        "for the registrant (amina@example.org). You can resume these API requests at GMT "
        "00:00:00.",
        Problem.PERSON_LIMIT,
        TOMORROW,
    ),
    (
        429,
        429,
        "You have exceeded the daily rate limit (3) of Webinar Batch Registration API requests "
        "permitted for (amina@example.org) this particular registrant. You may resume these "
        "requests at GMT 00:00:00.",
        Problem.PERSON_LIMIT,
        TOMORROW,
    ),
    (400, 404, "Registrant does not exist.", Problem.NOT_FOUND, NEVER),
    (404, 2300, "This API endpoint is not recognized.", Problem.UNKNOWN, NEVER),
    (408, None, "Timed out.", Problem.UNREACHABLE, SOON),
    (400, 9999, "Something new.", Problem.UNKNOWN, NEVER),
    (403, None, "Forbidden", Problem.UNKNOWN, NEVER),
    (500, None, "Internal error.", Problem.UNREACHABLE, SOON),
    (503, 5010, "Try later.", Problem.UNREACHABLE, SOON),
]


@pytest.mark.parametrize(("status", "code", "message", "problem", "retry"), REFUSALS)
def test_each_refusal_has_its_problem_and_its_time(
    script: Scripted,
    provider: ZoomProvider,
    status: int,
    code: int | None,
    message: str,
    problem: Problem,
    retry: Retry,
) -> None:
    told = {"message": message} | ({"code": code} if code else {})
    script.then(status, told).then(status, told)

    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)

    assert (caught.value.problem, caught.value.retry) == (problem, retry)
    assert caught.value.is_unsure is (status >= 500 or status == 408)
    assert caught.value.detail == message.replace("amina@example.org", "…")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_reading_again_harms_nobody(script: Scripted, provider: ZoomProvider, status: int) -> None:
    script.then(status, {"message": "Internal error."})

    with pytest.raises(ProviderError) as caught:
        provider.fetch_room("85746065123")

    assert caught.value.is_unsure is False


def test_what_is_wrong_with_the_fields_is_told(script: Scripted, provider: ZoomProvider) -> None:
    wrong = [
        {"field": "email", "message": "amina@example.org is no address."},
        {"field": "first_name", "message": "See https://zoom.us/w/1?tk=secret"},
        "nonsense",
    ]
    script.then(400, {"code": 300, "message": "Validation Failed.", "errors": wrong})

    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)

    assert caught.value.detail == ("Validation Failed. email: … is no address. first_name: See …")


def test_a_long_message_is_cut(script: Scripted, provider: ZoomProvider) -> None:
    script.then(400, {"code": 300, "message": "x" * 5000})

    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)

    assert caught.value.detail == "x" * 300


@pytest.mark.parametrize(
    ("headers", "retry", "seconds"),
    [
        ({}, SOON, None),
        ({"Retry-After": "7"}, SOON, 7.0),
        ({"Retry-After": "999999999"}, SOON, 300.0),
        ({"Retry-After": "Sun, 22 Nov 2026 12:00:30 GMT"}, SOON, 30.0),
        ({"Retry-After": "2026-11-22T12:00:10Z"}, SOON, 10.0),
        ({"Retry-After": "2026-11-22T11:00:00Z"}, SOON, 0.0),
        ({"Retry-After": "99999-99-99"}, SOON, None),
        ({"Retry-After": "soon"}, SOON, None),
        ({"X-RateLimit-Type": "QPS", "Retry-After": "1"}, SOON, 1.0),
        ({"X-RateLimit-Type": "Daily-limit"}, TOMORROW, None),
    ],
)
def test_headers_help_where_the_message_says_nothing(
    script: Scripted,
    provider: ZoomProvider,
    headers: dict[str, str],
    retry: Retry,
    seconds: float | None,
) -> None:
    script.then(429, {"code": 429, "message": "Too many requests."}, headers)

    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)

    assert (caught.value.retry, caught.value.wait_seconds) == (retry, seconds)


def test_a_webinar_with_people_in_it_is_left_alone_for_long(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(400, {"code": 3002, "message": "In progress."})

    with pytest.raises(ProviderError) as caught:
        provider.delete_room("85746065123")

    assert caught.value.wait_seconds == 900.0


@pytest.mark.parametrize("raw", [b"", b"<html>no such page</html>", b"[]", b"null"])
def test_somebody_elses_404_does_not_say_that_the_webinar_is_gone(
    script: Scripted, provider: ZoomProvider, raw: bytes
) -> None:
    script.then(404, raw=raw)

    with pytest.raises(ProviderError) as caught:
        provider.delete_room("85746065123")

    assert (caught.value.problem, caught.value.detail) == (Problem.UNKNOWN, "HTTP 404")
