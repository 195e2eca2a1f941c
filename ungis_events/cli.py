"""`flask --app app …`: parse, call a workflow or job, echo the result."""

import json
import signal
import sys
import threading
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ungis_events import event_files, jobs, launch, provider_jobs, workflows
from ungis_events.accounts.models import Role
from ungis_events.accounts.service import create_account
from ungis_events.adapters.texts import take_text
from ungis_events.adapters.webinar import WebinarProvider
from ungis_events.announcements.composing import as_json, explained
from ungis_events.announcements.reading import read_announcement
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.errors import DomainError, InvalidInput
from ungis_events.core.json_positions import line_of
from ungis_events.events.queries import get_event
from ungis_events.organizations.service import import_organizations
from ungis_events.sample import loading
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.providers import all_providers
from ungis_events.webinars.service import adopt_webinar, want_webinar

ACTOR = "command line"

events_group = AppGroup("events", help="Events as files.")
sample_group = AppGroup("sample", help="The sample data.")
accounts_group = AppGroup("accounts", help="People who sign in.")
registrations_group = AppGroup("registrations", help="People who come.")
organizations_group = AppGroup("organizations", help="Members and observers of UNGIS.")
times_group = AppGroup("times", help="Moments and zone data.")
webinars_group = AppGroup("webinars", help="Online rooms at their provider.")
announcements_group = AppGroup("announcements", help="Notices that become drafts.")


@events_group.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path())
def import_events(files: tuple[str, ...]) -> None:
    """Create or update events from event FILES, by slug; people concerned are told."""
    failed = False
    for name in files:
        try:
            text = Path(name).read_text(encoding="utf-8")
            file = event_files.read(text)
            with transaction():
                outcome = workflows.save_event_file(file, actor=ACTOR, now=clock.now())
            click.echo(f"{name}: {file.details.slug} {outcome}")
        except InvalidInput as error:
            field, sentence = next(iter(error.fields.items()))
            line = line_of(text, (field,))
            click.echo(f"{name}: line {line}, {field}: {sentence}", err=True)
            failed = True
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            click.echo(f"{name}: line {line}, file: not UTF-8", err=True)
            failed = True
        except OSError as error:
            click.echo(f"{name}: {error.strerror}", err=True)
            failed = True
        except DomainError as error:
            click.echo(f"{name}: {error}", err=True)
            failed = True
    sys.exit(1 if failed else 0)


@events_group.command("export")
@click.argument("slug")
def export_event(slug: str) -> None:
    """Write the event file of SLUG to standard output."""
    try:
        file = workflows.event_file_of(get_event(slug))
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    sys.stdout.buffer.write(event_files.write(file).encode())


@sample_group.command("load")
def load_sample() -> None:
    """Load the sample data; again: changes nothing."""
    for line in loading.load_sample(clock.now()):
        click.echo(line)


@times_group.command("check")
def check_times() -> None:
    """After an update of zone data: events to come whose moment moved; people are told."""
    lines = jobs.check_times()
    for line in lines or [f"nothing moved by zone data {clock.ZONE_DATA_EDITION}"]:
        click.echo(line)


@registrations_group.command("purge")
def purge() -> None:
    """Remove the personal rows of events whose retention period is over; totals stay."""
    for line in jobs.purge() or ["nothing is kept longer than its time"]:
        click.echo(line)


@organizations_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_list(file: Path) -> None:
    """Create or update organizations from a CSV or XLSX FILE, by acronym."""
    try:
        with transaction():
            lines = import_organizations(file.read_bytes(), file.name, actor=ACTOR, now=clock.now())
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    for line in lines:
        click.echo(line)


@accounts_group.command("create")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organization", metavar="ACRONYM", help="Whose focal point a member is.")
def create(email: str, name: str, role: str, organization: str | None) -> None:
    """Make a sign-in; the password is asked for, or read from standard input.

    A member needs none: they sign in by a link mailed to them.
    """
    is_member = role == Role.MEMBER
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    elif not is_member:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = ""
    try:
        with transaction():
            create_account(
                email=email,
                name=name,
                role=Role(role),
                organization=organization,
                password=None if is_member and not password else password,
                now=clock.now(),
            )
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"{email} can sign in as {role}")


@webinars_group.command("create")
@click.argument("slug")
def create_webinar(slug: str) -> None:
    """Have a webinar made for the event SLUG; the worker asks for it."""
    details = WebinarDetails()
    try:
        with transaction():
            want_webinar(get_event(slug), details, provider=_maker(), actor=ACTOR, now=clock.now())
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"{slug}: a webinar is asked for; the worker makes it")


@webinars_group.command("adopt")
@click.argument("slug")
@click.argument("number")
def adopt(slug: str, number: str) -> None:
    """Take over the webinar NUMBER, made at the provider by hand, for the event SLUG."""
    try:
        with transaction():
            adopt_webinar(get_event(slug), number, provider=_maker(), actor=ACTOR, now=clock.now())
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"{slug}: webinar {number} is asked for; the worker takes it over")


def _maker() -> WebinarProvider:
    """The one that is set up. Raises ClickException."""
    providers = all_providers().values()
    maker = next((provider for provider in providers if provider.is_remote), None)
    if maker is None:
        raise click.ClickException("no provider of webinars is set up: give ZOOM_ACCOUNT_ID")
    return maker


@announcements_group.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--explain", is_flag=True, help="Each field with its rule and its words instead.")
def read_file(file: Path, explain: bool) -> None:
    """Print the draft of the announcement in FILE (.txt, .docx, .pdf, .html, .eml) as JSON."""
    try:
        draft = read_announcement(take_text(file.read_bytes(), file.name))
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    text = explained(draft) if explain else json.dumps(as_json(draft), ensure_ascii=False, indent=2)
    click.echo(text)


@click.command("worker")
@click.option("--once", is_flag=True, help="What is due now, then exit.")
def worker(once: bool) -> None:
    """Send mails and do whatever else is due."""
    mailer = current_app.extensions["mailer"]
    if once:
        jobs.do_daily()
        jobs.queue_due()
        click.echo(f"{jobs.deliver_mail(mailer)} e-mails worked")
        provider_jobs.work_all_due()
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    jobs.work(mailer, stop)


@click.command("start")
@click.option("--port", default=5000, show_default=True)
def start(port: int) -> None:
    """Set up what is missing, then serve with a worker beside (make run)."""
    sys.exit(launch.start(port))


def init_app(app: Flask) -> None:
    for command in (
        events_group,
        sample_group,
        times_group,
        organizations_group,
        registrations_group,
        webinars_group,
        accounts_group,
        announcements_group,
        worker,
        start,
    ):
        app.cli.add_command(command)
