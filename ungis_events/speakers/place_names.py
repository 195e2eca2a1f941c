"""Countries, as people write them in English, French and Spanish, and towns. Pure."""

import re
from functools import lru_cache

from babel.core import get_global

from ungis_events.topics.catalogue import list_countries

from .title_words import words_of

_OTHER_COUNTRY_NAMES = (
    "Bolivia;Brunei;Cape Verde;Cote d'Ivoire;Czech Republic;Democratic Republic of the Congo;"
    "DRC;Etats-Unis;Estados Unidos;European Union;Great Britain;Holy See;Iran;Ivory Coast;"
    "Korea;Kosovo;Laos;Macedonia;Micronesia;Moldova;Netherlands;Palestine;Pays-Bas;"
    "Republic of Korea;Russia;Russie;Rusia;Saint-Siege;South Korea;State of Palestine;Syria;"
    "Syrie;Siria;Taiwan;Tanzania;Tanzanie;The Gambia;Turkey;Türkiye;U.K.;U.S.;U.S.A.;UAE;UK;"
    "Union europeenne;Union Europea;United Kingdom;Royaume-Uni;Reino Unido;United States;USA;"
    "Venezuela;Viet Nam;Vietnam"
)
_MORE_TOWNS = (
    "Addis Ababa;Bangkok;Bern;Berne;Bonn;Bruselas;Bruxelles;Geneva;Genève;Ginebra;La Haya;La Haye;"
    "Londres;New Delhi;New York;Nueva York;NY;Roma;Rome;Santiago de Chile;The Hague;Viena;Vienne;"
    "Washington;Washington DC;Washington D.C.;Montréal;Beijing;Mumbai;San Francisco;Barcelona;Lyon"
)
_ARTICLES = re.compile(r"^(the|la|le|les|el|los|las|republic of|republique d[eu]s?|republica de) ")
_ELISION = re.compile(r"^l ")


@lru_cache(1)
def _countries() -> frozenset[str]:
    listed = [name for code in ("en", "fr", "es") for _, name in list_countries(code)]
    return frozenset(map(_country_key, listed + _OTHER_COUNTRY_NAMES.split(";")))


def _country_key(text: str) -> str:
    key = " ".join(words_of(re.sub(r"\(.*?\)", " ", text)))
    for article in (_ARTICLES, _ELISION, _ARTICLES):
        key = article.sub("", key)
    return key


@lru_cache(1)
def _towns() -> frozenset[str]:
    """Those that time zones are named after, and seats of the United Nations."""
    zones = get_global("zone_territories")
    named = [zone.rpartition("/")[2].replace("_", " ") for zone in zones if "/" in zone]
    return frozenset(map(_country_key, named + _MORE_TOWNS.split(";")))


@lru_cache(4096)
def is_town(text: str) -> bool:
    return len(text) < 40 and not is_country(text) and _country_key(text) in _towns()


@lru_cache(4096)
def is_country(text: str) -> bool:
    return len(text) < 80 and _country_key(text) in _countries()
