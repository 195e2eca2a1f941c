from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_event
from ungis_events.core.errors import TooManyRequests
from ungis_events.core.rate_limits import check_rate_limit, network_of_visitor


@pytest.fixture(autouse=True)
def _limits_are_on(app: Flask) -> Iterator[None]:
    app.config["RATE_LIMITS"] = True
    app.extensions["rate_limiter"].storage.reset()
    yield
    app.config["RATE_LIMITS"] = False
    app.extensions["rate_limiter"].storage.reset()


def tries_that_pass(app: Flask, name: str, address: str, most: int = 200) -> int:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        for number in range(most):
            try:
                check_rate_limit(name)
            except TooManyRequests:
                return number
    return most


def network(app: Flask, address: str) -> str:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        return network_of_visitor()


def test_a_whole_mission_registers_from_one_address_within_a_minute(app: Flask) -> None:
    assert tries_that_pass(app, "register_network", "192.0.2.1") == 120


@pytest.mark.parametrize(
    ("name", "tries"), [("resend_network", 30), ("sign_in_network", 30), ("own_page_network", 200)]
)
def test_every_kind_of_try_has_its_own_limit(app: Flask, name: str, tries: int) -> None:
    tries_that_pass(app, "register_network", "192.0.2.1")

    assert tries_that_pass(app, name, "192.0.2.1") == tries


def test_one_network_takes_nothing_from_another(app: Flask) -> None:
    tries_that_pass(app, "register_network", "192.0.2.1")

    assert tries_that_pass(app, "register_network", "192.0.2.2") == 120


def test_an_account_is_counted_from_wherever_it_is_tried(app: Flask) -> None:
    for number in range(10):
        with app.test_request_context(environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}):
            check_rate_limit("sign_in_account", "amina@example.org")

    with pytest.raises(TooManyRequests):
        check_rate_limit("sign_in_account", "amina@example.org")
    check_rate_limit("sign_in_account", "bo@example.org")


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::2", "2001:db8::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
    ],
)
def test_a_subscriber_of_ipv6_is_a_64_however_it_is_written(
    app: Flask, address: str, counted_as: str
) -> None:
    assert network(app, address) == counted_as


def test_limits_can_be_lifted_for_load_tests(app: Flask) -> None:
    app.config["RATE_LIMITS"] = False

    assert tries_that_pass(app, "register_network", "192.0.2.1", most=500) == 500


def test_the_form_answers_429_in_our_design_after_120_in_a_minute(client: FlaskClient) -> None:
    event = make_event()
    address = f"/events/{event.slug}/register"

    codes = [client.post(address, data={}).status_code for _ in range(120)]
    answer = client.post(address, data={})

    assert codes == [422] * 120
    assert answer.status_code == 429
    assert "Too many tries from your network. Wait a few minutes, then try again." in answer.text
    assert "UNGIS events" in answer.text


def test_looking_at_pages_is_never_limited(client: FlaskClient) -> None:
    event = make_event()

    codes = {client.get(f"/events/{event.slug}").status_code for _ in range(130)}

    assert codes == {200}
