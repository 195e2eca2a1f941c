"""The measured numbers as a page to read."""

import time
from pathlib import Path
from typing import Any

_GOALS = {"event page": 0.4, "list of 100 events": 0.25, "calendar file": 0.4}
_REGISTRATIONS_GOAL = 100
_FEED_GOAL_MS = 5
_INVITATIONS_GOAL_S = 20


def write_report(results: dict[str, Any], path: Path) -> None:
    pages = results["pages"]
    hello = pages["hello"]["rate"]
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {time.strftime('%-d %B %Y', time.gmtime())}: "
        f"{results['machine']}; clients, database and both servers on the same cores.",
        "Server: gunicorn gthread, 1 process × 4 threads, SQLite. Medians of three runs that "
        "took turns; trust the ratios more than the rates.",
        "",
        "## Pages",
        "",
        f"wrk, 2 threads, {results['clients']} connections, {results['seconds']} s a run, "
        "`Accept-Encoding: br`. CPU is the server's, for each request.",
        "",
        "| | requests/s | of hello | wanted | p50 ms | p99 ms | CPU ms | bytes | runs |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for name, page in pages.items():
        goal = _GOALS.get(name)
        lines.append(
            f"| {name} | {page['rate']:.0f} | {page['rate'] / hello:.2f} "
            f"| {f'≥ {goal}' if goal else ''} | {page['p50_ms']:.1f} | {page['p99_ms']:.1f} "
            f"| {page['cpu_ms']:.2f} | {page['bytes']:.0f} | {_joined(page['runs'])} |"
        )
    lines += _registrations(results) + _seats(results) + _feeds(results["feeds"])
    lines += _invitations(results["invitations"]) + _desk(results["desk"])
    lines += zoom_section(results["zoom"]) + announcements_section(results["announcements"])
    lines += _memory(results)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[lines.index("## Pages") :]))
    print(f"\nWritten to {path}")


def _registrations(results: dict[str, Any]) -> list[str]:
    run = results["registrations"]
    return [
        "",
        "## Registrations",
        "",
        f"{results['registrations_each']} new visitors a run, {results['clients']} at once; each "
        "gets the form, sends it and reads the page after it (3 requests, own connection).",
        "",
        "| registrations/s | wanted | p50 ms | p99 ms | CPU ms each | clients' CPU s | runs |",
        "|--:|--:|--:|--:|--:|--:|---|",
        f"| {run['rate']:.0f} | ≥ {_REGISTRATIONS_GOAL} | {run['p50_ms']:.0f} "
        f"| {run['p99_ms']:.0f} | {run['cpu_ms']:.1f} | {run['client_cpu_s']:.2f} "
        f"| {_joined(run['runs'])} |",
    ]


def _seats(results: dict[str, Any]) -> list[str]:
    oversold = [max(confirmed - results["seats"], 0) for confirmed, _ in results["sold"]]
    sold = ", ".join(
        f"{confirmed} sold and {waiting} waiting" for confirmed, waiting in results["sold"]
    )
    return [
        "",
        "## Seats",
        "",
        f"{results['visitors']} visitors for {results['seats']} seats, {results['clients']} at "
        f"once, three times: {sold}. Oversold: {sum(oversold)} (wanted: 0).",
    ]


def _feeds(run: dict[str, Any]) -> list[str]:
    rows = [
        f"| {name} | {run['bytes'][name]} | {run['warm'][name]} "
        f"| {run['one event changed'][name]} |"
        for name in run["bytes"]
    ]
    return [
        "",
        "## A feed of 500 events",
        "",
        f"`/calendar.ics` with {run['events']} events of five zones through the app's own client, "
        f"in milliseconds; wanted warm: under {_FEED_GOAL_MS}. The first answer of a process "
        f"makes all of them: {run['cold']['plain']:.0f} ms. After one event changed only that "
        "one is made anew, and the whole is compressed once.",
        "",
        "| | bytes | warm | one event changed |",
        "|---|--:|--:|--:|",
        *rows,
    ]


def _invitations(runs: list[dict[str, Any]]) -> list[str]:
    seconds = sorted(run["seconds"] for run in runs)
    cpu = sorted(run["cpu_seconds"] for run in runs)
    return [
        "",
        "## Invitations",
        "",
        f"{runs[0]['invitations']} invitations ({runs[0]['kilobytes_each']:.0f} kB each) built "
        "and handed to an SMTP server on the same machine by one `flask worker --once`, its "
        f"start included: {seconds[1]:.1f} s (runs "
        f"{', '.join(f'{each:.1f}' for each in seconds)}), of them {cpu[1]:.1f} s of the "
        f"worker's processor. Wanted: under {_INVITATIONS_GOAL_S} s.",
    ]


def _desk(run: dict[str, Any]) -> list[str]:
    (few_events, few), (many_events, many) = run["sizes"]
    return [
        "",
        "## The desk at size",
        "",
        f"Each page of the desk through the app's own client, in milliseconds: {few} registrations "
        f"at the event and {few_events} events, then {many} and {many_events}. "
        f"Wanted: at most {run['wanted']} times as long.",
        "",
        "| page | small | large | times |",
        "|---|--:|--:|--:|",
        *(
            f"| {path} | {page['small']:.1f} | {page['large']:.1f} | {page['ratio']:.2f} |"
            for path, page in sorted(run["pages"].items(), key=lambda each: -each[1]["ratio"])
        ),
    ]


def zoom_section(run: dict[str, Any]) -> list[str]:
    limits = [
        f"| {label} | {each['worst']} | {each['allowed']} |"
        for label, each in run["limits"].items()
    ]
    people, links, single = run["people"], run["links"], run["single"]
    return [
        "",
        _ZOOM_TITLE,
        "",
        f"{sum(people.values())} registrations meant for {run['spread']} s, as fast as this "
        "machine makes them, made through the service "
        f"({people['storm-soon']} for an event in ten minutes, {people['storm-later']} for one "
        "next month, mixed), beside one `flask worker` that also sends their mails. The stand-in "
        f"enforces the {run['plan'].capitalize()} plan's limits by the second and answers after "
        f"{1000 * run['latency']['light']:.0f} ms for one person, "
        f"{1000 * run['latency']['heavy']:.0f} ms for a batch of 30 (both guesses).",
        "",
        "| since the first registration | s |",
        "|---|--:|",
        f"| the last of them is registered | {run['registered']:.0f} |",
        f"| all of the event in ten minutes have their own link | {links['storm-soon']:.0f} |",
        f"| all of the event next month have theirs | {links['storm-later']:.0f} |",
        "",
        f"At most {run['most_waiting']} people waited at the same time. {run['requests']} requests "
        f"for registrants; answered with 429: {run['refused']} (wanted: 0); registered twice at "
        f"Zoom: {run['twice']} (wanted: 0).",
        "",
        "| requests | in the worst second | allowed |",
        "|---|--:|--:|",
        *limits,
        "",
        "One person by themselves, afterwards: their own link after "
        f"{single['median']:.1f} s (median of five; the longest {single['longest']:.1f} s). Until "
        "then their join page leads to the event's.",
    ]


def announcements_section(run: dict[str, Any]) -> list[str]:
    return [
        "",
        "## Announcements",
        "",
        "From text to draft, in one process, in milliseconds. The first one of a process also "
        f"loads its tables: {1000 * run['first']:.0f}. The last row is a megabyte of one piece "
        f"repeated, {run['hostile']} pieces that were written to be slow (wanted: under 1000).",
        "",
        "| | median | longest |",
        "|---|--:|--:|",
        f"| the announcement of January 2023 | {1000 * run['notice_of_2023']:.1f} | |",
        f"| {run['notices']} short notices of the tests | {1000 * run['median']:.1f} "
        f"| {1000 * run['longest']:.1f} |",
        f"| a megabyte | {1000 * run['hostile_median']:.0f} "
        f"| {1000 * run['hostile_longest']:.0f} (`{run['slowest'].strip()}`) |",
    ]


_ZOOM_TITLE = "## A storm of registrations reaches Zoom"


def write_section(section: list[str], path: Path) -> None:
    """In the place of the section of the same title, or at the end."""
    parts = path.read_text(encoding="utf-8").split("\n## ")
    title = section[1].removeprefix("## ")
    kept = [part.rstrip() for part in parts if not part.startswith(title)]
    new = "\n".join(section[1:]).removeprefix("## ")
    at = next((at for at, part in enumerate(kept) if part.startswith("Memory")), len(kept))
    kept.insert(at, new)
    path.write_text("\n\n## ".join(kept) + "\n", encoding="utf-8")


def _memory(results: dict[str, Any]) -> list[str]:
    rows = [f"| {name} | {megabytes:.0f} |" for name, megabytes in results["memory"].items()]
    head = ["", "## Memory", "", "Resident, master and one process.", "", "| | MB |", "|---|--:|"]
    return head + rows


def _joined(numbers: list[float]) -> str:
    return ", ".join(f"{number:.0f}" for number in numbers)
