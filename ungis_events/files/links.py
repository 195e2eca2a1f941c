"""Addresses of what belongs to an event, for mails, files and other sites."""

from ungis_events.core.site_links import site_url

from .models import Link, Visibility


def open_url(link: Link) -> str:
    """For anybody: where it may not be opened the page there says why."""
    if link.visibility is Visibility.PUBLIC and link.upload is None:
        return link.url
    return site_url("files.open_file", link_id=link.id, name=link.address_name)


def own_open_url(link: Link, token: str) -> str:
    """For somebody with a seat; `token` is that of their own page."""
    if link.upload is None:
        return link.url
    if link.visibility is Visibility.PUBLIC:
        return open_url(link)
    return site_url("files.open_own", token=token, link_id=link.id, name=link.address_name)


def shared_open_url(link: Link) -> str | None:
    """For a page whose address people pass on, such as the join page.

    None where only somebody's own page may lead: its token would go along.
    """
    if link.upload is not None and link.visibility is not Visibility.PUBLIC:
        return None
    return link.url or open_url(link)
