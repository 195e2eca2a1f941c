import pytest

from ungis_events.accounts.rules import browser_name, is_local_path


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("/manage/", True, id="a page here"),
        pytest.param("/manage/?q=Città nuova", True, id="with letters and a blank"),
        pytest.param("", False, id="nothing"),
        pytest.param("manage/", False, id="relative"),
        pytest.param("https://evil.example/", False, id="elsewhere"),
        pytest.param("//evil.example/", False, id="elsewhere without a scheme"),
        pytest.param("/\\evil.example/", False, id="a backslash is read as a slash"),
        pytest.param("/\t/evil.example/", False, id="browsers drop tabs"),
        pytest.param("/manage/\n", False, id="a line end"),
        pytest.param("javascript:alert(1)", False, id="script"),
    ],
)
def test_next_page_is_on_this_site(target: str, expected: bool) -> None:
    assert is_local_path(target) is expected


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge · Windows",
        ),
        ("curl/8.0", ""),
    ],
)
def test_browser_is_named_without_its_details(user_agent: str, expected: str) -> None:
    assert browser_name(user_agent) == expected
