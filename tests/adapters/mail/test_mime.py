"""How an e-mail is written, read back with the standard library's parser."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.adapters.mail import Email, MailError, MemoryMailer, to_bytes

CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:\xe4\xbc\x9a\r\nEND:VCALENDAR\r\n"


def make_email(**overrides) -> Email:
    defaults = {
        "to_address": "jane@mission.example",
        "to_name": "Jane Doe",
        "from_address": "events@un.example",
        "from_name": "UN Events",
        "reply_to": None,
        "subject": "Your seat",
        "text": "You have a seat.\n",
        "html": "<p>You have a seat.</p>\n",
        "calendar": None,
        "calendar_method": None,
        "message_id": "<seat-1@events.example.int>",
        "date": datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
    }
    return Email(**defaults | overrides)


def parsed(email: Email) -> EmailMessage:
    return message_from_bytes(to_bytes(email), policy=policy.SMTP)


def types_of(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_headers_are_exactly_these():
    head = to_bytes(make_email(html=None, reply_to="focal@un.example")).partition(b"\r\n\r\n")[0]

    assert head.decode().split("\r\n") == [
        'From: "UN Events" <events@un.example>',
        'To: "Jane Doe" <jane@mission.example>',
        "Reply-To: focal@un.example",
        "Subject: Your seat",
        "Date: Fri, 20 Nov 2026 08:00:00 +0000",
        "Message-ID: <seat-1@events.example.int>",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: 7bit",
    ]


def test_text_and_html_are_alternatives():
    message = parsed(make_email())

    assert types_of(message) == ["multipart/alternative", "text/plain", "text/html"]


def test_invitation_is_the_last_alternative_and_attached_once_more():
    message = parsed(make_email(calendar=CALENDAR, calendar_method="REQUEST"))

    assert types_of(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    invitation, copy = list(message.walk())[-2:]
    assert dict(invitation["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert invitation.get_content_disposition() is None
    assert copy.get_filename() == "invite.ics"
    assert [part["Content-Transfer-Encoding"] for part in (invitation, copy)] == ["base64"] * 2
    assert invitation.get_payload(decode=True) == copy.get_payload(decode=True) == CALENDAR


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ليس هناك ما يكفي من البيانات. " * 30 + "\n", id="Arabic, long line"),
        pytest.param("统计数据与和平\n" * 20, id="Chinese"),
        pytest.param("x" * 2000 + "\n", id="line too long for SMTP"),
        pytest.param("one\n.\n..two\nFrom me\n", id="dots and From"),
        pytest.param("trailing space \n\ttab = equals 🌍\n", id="trailing space"),
    ],
)
def test_text_travels_in_seven_bits_and_comes_back(text):
    email = make_email(text=text, html=text)

    data = to_bytes(email)

    assert data.isascii()
    assert [line for line in data.split(b"\r\n") if len(line) > 998 or b"\n" in line] == []
    message = message_from_bytes(data, policy=policy.SMTP)
    contents = [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]
    assert contents == [text, text]


def decoded_mailbox(header: str) -> tuple[str, str]:
    name, address = parseaddr(header.replace("\r\n", ""))
    return str(make_header(decode_header(name))), address


name = st.text(
    st.sampled_from("aB ,;:\"'\\<>()@=?_.éمؤتمر会议🌍👩🏽\u200d💻" + "\u200f"), max_size=200
).map(str.strip)


@settings(deadline=None)
@given(to_name=name, subject=name)
def test_any_name_and_subject_comes_back_exactly(to_name, subject):
    data = to_bytes(make_email(to_name=to_name, subject=subject))

    # The older parser: the newer one of Python 3.11 keeps the space between encoded words.
    message = message_from_bytes(data, policy=policy.compat32)
    assert decoded_mailbox(message["To"]) == (to_name, "jane@mission.example")
    assert str(make_header(decode_header(message["Subject"]))) == subject
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 250


@pytest.mark.parametrize("text", ["é" * 60, "会议" * 60, "🌍" * 60])
def test_no_line_with_encoded_words_is_longer_than_76(text):
    data = to_bytes(make_email(to_name=text, from_name=text, subject=text))

    lines = [line for line in data.split(b"\r\n") if b"=?utf-8?" in line]
    assert max(map(len, lines)) in range(70, 77)


def test_zero_octets_do_not_travel_as_they_are():
    data = to_bytes(make_email(text="a\0b\n", html=None))

    assert b"Content-Transfer-Encoding: quoted-printable\r\n\r\na=00b\r\n" in data


def test_line_breaks_in_names_and_subject_add_no_header():
    email = make_email(
        to_name="Jane\r\nBcc: x@y.z",
        from_name="UN\nEvents",
        subject="Hi\r\n\r\nBody\u2028x",
        headers=(("X-Kind", "a\r\nBcc: x@y.z"),),
    )

    message = parsed(email)

    assert message["To"].addresses[0].display_name == "Jane Bcc: x@y.z"
    assert message["From"].addresses[0].display_name == "UN Events"
    assert (message["Subject"], message["X-Kind"]) == ("Hi Body x", "a Bcc: x@y.z")
    assert message["Bcc"] is None


def test_domain_outside_ascii_is_written_in_ascii():
    message = parsed(make_email(to_address="info@faß.example"))

    assert message["To"].addresses[0].addr_spec == "info@xn--fa-hia.example"


def test_local_part_outside_ascii_is_written_in_utf8():
    data = to_bytes(make_email(to_address="josé@mission.example", to_name=""))

    assert data.split(b"\r\n")[1] == "To: <josé@mission.example>".encode()


def test_unsubscribe_header_keeps_its_long_link():
    link = f"<https://events.example.int/{'x' * 150}>"

    message = parsed(make_email(headers=(("List-Unsubscribe", link),)))

    assert message["List-Unsubscribe"] == link


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"to_address": "jane@x.y>\r\nBcc: z@z.z"}, id="line break in the address"),
        pytest.param({"to_address": "a@b.c, d@e.f"}, id="two addresses"),
        pytest.param({"to_address": "jane"}, id="no address"),
        pytest.param({"reply_to": "x y"}, id="no reply address"),
        pytest.param({"message_id": "<a b@c>"}, id="space in the Message-ID"),
        pytest.param({"message_id": "none"}, id="no Message-ID"),
        pytest.param({"date": datetime(2026, 11, 20)}, id="naive date"),
        pytest.param({"headers": (("Bcc", "x@y.z"),)}, id="header of ours"),
        pytest.param({"headers": (("X\r\nBcc", "x@y.z"),)}, id="no header name"),
        pytest.param({"headers": (("X-Url", "<https://é.example>"),)}, id="header not ASCII"),
        pytest.param({"headers": (("X-Url", f"<{'x' * 1000}>"),)}, id="header too long"),
        pytest.param({"calendar": CALENDAR}, id="calendar without method"),
        pytest.param({"calendar_method": "REQUEST"}, id="method without calendar"),
        pytest.param({"calendar": CALENDAR, "calendar_method": "CANCEL"}, id="other method"),
    ],
)
def test_email_that_cannot_be_written_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        to_bytes(make_email(**wrong))


def test_memory_mailer_keeps_what_a_real_one_would_send():
    mailer = MemoryMailer()
    email = make_email()

    mailer.send(email)
    with pytest.raises(MailError) as raised:
        mailer.send(replace(email, to_address="nobody"))

    assert mailer.sent == [email]
    assert raised.value.retryable is False
