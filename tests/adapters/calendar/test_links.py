"""Links to web calendars."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from ungis_events.adapters.calendar import calendar_links, subscribe_links, webcal_url

from .test_ics import make_entry

ugly_text = st.text(st.sampled_from('a ,;"&=%+#/?\n会议مؤتمر🌍é\u0301\u200d🇨🇭👩🏽'), max_size=300)


def query_of(url: str) -> dict[str, str]:
    fields = parse_qs(urlsplit(url).query, strict_parsing=True)
    return {name: values[0] for name, values in fields.items()}


def test_links_name_four_calendars():
    links = calendar_links(make_entry())

    assert [link.name for link in links] == [
        "Google Calendar",
        "Outlook.com",
        "Microsoft 365",
        "Yahoo",
    ]


def test_google_link_has_utc_times_and_the_zone():
    link = calendar_links(make_entry(title="Peace & data"))[0]

    assert link.url == (
        "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Peace%20%26%20data"
        "&dates=20270317T140000Z%2F20270317T151500Z&ctz=America%2FNew_York"
        "&location=Conference%20Room%201&details=With%20experts."
    )


def test_outlook_links_differ_in_host_only():
    personal, work = (link.url for link in calendar_links(make_entry(title="Talk"))[1:3])

    assert personal == (
        "https://outlook.live.com/calendar/0/action/compose?rru=addevent&subject=Talk"
        "&startdt=2027-03-17T14%3A00%3A00Z&enddt=2027-03-17T15%3A15%3A00Z"
        "&location=Conference%20Room%201&body=With%20experts."
    )
    assert work == personal.replace("outlook.live.com", "outlook.office.com")


def test_yahoo_link_has_utc_times():
    link = calendar_links(make_entry(title="Talk"))[3]

    assert link.url == (
        "https://calendar.yahoo.com/?v=60&title=Talk&st=20270317T140000Z&et=20270317T151500Z"
        "&in_loc=Conference%20Room%201&desc=With%20experts."
    )


def test_long_description_is_cut_and_ends_with_the_page():
    entry = make_entry(description="word " * 1000)

    bodies = [query_of(calendar_links(entry)[0].url)["details"]]

    assert bodies[0].startswith("word word")
    assert bodies[0].endswith("word…\n\nhttps://events.example.int/e/1")


def test_cut_title_keeps_whole_flags_and_families():
    family = "👩🏽\u200d💻"

    flags = query_of(calendar_links(make_entry(title="🇨🇭" * 150))[0].url)["text"]
    families = query_of(calendar_links(make_entry(title=family * 75))[0].url)["text"]

    assert flags == "🇨🇭" * 28 + "…"
    assert families == family * (len(families) // len(family)) + "…"


def test_personal_join_link_is_in_no_link():
    entry = make_entry(join_url="https://zoom.example/j/secret")

    assert [link for link in calendar_links(entry) if "secret" in link.url] == []


@given(title=ugly_text, description=ugly_text.map(lambda text: text * 5), location=ugly_text)
def test_every_link_is_short_ascii_without_plus_signs(title, description, location):
    entry = replace(make_entry(), title=title, description=description, location=location)

    urls = [link.url for link in calendar_links(entry)]

    assert [url for url in urls if len(url) >= 2000 or not url.isascii() or "+" in url] == []
    assert ["\ufffd" in repr(query_of(url + "x")) for url in urls] == [False] * 4


def test_subscribe_links_lead_three_calendars_to_the_feed():
    links = subscribe_links("https://events.example.int/calendar.ics?lang=ar", "UNGIS: a & b+c, é")

    outlook = (
        "/calendar/0/addfromweb/?url=https%3A%2F%2Fevents.example.int%2Fcalendar.ics%3Flang%3Dar"
        "&name=UNGIS%3A%20a%20%26%20b%2Bc%2C%20%C3%A9"
    )
    assert [(link.name, link.url) for link in links] == [
        (
            "Google Calendar",
            "https://calendar.google.com/calendar/u/0/r"
            "?cid=webcal%3A%2F%2Fevents.example.int%2Fcalendar.ics%3Flang%3Dar",
        ),
        ("Outlook.com", f"https://outlook.live.com{outlook}"),
        ("Microsoft 365", f"https://outlook.office.com{outlook}"),
    ]


def test_devices_get_the_feed_by_webcal_with_or_without_tls():
    urls = ("https://events.example.int/calendar.ics", "http://127.0.0.1:5000/calendar.ics")

    assert [webcal_url(url) for url in urls] == [
        "webcal://events.example.int/calendar.ics",
        "webcal://127.0.0.1:5000/calendar.ics",
    ]


@given(ugly_text)
def test_any_name_of_a_feed_reaches_outlook_whole(name):
    url = "https://events.example.int/forums/a/calendar.ics"

    for link in subscribe_links(url, f"UNGIS {name}")[1:]:
        assert query_of(link.url) == {"url": url, "name": f"UNGIS {name}"}
