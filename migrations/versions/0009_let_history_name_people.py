"""let history name whom it was done to

Revision ID: 0009
Revises: 0008
"""
from alembic import op
import sqlalchemy as sa

import json


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def _fill_search_text_of_history():
    """As history/rules.py writes it; without the webinar's address, which older rows may hold."""
    entries = sa.table(
        'history_entries', sa.column('id'), sa.column('actor'), sa.column('act'),
        sa.column('changes', sa.JSON()), sa.column('search_text'),
    )
    connection = op.get_bind()
    columns = (entries.c.id, entries.c.actor, entries.c.act, entries.c.changes)
    for number, actor, act, changes in connection.execute(sa.select(*columns)).all():
        kept = {name: value for name, value in (changes or {}).items() if name != 'join_url'}
        values = ' '.join(json.dumps(each, ensure_ascii=False) for each in kept.values())
        text = f"{actor} {act} {' '.join(changes or {})} {values}".casefold()[:4000]
        connection.execute(
            sa.update(entries).where(entries.c.id == number).values(search_text=text)
        )


def upgrade():
    with op.batch_alter_table('history_entries') as batch_op:
        batch_op.add_column(sa.Column('registration_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('speaker_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('actor_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('search_text', sa.Text(), nullable=False, server_default=''))
        batch_op.alter_column('event_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.drop_index(batch_op.f('ix_history_entries_event_id'))
        batch_op.create_index('ix_history_entries_account_id', ['account_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_history_entries_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index('ix_history_entries_of_event', ['event_id', 'id'], unique=False)
        batch_op.create_index('ix_history_entries_registration_id', ['registration_id', 'id'], unique=False)
        batch_op.create_index('ix_history_entries_speaker_id', ['speaker_id', 'id'], unique=False)

    # Only the rows that were there needed a value; from here on the program gives it.
    with op.batch_alter_table('history_entries') as batch_op:
        batch_op.alter_column('search_text', server_default=None)

    _fill_search_text_of_history()


def downgrade():
    op.execute('DELETE FROM history_entries WHERE event_id IS NULL')

    with op.batch_alter_table('history_entries') as batch_op:
        batch_op.drop_index('ix_history_entries_speaker_id')
        batch_op.drop_index('ix_history_entries_registration_id')
        batch_op.drop_index('ix_history_entries_of_event')
        batch_op.drop_index(batch_op.f('ix_history_entries_actor_id'))
        batch_op.drop_index('ix_history_entries_account_id')
        batch_op.create_index(batch_op.f('ix_history_entries_event_id'), ['event_id'], unique=False)
        batch_op.alter_column('event_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('search_text')
        batch_op.drop_column('actor_id')
        batch_op.drop_column('account_id')
        batch_op.drop_column('speaker_id')
        batch_op.drop_column('registration_id')
