"""The Django app of the state database."""

from django.apps import AppConfig


class StateConfig(AppConfig):
    """Named `state` in migrations and tables."""

    name = "scoreline.state"
    label = "state"
    default_auto_field = "django.db.models.BigAutoField"
