"""A certificate says who was where when, and how to check it, in every language."""

import pytest

from ungis_events.adapters.documents import certificate

from .examples import a_certificate
from .reading import catalogue_of, fonts_of, pages_in, text_of, title_of

NAMES = {
    "ar": "سعادة السيدة فاطمة المنصوري",
    "en": "H.E. Ms. Suela Janina",
    "es": "Sra. Núñez de la Peña",
    "fr": "S.E. Mme Gwenaëlle Œuvrard",
    "ru": "Г-жа Екатерина Щербакова",
    "zh": "欧阳喆先生",
}


def test_certificate_says_who_when_and_how_to_check() -> None:
    pdf = certificate(a_certificate())

    assert text_of(pdf) == (
        "UNGIS Certificate of attendance This is to certify that Ms. Amina Diallo attended "
        "Science, technology and innovation for the SDGs "
        "New York Tue 31 Jan 2023 08:30–09:45 EST, UTC−5 "
        "Geneva Tue 31 Jan 2023 14:30–15:45 CET, UTC+1 "
        "Online for 62 of 75 minutes. Organized by ITU · UNESCO "
        "Anyone can check this certificate at https://events.example.int/certificates/7F3K9QRT "
        "Code 7F3K-9QRT"
    )


@pytest.mark.parametrize("language", NAMES)
def test_it_is_one_tagged_page_in_its_language(language: str) -> None:
    pdf = certificate(a_certificate(language, name=NAMES[language]))

    catalogue = catalogue_of(pdf)
    assert pages_in(pdf) == 1
    assert title_of(pdf) == f"Certificate of attendance · {NAMES[language]}"
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == (language, True)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru", "zh"])
def test_names_can_be_read_out_and_copied(language: str) -> None:
    pdf = certificate(a_certificate(language, name=NAMES[language]))

    assert NAMES[language] in text_of(pdf)


def test_arabic_words_can_be_read_out_and_copied() -> None:
    """The newest edition of the font draws dots apart from letters: a reader finds gibberish."""
    pdf = certificate(a_certificate("ar", name=NAMES["ar"]))

    text = text_of(pdf)
    assert [word for word in NAMES["ar"].split() if word not in text] == []
    assert "08:30–09:45" in text


def test_hours_and_organizers_may_be_missing() -> None:
    pdf = certificate(a_certificate(attended=None, organizers=()))

    assert "Organized by" not in text_of(pdf)


def test_long_names_and_titles_stay_on_the_page() -> None:
    pdf = certificate(
        a_certificate(name="Maximilian-Alexander " * 10, event_title="Progress " * 33)
    )

    text = text_of(pdf)
    assert pages_in(pdf) == 1
    assert (text.count("Maximilian-Alexander"), text.count("Progress")) == (10, 33)


def test_the_same_certificate_is_the_same_bytes() -> None:
    assert certificate(a_certificate()) == certificate(a_certificate())


def test_one_name_may_mix_scripts() -> None:
    pdf = certificate(a_certificate(name=f"{NAMES['ar']} {NAMES['zh']} {NAMES['ru']}"))

    assert fonts_of(pdf) == {
        "NotoSans-Bold",
        "NotoSans-Regular",
        "NotoSansArabic-Bold",
        "NotoSansSC-Bold",
    }
