from ungis_events.registrations.rules import RegistrationDetails


def details_of(number: int) -> RegistrationDetails:
    """Person number n, for the processes of this folder."""
    return RegistrationDetails(
        given_name="Amina",
        family_name=f"Diallo {number}",
        email=f"amina{number}@example.org",
        organization="ITU",
        stakeholder_group="UN",
        country="SN",
    )
