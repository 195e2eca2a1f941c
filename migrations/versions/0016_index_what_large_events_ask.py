"""index what large events ask

Revision ID: 0016
Revises: 0015
"""
from alembic import op
import sqlalchemy as sa


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


# Indexes alone: no table is made anew, so on SQLite too the triggers on registrations stay.
INDEXES = {
    'registrations': {
        'ix_registrations_at_door': (['mode_id', 'status', 'sort_name', 'id', 'checked_in_at'], None),
        'ix_registrations_in': (['event_id', 'sort_name', 'id', 'mode_id', 'status', 'checked_in_at'], 'checked_in_at IS NOT NULL'),
        'ix_registrations_attended': (['event_id', 'status', 'id', 'joined_at', 'checked_in_at'], 'joined_at IS NOT NULL OR checked_in_at IS NOT NULL'),
    },
    'outgoing_emails': {
        'ix_outgoing_emails_of_event': (['event_id', 'id'], None),
        'ix_outgoing_emails_in_state': (['event_id', 'status', 'id'], None),
    },
    'certificates': {
        'ix_certificates_revoked': (['event_id', 'revoked_at'], 'revoked_at IS NOT NULL'),
    },
}


def upgrade():
    for table, indexes in INDEXES.items():
        with op.batch_alter_table(table) as batch_op:
            for name, (columns, where) in indexes.items():
                only = {} if where is None else {'sqlite_where': sa.text(where), 'postgresql_where': sa.text(where)}
                batch_op.create_index(batch_op.f(name), columns, unique=False, **only)


def downgrade():
    for table, indexes in INDEXES.items():
        with op.batch_alter_table(table) as batch_op:
            for name in indexes:
                batch_op.drop_index(batch_op.f(name))
