"""add reminders

Revision ID: 0004
Revises: 0003
"""
from datetime import UTC, datetime, timedelta

from alembic import op
import sqlalchemy as sa


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

LEADS = {'before-1440': 1440, 'before-60': 60, 'before-10': 10, 'recording': 0}
_MOMENT = sa.DateTime(timezone=True)
EVENTS = sa.table(
    'events', sa.column('id'), sa.column('status'), sa.column('starts_at', _MOMENT), sa.column('ends_at', _MOMENT)
)
REMINDERS = sa.table(
    'reminders', sa.column('event_id'), sa.column('kind'), sa.column('state'), sa.column('reason'),
    sa.column('starts_at', _MOMENT), sa.column('recipients'), sa.column('due_at', _MOMENT), sa.column('attempts'),
)


def upgrade():
    op.create_table('reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'sent', 'missed', 'dropped', 'off', name='reminderstate', native_enum=False, length=30), nullable=False),
    sa.Column('reason', sa.Enum('passed', 'moved', 'cancelled', 'was cancelled', 'not published', 'started', 'overtaken', 'no recording', name='reason', native_enum=False, length=30), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recipients', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_reminders_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminders')),
    sa.UniqueConstraint('event_id', 'kind', name=op.f('uq_reminders_event_id_kind'))
    )
    with op.batch_alter_table('reminders') as batch_op:
        batch_op.create_index(batch_op.f('ix_reminders_due_at'), ['due_at'], unique=False)

    _remind_of_coming_events()


def _remind_of_coming_events():
    """The usual reminders for events made before there were any."""
    connection = op.get_bind()
    now = datetime.now(UTC)
    coming = sa.select(EVENTS).where(EVENTS.c.ends_at > now)
    for event in connection.execute(coming).all():
        for kind, minutes in LEADS.items():
            due_at = event.starts_at - timedelta(minutes=minutes)
            if kind == 'recording':
                due_at = event.ends_at + timedelta(minutes=30)
            is_late = due_at.replace(tzinfo=UTC) <= now
            is_off = event.status == 'cancelled'
            connection.execute(
                REMINDERS.insert().values(
                    event_id=event.id,
                    kind=kind,
                    state='dropped' if is_off else 'missed' if is_late else 'waiting',
                    reason='cancelled' if is_off else 'passed' if is_late else None,
                    starts_at=event.starts_at,
                    recipients=0,
                    due_at=None if is_off or is_late else due_at,
                    attempts=0,
                )
            )


def downgrade():
    op.drop_table('reminders')
