import pytest

from tests.adapters.texts.made import mail
from ungis_events.adapters.texts import take_text


def test_subject_comes_first_then_the_text() -> None:
    message = mail("Chère Amina,\nvoici l’annonce.\n", subject="Réunion du 3 mai à Genève")

    assert take_text(bytes(message), "notice.eml") == (
        "Réunion du 3 mai à Genève\n\nChère Amina,\nvoici l’annonce."
    )


def test_message_is_known_without_its_name() -> None:
    assert take_text(bytes(mail("¿Cómo será?")), "notice") == "Invitation\n\n¿Cómo será?"


def test_plain_part_is_preferred() -> None:
    assert take_text(bytes(mail("Plain", "<p>Page</p>")), "n.eml") == "Invitation\n\nPlain"


def test_page_is_read_where_no_plain_part_is() -> None:
    page = '<p>مرحبا</p><p><a href="https://example.org/r">数字</a></p>'

    assert take_text(bytes(mail(None, page)), "n.eml") == (
        "Invitation\n\nمرحبا\n\n数字 <https://example.org/r>"
    )


def test_attached_files_are_left_out() -> None:
    message = mail("See the attached invitation.")
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="event.ics")

    assert take_text(bytes(message), "n.eml") == "Invitation\n\nSee the attached invitation."


def test_message_forwarded_whole_follows() -> None:
    message = mail("For your calendar.", subject="Fwd: Panel")
    message.add_attachment(mail("It is on 3 May.", subject="Panel"))

    assert take_text(bytes(message), "n.eml") == (
        "Fwd: Panel\n\nFor your calendar.\n\nPanel\n\nIt is on 3 May."
    )


@pytest.mark.parametrize("charset", ["us-ascii", "nowhere-8", "utf-8"])
def test_charset_that_does_not_fit_is_passed_over(charset: str) -> None:
    head = f"Subject: A\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n\n"

    assert take_text(head.encode() + "Genève".encode(), "n.eml") == "A\n\nGenève"


def test_text_that_speaks_of_a_subject_is_no_message() -> None:
    text = "Subject: Digital cooperation\nDate: 3 May 2024\n\nWe invite you."

    assert take_text(text.encode(), "notice.txt") == text
