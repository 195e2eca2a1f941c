"""What providers of online rooms tell us by themselves."""

from flask import Blueprint

from . import models as models  # its tables belong to every database

webhooks = Blueprint("webhooks", __name__)
