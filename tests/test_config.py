"""The settings of online rooms' makers. (Those of the site itself: test_cli.)"""

import pytest

from ungis_events.config import WrongSetting, from_environment

SITE = {"SECRET_KEY": "sixteen characters"}
ZOOM = {
    "ZOOM_ACCOUNT_ID": "account-1",
    "ZOOM_CLIENT_ID": "client-1",
    "ZOOM_CLIENT_SECRET": "very-secret",
    "ZOOM_WEBHOOK_SECRET": "webhook-secret",
    "ZOOM_HOST": "host@example.org",
}


def zoom_settings(environment: dict[str, str]) -> dict[str, object]:
    settings = from_environment(SITE | environment)
    return {name: value for name, value in settings.items() if name.startswith("ZOOM_")}


def test_zoom_needs_its_account_and_app_only() -> None:
    needed = ("ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET")

    assert zoom_settings({name: ZOOM[name] for name in needed}) == {
        "ZOOM_ACCOUNT_ID": "account-1",
        "ZOOM_CLIENT_ID": "client-1",
        "ZOOM_CLIENT_SECRET": "very-secret",
        "ZOOM_WEBHOOK_SECRET": None,
        "ZOOM_HOST": "",
        "ZOOM_API_URL": "https://api.zoom.us/v2",
        "ZOOM_OAUTH_URL": "https://zoom.us/oauth/token",
        "ZOOM_PLAN": "pro",
    }


def test_without_an_account_there_is_no_zoom() -> None:
    assert zoom_settings({})["ZOOM_ACCOUNT_ID"] is None


def test_a_stand_in_on_this_machine_may_be_asked() -> None:
    here = {
        "ZOOM_API_URL": "http://127.0.0.1:5055/v2/",
        "ZOOM_OAUTH_URL": "http://localhost:5055/oauth/token",
        "ZOOM_PLAN": "business",
    }

    assert zoom_settings(ZOOM | here) == ZOOM | here | {"ZOOM_API_URL": "http://127.0.0.1:5055/v2"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"ZOOM_CLIENT_ID": ""},
            "ZOOM_CLIENT_ID='' cannot be used: it is required when ZOOM_ACCOUNT_ID is set",
        ),
        (
            {"ZOOM_CLIENT_SECRET": " "},
            "ZOOM_CLIENT_SECRET='' cannot be used: it is required when ZOOM_ACCOUNT_ID is set",
        ),
        (
            {"ZOOM_CLIENT_SECRET": "very secret"},
            "ZOOM_CLIENT_SECRET='…' cannot be used: give it as Zoom shows it, without blanks",
        ),
        (
            {"ZOOM_WEBHOOK_SECRET": "sécret"},
            "ZOOM_WEBHOOK_SECRET='…' cannot be used: give it as Zoom shows it, without blanks",
        ),
        (
            {"ZOOM_API_URL": "http://api.zoom.us/v2"},
            "ZOOM_API_URL='http://api.zoom.us/v2' cannot be used: "
            "give https://…, or http://… on this machine",
        ),
        (
            {"ZOOM_OAUTH_URL": "https://user:secret@zoom.us/oauth/token"},
            "ZOOM_OAUTH_URL='https://user:…@zoom.us/oauth/token' cannot be used: "
            "give https://…, or http://… on this machine",
        ),
        (
            {"ZOOM_HOST": "Amina"},
            "ZOOM_HOST='Amina' cannot be used: give an e-mail address, or nothing",
        ),
        (
            {"ZOOM_PLAN": "gold"},
            "ZOOM_PLAN='gold' cannot be used: give free, pro or business",
        ),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_is(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        from_environment(SITE | ZOOM | given)

    assert str(caught.value) == sentence


def test_a_third_makers_settings_are_handed_through() -> None:
    environment = SITE | {"WEBINAR_JITSI_URL": " as it is ", "OTHER": "x"}

    settings = from_environment(environment)

    assert settings["WEBINAR_JITSI_URL"] == " as it is "
    assert "OTHER" not in settings
