"""What is kept but must not be read from a copy of the database: sealed with SECRET_KEY."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def seal(text: str, purpose: str, secret_key: str) -> str:
    """Different each time. What is sealed for one purpose is not opened for another."""
    return _fernet(purpose, secret_key).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str, secret_key: str) -> str | None:
    """None: of another key or purpose, or changed since."""
    try:
        return _fernet(purpose, secret_key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _fernet(purpose: str, secret_key: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=f"sealing:{purpose}".encode())
    return Fernet(urlsafe_b64encode(key.derive(secret_key.encode())))
