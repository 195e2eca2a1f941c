"""E-mails as files, and the setting that chooses a mailer."""

from pathlib import Path

import pytest

from ungis_events.adapters.mail import MailError, mailer_from_url, to_bytes
from ungis_events.adapters.mail.folder import FolderMailer
from ungis_events.adapters.mail.smtp import SmtpMailer

from .test_mime import make_email


def test_email_becomes_one_private_file(tmp_path):
    folder = tmp_path / "outbox"
    email = make_email(html=None)

    FolderMailer(folder).send(email)

    (file,) = folder.iterdir()
    assert file.name == "20261120T080000.000000Z-seat-1.eml"
    assert file.read_bytes() == to_bytes(email)
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_same_email_again_writes_the_same_file(tmp_path):
    mailer = FolderMailer(tmp_path)

    mailer.send(make_email())
    mailer.send(make_email())

    assert [file.name for file in tmp_path.iterdir()] == ["20261120T080000.000000Z-seat-1.eml"]


def test_message_id_cannot_leave_the_folder(tmp_path):
    folder = tmp_path / "outbox"

    FolderMailer(folder).send(make_email(message_id="<../../x@y.example>"))

    assert [path.name for path in tmp_path.iterdir()] == ["outbox"]
    assert [path.name[:31] for path in folder.iterdir()] == ["20261120T080000.000000Z-.._.._x"]


def test_message_ids_that_differ_in_a_slash_are_two_files(tmp_path):
    mailer = FolderMailer(tmp_path)

    mailer.send(make_email(message_id="<a/b@y.example>"))
    mailer.send(make_email(message_id="<a_b@y.example>"))

    assert len(list(tmp_path.iterdir())) == 2


def test_folder_that_cannot_be_made_is_worth_another_try(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(MailError) as raised:
        FolderMailer(tmp_path / "file" / "outbox").send(make_email())

    assert raised.value.retryable is True
    assert raised.value.reason == "the mail folder cannot be written: Not a directory"


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        pytest.param("folder://", Path("/srv/instance/outbox"), id="our own"),
        pytest.param("folder:///var/mail/out%20box", Path("/var/mail/out box"), id="another"),
    ],
)
def test_setting_names_a_folder(url, folder):
    mailer = mailer_from_url(url, Path("/srv/instance"))

    assert isinstance(mailer, FolderMailer)
    assert mailer.folder == folder


@pytest.mark.parametrize(
    ("url", "server"),
    [
        pytest.param("smtp://mail.un.example", ("mail.un.example", 587), id="submission"),
        pytest.param("smtp://localhost:25", ("localhost", 25), id="with port"),
        pytest.param("smtps://me:p%40ss@mail.un.example", ("mail.un.example", 465), id="TLS"),
        pytest.param("smtp://[::1]:2525", ("::1", 2525), id="IPv6"),
    ],
)
def test_setting_names_a_server(url, server):
    mailer = mailer_from_url(url, Path("/srv/instance"))

    assert isinstance(mailer, SmtpMailer)
    assert (mailer.host, mailer.port) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.un.example",
        "http://mail.un.example",
        "folder://relative/path",
        "folder:relative",
        "smtp://",
        "smtp://host:port",
        "smtp://host:0",
        "smtp://host/path",
        "smtp://me@host",
        "smtp://me:secret#1@host",
        "smtp://me:secret?@host",
        "smtp://[::1",
    ],
)
def test_any_other_setting_is_refused_in_one_line_without_the_password(url):
    with pytest.raises(ValueError, match=r"\A[^\n]*give [^\n]*\Z") as raised:
        mailer_from_url(url, Path("/srv/instance"))

    assert "secret" not in str(raised.value)
