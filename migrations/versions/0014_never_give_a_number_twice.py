"""never give a row's number to another one

SQLite takes the highest number again once its row is gone; PostgreSQL never does.

Revision ID: 0014
Revises: 0013
"""
from alembic import op
import sqlalchemy as sa


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

# Before the triggers of 0015: making a table anew loses them.
TABLES = (
    'forums',
    'organizations',
    'publication',
    'uploads',
    'accounts',
    'events',
    'agenda_items',
    'bulk_acts',
    'event_modes',
    'history_entries',
    'links',
    'questions',
    'registration_imports',
    'reminders',
    'saved_views',
    'sign_in_links',
    'sign_ins',
    'speakers',
    'zone_changes',
    'circulars',
    'file_versions',
    'invitations',
    'registrations',
    'certificates',
    'outgoing_emails',
    'removals',
)


def upgrade():
    make_anew(autoincrement=True)


def downgrade():
    make_anew(autoincrement=False)


def make_anew(autoincrement):
    connection = op.get_bind()
    if connection.dialect.name != 'sqlite':
        return
    for name in TABLES:
        with op.batch_alter_table(
            name, recreate='always', table_kwargs={'sqlite_autoincrement': autoincrement}
        ):
            pass
        if autoincrement:
            # A new table begins to count at its highest row.
            table = sa.table(name, sa.column('id'))
            highest = connection.scalar(sa.select(sa.func.max(table.c.id)))
            if highest:
                known = connection.scalar(sa.text('SELECT seq FROM sqlite_sequence WHERE name = :name'), {'name': name})
                if known is None:
                    connection.execute(sa.text('INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)'), {'name': name, 'seq': highest})
