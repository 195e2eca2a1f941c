import pytest

from tests.factories import make_event
from tests.files.steps import make_file, make_link
from ungis_events.files.links import open_url, own_open_url, shared_open_url
from ungis_events.files.models import Link, Visibility

PUBLIC, REGISTRANTS, MEMBERS, ORGANIZERS = Visibility
ELSEWHERE = "https://video.example.org/1"


def link_for(visibility: Visibility) -> Link:
    return make_link(make_event(), visibility, title="The talk", url=ELSEWHERE)


def file_for(visibility: Visibility) -> Link:
    return make_file(make_event(), visibility, title="The talk", name="talk, 1.pdf")


def test_only_public_links_are_told_to_everybody() -> None:
    public, members = link_for(PUBLIC), link_for(MEMBERS)

    assert open_url(public) == ELSEWHERE
    assert open_url(members) == f"http://localhost/files/{members.id}/The-talk"


@pytest.mark.parametrize("visibility", Visibility)
def test_files_have_an_address_of_ours(visibility: Visibility) -> None:
    link = file_for(visibility)

    assert open_url(link) == f"http://localhost/files/{link.id}/talk-1.pdf"


def test_registrants_file_has_an_address_of_ones_own() -> None:
    public, theirs, elsewhere = file_for(PUBLIC), file_for(REGISTRANTS), link_for(REGISTRANTS)

    assert own_open_url(public, "7-token") == open_url(public)
    assert own_open_url(theirs, "7-token") == (
        f"http://localhost/registrations/7-token/files/{theirs.id}/talk-1.pdf"
    )
    assert own_open_url(elsewhere, "7-token") == ELSEWHERE


def test_what_people_pass_on_leads_to_no_page_of_their_own() -> None:
    public = file_for(PUBLIC)

    assert shared_open_url(public) == open_url(public)
    assert shared_open_url(link_for(REGISTRANTS)) == ELSEWHERE
    assert shared_open_url(file_for(REGISTRANTS)) is None
