"""The line to Zoom when it breaks: whether the request may have been carried out."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.adapters.webinar.scripted import MemoryTokens, Scripted, Wall, make_zoom
from tests.services.ports import free_port
from ungis_events.adapters.webinar import Person, Problem, ProviderError, Retry
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider
from ungis_events.adapters.webinar.zoom_api import http
from ungis_events.adapters.webinar.zoom_api.http import Patience

AMINA = Person("amina@example.org", "Amina", "Diallo")
HASTE = Patience(connect=0.5, read=0.2)


@pytest.fixture
def signed_in(script: Scripted, provider: ZoomProvider) -> None:
    """A token is there: what follows is the call's own trouble."""
    script.then(201, {"registrant_id": "r0", "join_url": "https://zoom.us/w/0"})
    provider.add_person("85746065123", AMINA)


@pytest.fixture
def never() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def trouble(provider: ZoomProvider) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        provider.add_person("85746065123", AMINA)
    assert (caught.value.problem, caught.value.retry) == (Problem.UNREACHABLE, Retry.SOON)
    return caught.value


def test_nothing_was_sent_where_nobody_listens(tokens: MemoryTokens, wall: Wall) -> None:
    provider = make_zoom(f"http://127.0.0.1:{free_port()}", tokens, wall)

    assert trouble(provider).is_unsure is False


def test_nothing_was_sent_where_the_connection_is_never_made(
    script: Scripted, signed_in: None, tokens: MemoryTokens, wall: Wall
) -> None:
    """A full queue of connections: the kernel answers no more."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        provider = make_zoom(
            script.url, tokens, wall, HASTE, ZOOM_API_URL=f"http://127.0.0.1:{address[1]}/v2"
        )

        error = trouble(provider)

        for each in waiting:
            each.close()
    assert (error.is_unsure, error.detail) == (False, "ConnectTimeout")


def test_what_got_no_answer_may_have_been_done(script: Scripted, provider: ZoomProvider) -> None:
    script.then(drop=True)

    assert trouble(provider).is_unsure is True


def test_what_got_no_answer_in_time_may_have_been_done(
    script: Scripted,
    signed_in: None,
    tokens: MemoryTokens,
    wall: Wall,
    never: threading.Event,
) -> None:
    script.then(wait=never)

    assert trouble(make_zoom(script.url, tokens, wall, HASTE)).is_unsure is True


def test_a_cut_answer_may_follow_what_was_done(script: Scripted, provider: ZoomProvider) -> None:
    script.then(201, {"registrant_id": "r1"}, cut=True)

    assert trouble(provider).is_unsure is True


@pytest.mark.parametrize("raw", [b"", b"OK", b"[1]", b"{" * 100_000, b'{"id": 1}', b"\xff\xfe"])
def test_a_yes_that_cannot_be_read_may_follow_what_was_done(
    script: Scripted, provider: ZoomProvider, raw: bytes
) -> None:
    script.then(201, raw=raw)

    assert trouble(provider).is_unsure is True


def test_an_endless_answer_is_not_kept(
    script: Scripted, provider: ZoomProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_LARGEST_ANSWER", 1000)
    script.then(201, raw=b" " * 5000)

    assert trouble(provider).detail == "the answer is too long"


def test_an_answer_drop_by_drop_is_not_waited_for(
    script: Scripted, signed_in: None, tokens: MemoryTokens, wall: Wall
) -> None:
    script.then(201, {"registrant_id": "r1", "join_url": "https://zoom.us/w/1"})

    error = trouble(make_zoom(script.url, tokens, wall, Patience(whole=0.0)))

    assert (error.detail, error.is_unsure) == ("the answer takes too long", True)


def test_a_redirect_is_not_followed(script: Scripted, provider: ZoomProvider) -> None:
    script.then(302, None, {"Location": f"{script.url}/elsewhere"})

    error = trouble(provider)

    assert (error.is_unsure, error.detail) == (False, "HTTP 302")
    assert script.paths() == ["POST /v2/webinars/85746065123/registrants"]


def test_no_proxy_and_no_password_of_the_machine_is_used(
    script: Scripted,
    provider: ZoomProvider,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("NO_PROXY", "")
    script.then(201, {"registrant_id": "r1", "join_url": "https://zoom.us/w/1"})

    provider.add_person("85746065123", AMINA)

    assert script.asked[-1].headers["Authorization"] == "Bearer token-1"


def test_the_error_tells_nothing_that_is_not_to_be_known(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(drop=True)

    error = trouble(provider)

    assert (str(error), error.__cause__) == ("unreachable: ConnectionError", None)


def test_each_thread_has_its_own_session(script: Scripted, provider: ZoomProvider) -> None:
    for number in range(4):
        script.then(201, {"registrant_id": f"r{number}", "join_url": "https://zoom.us/w/1"})
    threads = [
        threading.Thread(target=provider.add_person, args=("85746065123", AMINA)) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (script.answers, script.tokens_given) == ([], 1)
