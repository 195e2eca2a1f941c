from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model


class QuestionKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long text"
    ONE_OF = "one of"
    SEVERAL_OF = "several of"
    YES_NO = "yes or no"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"


WITH_OPTIONS = (QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF)


class Question(Model):
    """An event's own question on its registration form."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    label: Mapped[str] = mapped_column(String(300))
    help: Mapped[str | None] = mapped_column(String(500))
    is_required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[list[str]] = mapped_column(default=list)
    """Of "one of" and "several of"."""
    asked_if_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    """An earlier question of the form: this one is asked only after a certain answer to it."""
    asked_if_answer: Mapped[str | None] = mapped_column(String(300))
    """An option, or yes or no."""
    retired_at: Mapped[datetime | None]
    """Taken off the form; the answers given stay."""

    @property
    def has_options(self) -> bool:
        return self.kind in WITH_OPTIONS


class Answer(Model):
    """What one person answered, with the question as it stood then."""

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_question_id", "question_id"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    asked: Mapped[str] = mapped_column(String(300))
    """The label when it was answered: changing the question never changes what was said."""
    value: Mapped[str] = mapped_column(Text)
    """In words: several options stand on lines of their own, a date as 2027-01-31, yes or no."""
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    answered_at: Mapped[datetime]

    question: Mapped[Question] = relationship()

    @property
    def is_yes_or_no(self) -> bool:
        return self.question.kind is QuestionKind.YES_NO
