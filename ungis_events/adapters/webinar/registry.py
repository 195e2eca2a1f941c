"""The makers of online rooms that are set up here: one file in providers/ is one of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules

from . import providers
from .provider import TokenStore, WebinarProvider


def load_providers(
    settings: Mapping[str, object], tokens: TokenStore, clock: Callable[[], datetime]
) -> dict[str, WebinarProvider]:
    """By name. Each file there has `from_settings(settings, tokens, clock)`, which returns None
    where its maker is not set up."""
    modules = [
        import_module(f"{providers.__name__}.{found.name}")
        for found in sorted(iter_modules(providers.__path__), key=lambda found: found.name)
    ]
    made = [module.from_settings(settings, tokens, clock) for module in modules]
    return {provider.name: provider for provider in made if provider is not None}
