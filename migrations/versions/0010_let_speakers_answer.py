"""let speakers answer, and give events an agenda

Revision ID: 0010
Revises: 0009
"""
from alembic import op
import sqlalchemy as sa

import re
import unicodedata


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

LETTERS = str.maketrans({'ł': 'l', 'ø': 'o', 'đ': 'd', '\u0131': 'i', 'æ': 'ae', 'œ': 'oe'})


def name_key(name):
    """speakers.rules.name_key, as it was."""
    plain = unicodedata.normalize('NFKD', name.casefold().translate(LETTERS))
    plain = ''.join(each for each in plain if not unicodedata.combining(each))
    return ' '.join(sorted(re.findall(r'[^\W_]+', plain)))[:200]


def fill_name_keys():
    table = sa.table('speakers', sa.column('id'), sa.column('name'), sa.column('name_key'))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.name)).all():
        connection.execute(table.update().where(table.c.id == row.id).values(name_key=name_key(row.name)))


def upgrade():
    op.create_table('agenda_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('starts_after', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_agenda_items_minutes_positive')),
    sa.CheckConstraint('starts_after >= 0', name=op.f('ck_agenda_items_starts_after_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_agenda_items_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_items'))
    )

    op.create_table('agenda_slots',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('speaker_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_agenda_slots_item_id_agenda_items')),
    sa.ForeignKeyConstraint(['speaker_id'], ['speakers.id'], name=op.f('fk_agenda_slots_speaker_id_speakers'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('item_id', 'speaker_id', name=op.f('pk_agenda_slots'))
    )

    with op.batch_alter_table('agenda_items') as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_items_event_id'), ['event_id'], unique=False)


    with op.batch_alter_table('agenda_slots') as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_slots_speaker_id'), ['speaker_id'], unique=False)


    with op.batch_alter_table('events') as batch_op:
        batch_op.add_column(sa.Column('green_room_minutes', sa.Integer(), nullable=False, server_default='15'))
        batch_op.add_column(sa.Column('green_room_url', sa.String(length=1000), nullable=True))


    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.add_column(sa.Column('speaker_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_outgoing_emails_speaker_id'), ['speaker_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_outgoing_emails_speaker_id_speakers'), 'speakers', ['speaker_id'], ['id'])


    with op.batch_alter_table('speakers') as batch_op:
        batch_op.add_column(sa.Column('status', sa.Enum('proposed', 'invited', 'confirmed', 'declined', 'replaced', name='speakerstatus', native_enum=False, length=30), nullable=False, server_default='confirmed'))
        batch_op.add_column(sa.Column('name_key', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('email', sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column('email_key', sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=8), nullable=False, server_default='en'))
        batch_op.add_column(sa.Column('biography', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('pronunciation', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('photo_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('access_needs', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('may_record', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('gender', sa.Enum('woman', 'man', 'another', name='gender', native_enum=False, length=30), nullable=True))
        batch_op.add_column(sa.Column('country', sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column('zone', sa.String(length=50), nullable=True))
        batch_op.add_column(sa.Column('replaces_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('link_version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('seen_version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('calendar_sequence', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('answer_words', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_speakers_email_key', ['email_key'], unique=False)
        batch_op.create_index('ix_speakers_name_key', ['name_key'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_speakers_photo_id_uploads'), 'uploads', ['photo_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_speakers_replaces_id_speakers'), 'speakers', ['replaces_id'], ['id'])

    # Only the rows that were there needed a value; from here on the program gives it.
    with op.batch_alter_table('events') as batch_op:
        batch_op.alter_column('green_room_minutes', server_default=None)
    with op.batch_alter_table('speakers') as batch_op:
        batch_op.alter_column('status', server_default=None)
        batch_op.alter_column('name_key', server_default=None)
        batch_op.alter_column('language', server_default=None)
        batch_op.alter_column('link_version', server_default=None)
        batch_op.alter_column('version', server_default=None)
        batch_op.alter_column('seen_version', server_default=None)

    fill_name_keys()


def downgrade():
    op.execute('DELETE FROM outgoing_emails WHERE speaker_id IS NOT NULL')
    op.execute('UPDATE speakers SET replaces_id = NULL')
    # The version before would show them to everybody.
    op.execute("DELETE FROM agenda_slots WHERE speaker_id IN (SELECT id FROM speakers WHERE status IN ('declined', 'replaced'))")
    op.execute("DELETE FROM speakers WHERE status IN ('declined', 'replaced')")

    with op.batch_alter_table('speakers') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_speakers_replaces_id_speakers'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_speakers_photo_id_uploads'), type_='foreignkey')
        batch_op.drop_index('ix_speakers_name_key')
        batch_op.drop_index('ix_speakers_email_key')
        batch_op.drop_column('changed_at')
        batch_op.drop_column('answer_words')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('invited_at')
        batch_op.drop_column('calendar_sequence')
        batch_op.drop_column('frozen_at')
        batch_op.drop_column('seen_version')
        batch_op.drop_column('version')
        batch_op.drop_column('link_version')
        batch_op.drop_column('replaces_id')
        batch_op.drop_column('zone')
        batch_op.drop_column('country')
        batch_op.drop_column('gender')
        batch_op.drop_column('may_record')
        batch_op.drop_column('access_needs')
        batch_op.drop_column('photo_id')
        batch_op.drop_column('pronunciation')
        batch_op.drop_column('biography')
        batch_op.drop_column('language')
        batch_op.drop_column('email_key')
        batch_op.drop_column('email')
        batch_op.drop_column('name_key')
        batch_op.drop_column('status')


    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_outgoing_emails_speaker_id_speakers'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_outgoing_emails_speaker_id'))
        batch_op.drop_column('speaker_id')


    with op.batch_alter_table('events') as batch_op:
        batch_op.drop_column('green_room_url')
        batch_op.drop_column('green_room_minutes')


    op.drop_table('agenda_slots')
    op.drop_table('agenda_items')
