"""The desk's form for a view's name."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, StringField

from ungis_events.core.desk_form import DeskForm
from ungis_events.core.form_filters import tidy


class ViewForm(DeskForm):
    """`query` is the search, as in the address of the list."""

    name = StringField(
        lazy_gettext("Name of the view"),
        description=lazy_gettext("The event's whole team sees it above the list."),
        filters=[tidy],
    )
    replaces = BooleanField(lazy_gettext("Replace the view of that name, if there is one"))
    query = HiddenField()
