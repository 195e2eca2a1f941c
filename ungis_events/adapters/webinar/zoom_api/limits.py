"""How often Zoom may be asked, by the account's plan.

From Zoom's rate-limit page (developers.zoom.us/docs/api/rate-limits, read 2026-11): limits are
of the account, shared by all its apps, so we take half of what it may do in a second. The day's
limits are Zoom's own.
"""

from ungis_events.adapters.webinar import Act, Limits

PLANS = ("free", "pro", "business")

_SHARE = 0.5

_A_SECOND_AND_A_DAY: dict[str, dict[str, tuple[float, int | None]]] = {
    "free": {"light": (4, 6_000), "medium": (2, 2_000), "heavy": (1, 1_000)},
    "pro": {"light": (30, None), "medium": (20, None), "heavy": (10, 30_000)},
    # Business, Education, Enterprise, Partners.
    "business": {"light": (80, None), "medium": (60, None), "heavy": (40, 60_000)},
}

_LABELS = {
    Act.CREATE: "light",
    Act.FIND: "medium",
    Act.FETCH: "light",
    Act.UPDATE: "light",
    Act.DELETE: "light",
    Act.ADD_PERSON: "light",
    Act.ADD_PEOPLE: "heavy",
    Act.LIST_PEOPLE: "medium",
    Act.REMOVE_PEOPLE: "medium",
    Act.FORGET_PERSON: "light",
    Act.LIST_PANELISTS: "medium",
    Act.ADD_PANELISTS: "medium",
    Act.REMOVE_PANELIST: "medium",
    Act.REPORT: "heavy",
}

_CHANGES_A_DAY = 100
"""Making and changing webinars, of one host. We count all hosts together: an account where that
is too strict has several hosts and more than a hundred changes a day."""


def limits_of(act: Act, plan: str) -> tuple[Limits, ...]:
    label = _LABELS[act]
    a_second, a_day = _A_SECOND_AND_A_DAY[plan][label]
    of_account = Limits(label, a_second * _SHARE, a_day)
    if act not in (Act.CREATE, Act.UPDATE):
        return (of_account,)
    return of_account, Limits("host-changes", a_second * _SHARE, _CHANGES_A_DAY)
