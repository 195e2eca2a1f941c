import pytest
from flask import Flask, g
from flask.testing import FlaskClient


class ForgetfulClient(FlaskClient):
    """Flask-Login keeps who is signed in in `g`, which requests share with the test around them."""

    def open(self, *args, **kwargs):  # type: ignore[no-untyped-def] # as its parent
        g.pop("_login_user", None)
        return super().open(*args, **kwargs)


@pytest.fixture(autouse=True)
def _each_request_looks_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "test_client_class", ForgetfulClient)
