"""The words that rosters are read by, in English, French and Spanish.

Compared without case and accents (`fold`). What is in none of these lists is not guessed: it
becomes a doubt.
"""

import re
import unicodedata
from functools import lru_cache

from .models import Part
from .professions import is_profession


def fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each))


_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(8192)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def words_of(text: str) -> list[str]:
    """Letters only; hyphens and apostrophes part words."""
    return list(_words_of(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


# What somebody is. The head of a title: `Deputy Executive Secretary`, `Directrice générale`.
ROLES = _words("""
    academic activist actor actress administrator admiral adviser advisor advocate ambassador
    analyst anchor artist assistant associate attache attorney auditor author captain ceo chair
    chairman chairperson chairwoman champion chancellor chief cio cofounder colonel commander
    commissioner consul consultant controller convener convenor coordinator counsel counsellor
    counselor cto curator dean delegate deputy dg director diplomat dsg economist editor educator
    engineer entrepreneur envoy executive expert facilitator fellow founder general governor head
    host intern investor journalist judge justice lady laureate lawyer lead leader lecturer
    librarian liaison manager mayor member minister mp negotiator observer officer ombudsman
    organizer owner parliamentarian partner physician policymaker practitioner premier president
    principal producer professional professor provost psychiatrist psychologist rapporteur rector
    registrar reporter representative researcher scholar scientist secretary senator sergeant sg
    specialist speaker spokesman spokesperson spokeswoman statistician strategist student
    supervisor teacher technologist winner artiste blogger composer dancer filmmaker historian
    inventor musician philosopher photographer playwright poet singer sociologist actrice cineasta
    ecrivain escritor escritora realisateur realisatrice treasurer trustee usg asg adg vice vp
    writer chairholder superintendent adjoint adjointe adjunta adjunto administrateur
    administratrice ambassadeur ambassadrice analyste avocat avocate charge chargee chef cheffe
    chercheur chercheuse commissaire conseiller conseillere consultante coordinateur coordinatrice
    coordonnateur coordonnatrice delegue deleguee depute deputee directeur directrice doyen
    doyenne economiste enseignant enseignante envoye envoyee etudiant etudiante experte laureat
    fondateur fondatrice cofondateur cofondatrice gerant gerante gouverneur gouverneure ingenieur
    ingenieure journaliste juge maire membre ministre observateur observatrice presidente
    professeur professeure rapporteuse recteur rectrice redacteur redactrice representant
    representante responsable secretaire senateur senatrice specialiste stagiaire vicepresident
    administrador administradora alcalde alcaldesa analista asesor asesora comisionada comisionado
    consejera consejero consultor consultora coordinador coordinadora decana decano delegada
    delegado diputada diputado directora economista embajador embajadora encargada encargado
    enviada enviado especialista estudiante experta experto fundador fundadora cofundador
    cofundadora gerente gobernador gobernadora ingeniera ingeniero investigador investigadora jefa
    jefe jueza juez miembro ministra ministro observador observadora periodista portavoz
    presidenta profesor profesora rectora relator relatora secretaria secretario senador senadora
    titular vicepresidenta vicepresidente viceministra viceministro vicesecretaria vicesecretario
    vocal abogada abogado директор министр председатель представитель президент профессор посол
    руководитель секретарь советник
""")

# What an organization is called. A unit is one too, but stands within another.
UNITS = _words("""
    branch bureau department departement departamento direccion direction directorate division
    faculty faculte facultad section seccion service services servicio unit unite unidad
    subdivision team cluster area
""")
ORGANIZATIONS = UNITS | _words("""
    academia academie academy accelerator administration agence agencia agency alianza alliance
    asamblea asociacion assembly association assemblee authority autoridad autorite banco bank
    banque board business cabinet camara campaign capital center centre centro chair chamber church
    city club coalition college comision comite commission committee community compagnie company
    compania confederation conference congress conseil consejo consortium cooperative corp
    corporation corte council country cour court delegation ecole embajada embassy ambassade
    enterprise entreprise empresa escuela federacion federation fondation fondo fonds fondation foro
    forum foundation fundacion fund gmbh gobierno government gouvernement group groupe grupo homes
    hospital hub inc industries industry iniciativa initiative institut institute institution
    instituto international internacional internationale kingdom lab laboratory laboratoire league
    llc ltd media ministerio ministere ministry mision mission missions municipality museum naciones
    nations network newspaper oficina office organisation organizacion organization parlamento
    parlement parliament partners partnership party platform press programa programme program
    project radio red republic republica republique reseau school secretariat secretariado societe
    sociedad society solutions state states system teatro technologies theatre gallery museo museum
    television tribunal trust union universidad universite university ventures watch times tribune
    gazette news journal magazine
""")
# `secrétariat` and `secretaría` (a ministry of some states) fold to one word with the office.

# Capitals that are offices or fields, not organizations.
_OFFICES_IN_CAPITALS = _words("""
    ADG AI ASG CEO CFO CIO CISO COO CTO DG DPR DSG EVP HR ICT ICTS II III IV IT MP PR R&D RD SDG
    SDGS SG SRSG SVP TBC TBD USG VP
""")

LABELS = {
    Part.MODERATOR: _words("""
        moderator moderators moderated moderation moderating comoderator mc emcee ceremony
        ceremonies chair chaired chairs cochair cochairs moderateur moderateurs moderatrice
        moderatrices modere moderee facilitator facilitators facilitated facilitateur facilitatrice
        facilitador facilitadora animateur animatrice moderador moderadora moderadores moderadoras
        modera moderado moderada модератор модераторы ведущий ведущая 主持人 الميسر الميسرة المنسق
    """),
    Part.OPENING: _words("""
        opening welcome welcoming introductory ouverture bienvenue liminaire liminaires apertura
        bienvenida inaugural inauguracion inauguration 开幕 开幕致辞 致辞 открытие الافتتاح
    """),
    Part.KEYNOTE: _words("""
        keynote keynotes magistral magistrale principal principale 主旨 主旨发言 主旨演讲
    """),
    Part.PANELLIST: _words("""
        panel panelist panelists panellist panellists paneliste panelistes panelista panelistas
        roundtable participants панелисты 小组成员 嘉宾
    """),
    Part.RESPONDENT: _words("""
        respondent respondents discussant discussants reactor reactors repondant repondante
        repondants repondantes discutant discutante discutants discutantes comentarista
        comentaristas
    """),
    Part.CLOSING: _words("""
        closing concluding conclusion conclusions wrap cloture clausura cierre finales finale
        闭幕 闭幕致辞 закрытие الختام
    """),
    Part.SPEAKER: _words("""
        speaker speakers presenter presenters presentation presentations orateur orateurs
        oratrice oratrices intervenant intervenante intervenants intervenantes conferencier
        conferenciere conferenciers orador oradora oradores oradoras ponente ponentes expositor
        expositora expositores conferenciante conferenciantes disertante disertantes remarks
        statements interventions speeches
        докладчик докладчики выступающие спикеры 发言人 发言者 المتحدث
        المتحدثون المتحدثين المتكلمون
    """),
}
# Words that may stand beside those above in a label and say nothing of the part.
BESIDE_LABELS = _words("""
    a abordaje about agenda biographies bios cargo include includes including meet programa
    programme presented delivered address addresses allocution allocutions and by co comments con
    confirmed d de debate del des dialogue discours discurso discussion distinguished du e el et
    expert experts featured from guest guests high i ii iii in invited invite invitee intervencion
    intervention intervenciones invitados invitees key la las le lead les level list lista liste los
    magistrales main master members message messages min minutes mot mots note notes observaciones
    observations of on opener or our palabras par por propos proposed reflections remark remarks
    remarques round scene session segment sesion setting short special speech speeches statement
    statements table tbc tentative the to und up video virtual welcome with y words confirmes
    confirmados mesa redonda ronde conferencia conference ponencia
""")
# One person holds these; a second one under the same heading is doubted.
SINGULAR_LABELS = _words("moderator moderateur moderatrice moderador moderadora mc emcee chair")

# Parts of a programme that are offices too: the Speaker of a parliament, the Chair of a group.
OFFICES_TOO = _words("a chair co e la le of speaker principal principale the")

# What begins a line that names people without a part in the programme, or something else.
NOT_SPEAKERS = _words("""
    background calendar click co contact contacts contacto copyright cosponsors cosponsored cost
    date deadline description donde dates download duration email enquiries fecha focal format
    heure hora hosted hosts how hosted idioma info information inquiries interpretation join
    langue langues language languages lieu link links location lugar meeting more organised
    organiser organisers organisateurs organizadores organized organizer organizers participation
    partners password passcode phone place platform plateforme quand qu register registration
    room rsvp share sponsors target tel telephone time title theme topic topics url venue when
    where webex website who zoom zone
""")
# What stands above people without a part in the programme.
HEADS_OTHERS = _words("""
    acknowledgements author authors auteurs autores comite committee contact contacts contacto
    contactos cosponsors credits editor editors enquiries focal follow inquiries media
    organisateurs organiser organisers organising organizadores organizer organizers organizing
    partenaires partners patrocinadores photo photos posts presse press prensa related rsvp
    secretariat sponsors staff team
""")
PROGRAMME = NOT_SPEAKERS | _words("""
    action about agenda allocution answers attachments break buffet café coffee concept conclusion
    conclusions day debate dialogue discussion draft event events facebook flyer forward image
    instagram introduction invitation launch linkedin live lunch message networking next note
    notice objective objectives official online open outline overview palais photo pleased
    preliminary presentation programme program questions reception recording refreshments remarks
    report roundtable save schedule see seminar seminaire seminario series session side speech
    statement statements steps symposium
    stream summary synthesis technical template time tips translation twitter update updates video
    home login map menu navigation search site sitemap terms
    view way webcast webinar week whole workshop youtube
    monday tuesday wednesday thursday friday saturday sunday january february march june july
    september october november december lundi mardi mercredi jeudi vendredi samedi dimanche
    janvier fevrier mars avril juin juillet septembre octobre novembre decembre
    lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio
    septiembre octubre noviembre diciembre
    after all an and any are as at before but by can do for from has have her his how if into is it
    its not on or our over that the their these they this those to towards under us was we what
    which why will with within without you your
    au aux avec ce ces cette dans est ou par pas pour que qui sont sous sur une vers
    como con cual desde esta este hacia para pero por sin sobre son una
""")

# Words that fields, places and organizations are named with, and hardly ever a person.
FIELDS = _words("""
    hotel ville mairie palais salle access accountability adaptation affairs africa african ageing
    aging agenda agriculture america american americas arctic areas arms art arts asia asian avenue
    biodiversity building business capacity care caribbean change children citizen citizens civil
    climate common communication communications communities computing connectivity conservation
    control cooperation creative cultural culture cyber cybersecurity data decade defenders
    democracy democratic development digital disability disarmament disaster diversity ecology
    economic economics economy education emergency employment empowerment energy engagement
    entrepreneurship environment environmental equality ethics europe european eurasia federal
    festival finance financial food foreign free freedom future gender geneva global goals
    governance growth health heritage higher human humanitarian humanity immigration impact
    inclusion indigenous information infrastructure innovation integrity intelligence internal
    internet investment justice knowledge labour language latin learning legal literacy local
    management maritime market medicine member mental middle migration mobile montreal multilateral
    multilingual national natural nature new nexus nuclear nutrition ocean oceans older open oxford
    pacific pandemic panel parliamentary participation peoples persons policies policy political
    politics population poverty privacy private process product protection quality racial refugees
    region regional regulation relations religious research resilience resources rights risk rural
    safety sanitation science sciences scientific secretary sectors security senior services skills
    small smart social software solidarity space special specialized sport sports standards
    statistics strategic strategy studies supply support sustainability sustainable technical
    technology telecommunication telecommunications tourism town trade training transformation
    transition transport trust united urban violence water welfare wellness women work workers world
    york youth affaires afrique amerique avenir changement citoyens climat climatique commerce
    communication culture democratie developpement droits droit durable eau economie economique
    education egalite emploi enfants enseignement environnement etrangeres europe femmes finances
    formation generation gouvernance humains industrie informatique jeunes jeunesse justice
    migrations mondial mondiale monde numerique paix politique population postes recherche relations
    sante sciences securite societe technologies telecommunications transition transports travail
    agricultura agua ambiente asuntos ciencia ciencias clima climatico comercio comunicacion
    comunicaciones cooperacion cultura democracia derechos desarrollo digital economia educacion
    energia exteriores finanzas genero gobernanza hacienda humanos igualdad informacion innovacion
    investigacion jovenes juventud justicia latina migraciones mujer mujeres mundial mundo ninez
    poblacion politica publica relaciones salud seguridad social sociedad sostenible tecnologia
    tecnologias telecomunicaciones trabajo transporte vivienda buenos ejecutivo ejecutiva executif
    executive general generale permanente
""")

FINITE_VERB = re.compile(
    r"\b(?:is|are|was|were|will|would|can|should|has|have|had|said|says|noted|stressed|told|wrote"
    r"|invites?|lets?|takes?|opens?|looks?|aims?|brings?|thank|thanks|wish|honou?rs?|follows"
    r"|est|sont|sera|seront|ont|peut|doit|invite|remercie|remercions|agradece|agradecemos"
    r"|es|son|será|serán|han|puede|invitan?|dijo|señaló)\b"
    r"|, [a-z]{3,20}ed (?:the|a|an|that|on|in|to|its|his|her|by|with)\b|, a [a-zé]{2,20}é "
    r"|, [a-zé]{3,20}(?:rá|rán|ront) "
)
"""What whole sentences have, and what stands behind a name has not."""


_SURNAMES_TOO = frozenset(
    {"qu", "how", "share", "day", "bishop", "dean", "judge", "mayor", "major"}
)


def is_role_word(word: str) -> bool:
    """Of one folded word: director, alcaldesa, anthropologist."""
    return word in ROLES or is_profession(word)


@lru_cache(4096)
def is_common(word: str) -> bool:
    """A word of offices, organizations, programmes or fields: none of a name."""
    return any(
        each not in _SURNAMES_TOO
        and (is_role_word(each) or each in ORGANIZATIONS or each in PROGRAMME or each in FIELDS)
        for each in words_of(word)
    )


def has_acronym(text: str) -> bool:
    """UNESCO, PAHO/WHO, W3C; not CEO."""
    return any(
        sum(letter.isupper() for letter in token) > 1
        and fold(token.strip(".,")) not in _OFFICES_IN_CAPITALS
        and not re.fullmatch(r"(?:\w\.)+,?", token)
        for token in re.findall(r"[\w&.]+", text)
        if not token.islower() and not token[1:].islower()
    )
