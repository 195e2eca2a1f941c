"""How texts say that people meet online, in a room or both. All on folded text (see `fold`)."""

import re

_EVENT = (
    r"(?:(?:side|parallel|public|launch|panel|regional|international|global|interactive|expert"
    r"|information|high[ -]level|free|informal|open|special|briefing|un|live|follow[ -]up)[ -])?"
    r"(?:events?|meetings?|dialogues?|discussions?|sessions?|panels?|launch|round ?tables?"
    r"|town ?hall"
    r"|(?:press )?conferences?|press briefings?"
    r"|consultations?|workshops?|briefings?|seminars?|symposium|forums?|talks?|gathering"
    r"|assembly|observance|commemoration|celebration|release|lectures?|debates?|conversations?|training|exchange|hearing|ceremony|format"
    r"|participation|attendance|reception|participants?|attendees|audience|mode|modality|component"
    r"|conference de presse"
    r"|evenement|reunions?|ateliers?|debats?|seances?|colloque|seminaires?|table ronde|lancement"
    r"|rencontre|modalite|evento|encuentro|taller|sesion|dialogo|seminario|conversatorio"
    r"|lanzamiento"
    r"|foros?|mesa redonda|conferencia(?: de prensa)?|jornada|modalidad|formato|charla|consulta"
    r"|participantes|participacion|manera|forma)"
)
_ONLINE = (
    r"(?:virtual(?:ly|mente)?|online|on-line|en ligne|en linea|virtuel(?:le|lement)?|a distance"
    r"|en distanciel|distanciel|remotely|remote|a distancia)"
)
_IN_ROOM = (
    r"(?:in[ -]person|en personne|en persona|presencial(?:mente)?|(?:en )?presentiel(?:le|lement)?"
    r"|physical(?:ly)?|face[ -]to[ -]face|on[ -]?site|sur place)"
)
_HYBRID = r"(?:hybrides?|hybrid|hibrid[oa])"
_HELD = (
    r"(?:held|takes? place|taking place|join(?: us| in)?|joining|attend(?:ing)?|participate"
    r"|participating|conducted|meet(?:ing)?|hosted|convened|speak(?:ing)?|take part"
    r"|aura lieu|se tiendra|tenu|organisee?|participer|tendra lugar|se celebrara|se realizara"
    r"|se llevara a cabo|sera|participar|asistir|unirse)"
)
_FULLY = (
    r"(?:(?:either|both|entirely|fully|exclusively|completely|all|de manera|de forma|en formato"
    r"|en modalidad|en mode|the event|the meeting|the session|us|de facon) )?"
)
_AND = r"(?:and|or|and/or|et|ou|y|o|e|&|\+|/|as well as|ainsi qu[e']|with|avec|con)"
_BEGIN = r"(?:^|[(|:@•–—/] ?| [-] )"
_END = r"(?= ?(?:$|[)|,;.•–—/]| [-] ))"

SAYS_HYBRID = re.compile(
    rf"\b{_HYBRID}(?: [\w-]{{1,20}})? {_EVENT}\b|\b{_EVENT},? {_HYBRID}\b"
    rf"|\b(?:in|as|en|format|mode|modalidad|manera|forma|modo) (?:a )?{_HYBRID}\b"
    rf"|{_BEGIN}{_HYBRID}{_END}"
    rf"|\b{_IN_ROOM}(?: [\w'-]{{1,20}}){{0,4}},? ?{_AND} ?(?:[\w'-]{{1,20}} ){{0,4}}{_ONLINE}\b"
    rf"|\b{_ONLINE}(?: [\w'-]{{1,20}}){{0,4}},? ?{_AND} ?(?:[\w'-]{{1,20}} ){{0,4}}{_IN_ROOM}\b"
)
"""`hybrid event`, `en formato híbrido`, `(Hybrid)`, `in person at the Palais and online`."""

SAYS_ONLINE = re.compile(
    r"\b(?:web-?inars?|webinaires?|webinarios?|seminarios? web|web ?conferences?|videoconference"
    r"|web ?chat|twitter chat|e-(?:dialogue|panel|conference|discussion|forum|learning session)"
    r"|web ?dialogue|ciberconferencia|teleconferencia|(?:en|par|par la) visio"
    r"|videoconferencia|visioconference|teleconference)\b"
    rf"|\bvirtual(?: [\w'-]{{1,25}}){{1,3}}? {_EVENT}\b"
    rf"|\b{_ONLINE} {_EVENT}\b|\b{_EVENT},? (?:100 ?% )?{_ONLINE}\b(?! (?:and|y|et) )"
    rf"|{_BEGIN}{_ONLINE}(?: (?:only|event|via|on|sur|por|par|through)\b|{_END})"
    rf"|\b(?:you|us|everybody|everyone) (?:all )?{_ONLINE}\b|\b{_ONLINE}-only\b"
    rf"|, {_ONLINE},? (?:on|from|at|le|el|du|del|via|\d)|, {_ONLINE}$"
    rf"|\b{_HELD} {_FULLY}{_ONLINE}\b|\b(?:connect\w{{0,5}}|conectar\w{{0,5}}|gather|convene"
    rf"|reunir\w{{0,4}}"
    r"|encontrar\w{{0,4}}|virtual(?:ly|mente) with) (?:virtually|virtualmente|online|en ligne"
    r"|en linea)\b"
)
"""`webinar`, `high-level virtual dialogue`, `| Online`, `held online`; not `online safety`."""

SAYS_IN_ROOM = re.compile(
    rf"\b{_IN_ROOM} {_EVENT}\b|\b{_EVENT},? {_IN_ROOM}\b|\b{_HELD} {_FULLY}{_IN_ROOM}\b"
    rf"|{_BEGIN}{_IN_ROOM}(?: (?:only|event|at|in)\b|{_END})"
)
"""`in-person event`, `Location: Physical`, `se tiendra en présentiel`."""

SAYS_ALSO_ONLINE = re.compile(
    rf"\b(?:join|attend|participate|follow|connect|register|available|possible|accessible|link"
    rf"|rejoindre|participer|suivre|participar|unirse|seguir|conectarse|also|aussi|tambien|and|or"
    rf"|et|ou|y|o|&|\+|/) (?:[\w'/-]{{1,25}} ){{0,5}}(?:{_ONLINE}|zoom|webex|teams|interprefy"
    rf"|kudo)\b"
    rf"|\b{_ONLINE},? {_AND} (?:at|in|from|a|au|aux|en|dans|desde) "
    rf"|\b(?:{_ONLINE}|zoom) (?:participation|attendance|participants|link|access|registration"
    rf"|option|participacion|component)\b"
)
"""Beside a venue: `join online`, `Room XX and online`, `also available via Zoom`, `online and at
the House`."""

ONLINE_WORD = re.compile(rf"\b(?:{_ONLINE}|web-?inars?|webinaires?|webinarios?|seminario web)\b")
IN_ROOM_WORD = re.compile(rf"\b{_IN_ROOM}\b")
HYBRID_WORD = re.compile(rf"\b{_HYBRID}\b")
"""The bare words, for the value of a label: `Format: Virtual`."""

IS_BROADCAST = re.compile(
    r"\b(?:live(?: ?|-)stream(?:ed|ing)?|live webcast|webcast live|live broadcast"
    r"|(?:en|via|por) streaming|transmision en (?:vivo|directo)|(?:transmitid[oa]|se transmitira)"
    r" en (?:vivo|directo)|(?:retransmis\w{0,2}|diffuse\w{0,2}|diffusion) en direct)\b"
)
"""`livestream`, `transmisión en vivo`: where no place is named, the event is watched."""

OF_ANOTHER = re.compile(
    r"\b(?:previous|last|earlier|past|next|upcoming|other|archive|recordings? of|since|during"
    r"|precedente?s?|anterior(?:es)?|otros|autres|after the|following the|builds? on)\b[^.]{0,40}$"
)
"""Said before such words, it is another event that was online."""

HINTS = (
    *("virtu", "online", "on-line", "ligne", "linea", "distan", "remot", "web", "visio", "video"),
    *("telecon", "zoom", "teams", "interprefy", "kudo", "hybrid", "hibrid", "person", "presen"),
    *("stream", "broadcast", "transmi", "diffus"),
    *("physical", "face", "site", "sur place"),
)
"""Where none of these stands, none of the patterns can match."""
