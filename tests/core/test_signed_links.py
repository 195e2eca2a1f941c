import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.core.errors import NotFound
from ungis_events.core.signed_links import check_token, make_token

SECRET = "a secret of the server"
versions = {7: 1, 8: 1, 70: 1}


def check(token: str, purpose: str = "manage", secret: str = SECRET) -> int:
    return check_token(secret, purpose, token, versions.get)


def test_a_token_leads_to_its_row() -> None:
    assert check(make_token(SECRET, "manage", 7, 1)) == 7


def test_the_same_token_is_built_again_for_a_later_mail() -> None:
    assert make_token(SECRET, "manage", 7, 1) == make_token(SECRET, "manage", 7, 1)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(make_token(SECRET, "join", 7, 1), id="for another purpose"),
        pytest.param(make_token(SECRET, "manage", 7, 2), id="of another version"),
        pytest.param(make_token(SECRET, "manage", 9, 1), id="of a row that is not there"),
        pytest.param(make_token("another secret", "manage", 7, 1), id="of another server"),
        pytest.param(
            make_token(SECRET, "manage", 8, 1).replace("8-", "7-", 1), id="of another row"
        ),
        pytest.param("0" + make_token(SECRET, "manage", 7, 1), id="with a zero before it"),
        pytest.param("٧-" + make_token(SECRET, "manage", 7, 1)[2:], id="with Arabic digits"),
        pytest.param("9" * 400 + "-x", id="with a huge number"),
        pytest.param(make_token(SECRET, "manage", 7, 1).upper(), id="in capitals"),
        pytest.param(make_token(SECRET, "manage", 7, 1)[:-1], id="cut short"),
        pytest.param("7-", id="without signature"),
        pytest.param("7", id="number alone"),
        pytest.param("", id="nothing"),
    ],
)
def test_foreign_forged_revoked_and_unknown_tokens_get_one_answer(token: str) -> None:
    with pytest.raises(NotFound) as refused:
        check(token)

    assert (type(refused.value), str(refused.value.message)) == (
        NotFound,
        "We could not find that page.",
    )


@given(token=st.text())
def test_no_text_is_accepted_by_chance(token: str) -> None:
    with pytest.raises(NotFound):
        check(token)


@given(row=st.integers(1, 2**31 - 1), version=st.integers(1, 10**6), purpose=st.text())
def test_every_token_is_letters_digits_and_one_hyphen(row: int, version: int, purpose: str) -> None:
    token = make_token(SECRET, purpose, row, version)

    number, _, signature = token.partition("-")
    assert check_token(SECRET, purpose, token, lambda _: version) == row
    assert number == str(row)
    assert (len(signature), signature.isalnum(), signature.islower()) == (32, True, True)
