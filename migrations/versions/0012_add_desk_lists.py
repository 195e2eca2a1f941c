"""add acts on many, saved views, imports and what lists sort by

Revision ID: 0012
Revises: 0011
"""
from alembic import op
import sqlalchemy as sa

import re
import unicodedata


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

LETTERS = str.maketrans({'ł': 'l', 'ø': 'o', 'đ': 'd', '\u0131': 'i', 'æ': 'ae', 'œ': 'oe'})


def fold(*texts):
    """events.rules.search_text, as it was."""
    joined = ' '.join(text for text in texts if text)
    plain = ''.join(each for each in unicodedata.normalize('NFKD', joined) if not unicodedata.combining(each))
    return ' '.join(plain.casefold().translate(LETTERS).split())


def fill_search_keys():
    table = sa.table('registrations', *(sa.column(name) for name in (
        'id', 'given_name', 'family_name', 'email', 'email_key', 'organization',
        'sort_name', 'sort_organization', 'name_key', 'mailbox_key', 'search_text')))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).all():
        local, _, domain = row.email_key.rpartition('@')
        local = local.partition('+')[0] or local
        if domain in ('gmail.com', 'googlemail.com'):
            local = local.replace('.', '')
        connection.execute(table.update().where(table.c.id == row.id).values(
            sort_name=fold(row.family_name, row.given_name)[:200],
            sort_organization=fold(row.organization)[:200],
            name_key=' '.join(sorted(re.findall(r'[^\W_]+', fold(row.given_name, row.family_name))))[:200],
            mailbox_key=f'{local}@{domain}'[:254],
            search_text=fold(row.given_name, row.family_name, row.email, row.organization)))


def fold_events_again():
    """Their words were folded before by accents alone."""
    table = sa.table('events', sa.column('id'), sa.column('search_text'))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).all():
        folded = row.search_text.translate(LETTERS)
        if folded != row.search_text:
            connection.execute(table.update().where(table.c.id == row.id).values(search_text=folded))


def fill_places_in_line():
    table = sa.table('registrations', sa.column('status', sa.String()), *map(sa.column, ('waits_since', 'registered_at')))
    is_waiting = sa.cast(table.c.status, sa.String()) == 'waitlisted'
    op.get_bind().execute(table.update().where(is_waiting).values(waits_since=table.c.registered_at))


def upgrade():
    op.create_table('bulk_acts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=30), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('beyond', sa.Boolean(), nullable=False),
    sa.Column('query', sa.String(length=2000), nullable=False),
    sa.Column('form_key', sa.String(length=40), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_bulk_acts_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_acts')),
    sa.UniqueConstraint('form_key', name=op.f('uq_bulk_acts_form_key'))
    )

    op.create_table('registration_imports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rows_saved', sa.Integer(), nullable=False),
    sa.Column('rows_worked', sa.Integer(), nullable=False),
    sa.Column('rows_all', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_registration_imports_event_id_events')),
    sa.ForeignKeyConstraint(['upload_id'], ['uploads.id'], name=op.f('fk_registration_imports_upload_id_uploads')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_imports'))
    )

    op.create_table('saved_views',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('query', sa.String(length=2000), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_saved_views_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views')),
    sa.UniqueConstraint('event_id', 'name', name=op.f('uq_saved_views_event_id_name'))
    )

    op.create_table('bulk_outcomes',
    sa.Column('bulk_act_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('status_before', sa.String(length=30), nullable=True),
    sa.Column('status_after', sa.String(length=30), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['bulk_act_id'], ['bulk_acts.id'], name=op.f('fk_bulk_outcomes_bulk_act_id_bulk_acts')),
    sa.PrimaryKeyConstraint('bulk_act_id', 'registration_id', name=op.f('pk_bulk_outcomes'))
    )

    op.create_table('imported_rows',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=30), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['registration_imports.id'], name=op.f('fk_imported_rows_import_id_registration_imports')),
    sa.PrimaryKeyConstraint('import_id', 'number', name=op.f('pk_imported_rows'))
    )

    with op.batch_alter_table('bulk_acts') as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_acts_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_acts_event_id'), ['event_id'], unique=False)


    with op.batch_alter_table('registration_imports') as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_imports_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_imports_event_id'), ['event_id'], unique=False)


    with op.batch_alter_table('saved_views') as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_views_event_id'), ['event_id'], unique=False)


    with op.batch_alter_table('bulk_outcomes') as batch_op:
        batch_op.create_index('ix_bulk_outcomes_left', ['bulk_act_id', 'done_at'], unique=False)


    with op.batch_alter_table('circulars') as batch_op:
        batch_op.add_column(sa.Column('bulk_act_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_circulars_bulk_act_id_bulk_acts'), 'bulk_acts', ['bulk_act_id'], ['id'])


    with op.batch_alter_table('registrations') as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('waits_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('sort_name', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('sort_organization', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('name_key', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mailbox_key', sa.String(length=254), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('search_text', sa.Text(), nullable=False, server_default=''))
        batch_op.drop_index(batch_op.f('ix_registrations_event_id_status'))
        batch_op.drop_index('ix_registrations_line')
        batch_op.create_index('ix_registrations_line', ['mode_id', 'status', 'waits_since', 'id'], unique=False)
        batch_op.create_index('ix_registrations_by_country', ['event_id', 'country', 'id'], unique=False)
        batch_op.create_index('ix_registrations_by_group', ['event_id', 'stakeholder_group', 'id'], unique=False)
        batch_op.create_index('ix_registrations_by_moment', ['event_id', 'registered_at', 'id'], unique=False)
        batch_op.create_index('ix_registrations_by_name', ['event_id', 'sort_name', 'id'], unique=False)
        batch_op.create_index('ix_registrations_by_organization', ['event_id', 'sort_organization', 'id'], unique=False)
        batch_op.create_index('ix_registrations_by_status', ['event_id', 'status', 'registered_at', 'id'], unique=False)
        batch_op.create_index('ix_registrations_mailbox_key', ['event_id', 'mailbox_key'], unique=False)
        batch_op.create_index('ix_registrations_name_key', ['event_id', 'name_key'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_registrations_merged_into_id_registrations'), 'registrations', ['merged_into_id'], ['id'])

    # Only the rows that were there needed a value; from here on the program gives it.
    with op.batch_alter_table('registrations') as batch_op:
        batch_op.alter_column('sort_name', server_default=None)
        batch_op.alter_column('sort_organization', server_default=None)
        batch_op.alter_column('name_key', server_default=None)
        batch_op.alter_column('mailbox_key', server_default=None)
        batch_op.alter_column('search_text', server_default=None)

    fill_search_keys()
    fill_places_in_line()
    fold_events_again()


def downgrade():
    with op.batch_alter_table('registrations') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_registrations_merged_into_id_registrations'), type_='foreignkey')
        batch_op.drop_index('ix_registrations_name_key')
        batch_op.drop_index('ix_registrations_mailbox_key')
        batch_op.drop_index('ix_registrations_by_status')
        batch_op.drop_index('ix_registrations_by_organization')
        batch_op.drop_index('ix_registrations_by_name')
        batch_op.drop_index('ix_registrations_by_moment')
        batch_op.drop_index('ix_registrations_by_group')
        batch_op.drop_index('ix_registrations_by_country')
        batch_op.create_index(batch_op.f('ix_registrations_event_id_status'), ['event_id', 'status'], unique=False)
        batch_op.drop_index('ix_registrations_line')
        batch_op.create_index('ix_registrations_line', ['mode_id', 'status', 'registered_at', 'id'], unique=False)
        batch_op.drop_column('waits_since')
        batch_op.drop_column('search_text')
        batch_op.drop_column('mailbox_key')
        batch_op.drop_column('name_key')
        batch_op.drop_column('sort_organization')
        batch_op.drop_column('sort_name')
        batch_op.drop_column('merged_into_id')


    with op.batch_alter_table('circulars') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_circulars_bulk_act_id_bulk_acts'), type_='foreignkey')
        batch_op.drop_column('bulk_act_id')


    op.drop_table('imported_rows')
    op.drop_table('bulk_outcomes')
    op.drop_table('saved_views')
    op.drop_table('registration_imports')
    op.drop_table('bulk_acts')
