"""How much travels when somebody on a slow line opens an event."""

import pytest

from .conftest import OpenPage
from .site import Site
from .walking import SAMPLE_PATH

pytestmark = pytest.mark.browser

MOST_BYTES = 50_000


def test_event_page_weighs_less_than_50_kilobytes_in_all(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    names, sizes = {}, {}
    network.on(
        "Network.responseReceived",
        lambda event: names.update({event["requestId"]: event["response"]["url"]}),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )

    page.goto(f"{site.url}{SAMPLE_PATH}", wait_until="networkidle")

    weights = {names[request].removeprefix(site.url): sizes[request] for request in sizes}
    assert {path.partition("?")[0] for path in weights if not path.startswith("data:")} == {
        SAMPLE_PATH,
        "/static/site.css",
        "/static/visitor-clock.js",
    }
    assert sum(weights.values()) < MOST_BYTES, weights
