"""add what the organizers' desk holds

Revision ID: 0007
Revises: 0006

"""
import re
import unicodedata

import json

from alembic import op
import sqlalchemy as sa


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

REGISTRATION_INDEXES = {
    'ix_registrations_by_moment': ['event_id', 'registered_at', 'id'],
    'ix_registrations_by_status': ['event_id', 'status', 'registered_at', 'id'],
    'ix_registrations_by_name': ['event_id', 'sort_name', 'id'],
    'ix_registrations_by_organization': ['event_id', 'sort_organization', 'id'],
    'ix_registrations_by_group': ['event_id', 'stakeholder_group', 'id'],
    'ix_registrations_by_country': ['event_id', 'country', 'id'],
    'ix_registrations_name_key': ['event_id', 'name_key'],
    'ix_registrations_mailbox_key': ['event_id', 'mailbox_key'],
}
TRIGGERS = {
    'sqlite': (
        """CREATE TRIGGER count_new AFTER INSERT ON registrations BEGIN INSERT INTO registration_counts (event_id, mode_id, status, stakeholder_group, number)
 VALUES (NEW.event_id, NEW.mode_id, NEW.status, NEW.stakeholder_group, 1)
 ON CONFLICT (event_id, mode_id, status, stakeholder_group) DO UPDATE SET number = registration_counts.number + 1; END""",
        """CREATE TRIGGER count_gone AFTER DELETE ON registrations BEGIN UPDATE registration_counts SET number = number - 1
 WHERE event_id = OLD.event_id AND mode_id = OLD.mode_id AND status = OLD.status
 AND stakeholder_group = OLD.stakeholder_group; END""",
        """CREATE TRIGGER count_moved AFTER UPDATE OF event_id, mode_id, status, stakeholder_group ON registrations BEGIN UPDATE registration_counts SET number = number - 1
 WHERE event_id = OLD.event_id AND mode_id = OLD.mode_id AND status = OLD.status
 AND stakeholder_group = OLD.stakeholder_group; INSERT INTO registration_counts (event_id, mode_id, status, stakeholder_group, number)
 VALUES (NEW.event_id, NEW.mode_id, NEW.status, NEW.stakeholder_group, 1)
 ON CONFLICT (event_id, mode_id, status, stakeholder_group) DO UPDATE SET number = registration_counts.number + 1; END""",
    ),
    'postgresql': (
        """CREATE FUNCTION count_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 IF TG_OP <> 'INSERT' THEN UPDATE registration_counts SET number = number - 1
 WHERE event_id = OLD.event_id AND mode_id = OLD.mode_id AND status = OLD.status
 AND stakeholder_group = OLD.stakeholder_group; END IF;
 IF TG_OP <> 'DELETE' THEN INSERT INTO registration_counts (event_id, mode_id, status, stakeholder_group, number)
 VALUES (NEW.event_id, NEW.mode_id, NEW.status, NEW.stakeholder_group, 1)
 ON CONFLICT (event_id, mode_id, status, stakeholder_group) DO UPDATE SET number = registration_counts.number + 1; END IF;
 RETURN NULL;
END $$""",
        """CREATE TRIGGER count_new_or_gone AFTER INSERT OR DELETE ON registrations FOR EACH ROW EXECUTE FUNCTION count_registration()""",
        """CREATE TRIGGER count_moved AFTER UPDATE OF event_id, mode_id, status, stakeholder_group ON registrations FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.mode_id <> NEW.mode_id OR OLD.stakeholder_group <> NEW.stakeholder_group OR OLD.event_id <> NEW.event_id) EXECUTE FUNCTION count_registration()""",
    ),
}


def fold(*texts):
    """events.rules.search_text, as it was."""
    joined = ' '.join(text for text in texts if text)
    plain = ''.join(each for each in unicodedata.normalize('NFKD', joined) if not unicodedata.combining(each))
    return ' '.join(plain.casefold().split())


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


def upgrade():
    op.create_table('organizations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('acronym', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=True),
    sa.Column('status', sa.Enum('member', 'observer', 'partner', name='organizationstatus', native_enum=False, length=30), nullable=False),
    sa.Column('evidence', sa.String(length=10), nullable=True),
    sa.Column('as_of', sa.String(length=40), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('source', sa.Text(), nullable=True),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organizations')),
    sa.UniqueConstraint('acronym', name=op.f('uq_organizations_acronym'))
    )
    op.create_table('uploads',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uploads'))
    )
    op.create_table('upload_chunks',
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['upload_id'], ['uploads.id'], name=op.f('fk_upload_chunks_upload_id_uploads')),
    sa.PrimaryKeyConstraint('upload_id', 'number', name=op.f('pk_upload_chunks'))
    )
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
    with op.batch_alter_table('agenda_items') as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_items_event_id'), ['event_id'], unique=False)

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
    with op.batch_alter_table('bulk_acts') as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_acts_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_acts_event_id'), ['event_id'], unique=False)

    op.create_table('event_totals',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('totals', sa.JSON(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_totals_event_id_events')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_event_totals'))
    )
    op.create_table('questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('text', 'long text', 'one of', 'several of', 'yes or no', 'number', 'date', 'file', name='questionkind', native_enum=False, length=30), nullable=False),
    sa.Column('label', sa.String(length=300), nullable=False),
    sa.Column('help', sa.String(length=500), nullable=True),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('asked_if_id', sa.Integer(), nullable=True),
    sa.Column('asked_if_answer', sa.String(length=300), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_if_id'], ['questions.id'], name=op.f('fk_questions_asked_if_id_questions')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_questions_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questions'))
    )
    with op.batch_alter_table('questions') as batch_op:
        batch_op.create_index(batch_op.f('ix_questions_event_id'), ['event_id'], unique=False)

    op.create_table('registration_imports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=True),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
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
    with op.batch_alter_table('registration_imports') as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_imports_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_imports_due_at'), ['due_at'], unique=False)

    op.create_table('imported_rows',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=30), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['registration_imports.id'], name=op.f('fk_imported_rows_import_id_registration_imports')),
    sa.PrimaryKeyConstraint('import_id', 'number', name=op.f('pk_imported_rows'))
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
    with op.batch_alter_table('saved_views') as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_views_event_id'), ['event_id'], unique=False)

    op.create_table('sign_in_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('purpose', sa.Enum('sign in', 'invitation', 'password', name='linkpurpose', native_enum=False, length=30), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_in_links_account_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_links'))
    )
    with op.batch_alter_table('sign_in_links') as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_links_account_id'), ['account_id'], unique=False)

    op.create_table('team_members',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('sees_access_needs', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_team_members_account_id_accounts')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_team_members_event_id_events')),
    sa.PrimaryKeyConstraint('event_id', 'account_id', name=op.f('pk_team_members'))
    )
    with op.batch_alter_table('team_members') as batch_op:
        batch_op.create_index(batch_op.f('ix_team_members_account_id'), ['account_id'], unique=False)

    op.create_table('agenda_slots',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('speaker_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_items.id'], name=op.f('fk_agenda_slots_item_id_agenda_items')),
    sa.ForeignKeyConstraint(['speaker_id'], ['speakers.id'], name=op.f('fk_agenda_slots_speaker_id_speakers'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('item_id', 'speaker_id', name=op.f('pk_agenda_slots'))
    )
    with op.batch_alter_table('agenda_slots') as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_slots_speaker_id'), ['speaker_id'], unique=False)

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
    with op.batch_alter_table('bulk_outcomes') as batch_op:
        batch_op.create_index('ix_bulk_outcomes_left', ['bulk_act_id', 'done_at'], unique=False)

    op.create_table('file_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('put_by', sa.String(length=200), nullable=False),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['links.id'], name=op.f('fk_file_versions_link_id_links')),
    sa.ForeignKeyConstraint(['upload_id'], ['uploads.id'], name=op.f('fk_file_versions_upload_id_uploads')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_versions')),
    sa.UniqueConstraint('link_id', 'number', name=op.f('uq_file_versions_link_id_number'))
    )
    op.create_table('invitations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('mode_id', sa.Integer(), nullable=True),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.Column('only_kept', sa.Boolean(), nullable=False),
    sa.Column('skips_approval', sa.Boolean(), nullable=False),
    sa.Column('keeps_until', sa.DateTime(timezone=False), nullable=True),
    sa.Column('keeps_until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_version', sa.Integer(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('kept >= 0', name=op.f('ck_invitations_kept_not_negative')),
    sa.CheckConstraint('used >= 0', name=op.f('ck_invitations_used_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_invitations_event_id_events')),
    sa.ForeignKeyConstraint(['mode_id'], ['event_modes.id'], name=op.f('fk_invitations_mode_id_event_modes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations'))
    )
    with op.batch_alter_table('invitations') as batch_op:
        batch_op.create_index(batch_op.f('ix_invitations_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitations_keeps_until_at'), ['keeps_until_at'], unique=False)

    op.create_table('answers',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('asked', sa.String(length=300), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_answers_question_id_questions')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_answers_registration_id_registrations')),
    sa.ForeignKeyConstraint(['upload_id'], ['uploads.id'], name=op.f('fk_answers_upload_id_uploads')),
    sa.PrimaryKeyConstraint('registration_id', 'question_id', name=op.f('pk_answers'))
    )
    with op.batch_alter_table('answers') as batch_op:
        batch_op.create_index('ix_answers_question_id', ['question_id'], unique=False)

    op.create_table('certificates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_certificates_event_id_events')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_certificates_registration_id_registrations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificates')),
    sa.UniqueConstraint('code', name=op.f('uq_certificates_code')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_certificates_registration_id'))
    )
    with op.batch_alter_table('certificates') as batch_op:
        batch_op.create_index(batch_op.f('ix_certificates_event_id'), ['event_id'], unique=False)

    op.create_table('removals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('asked_by', sa.String(length=200), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_removals_event_id_events')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_removals_registration_id_registrations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removals')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_removals_registration_id'))
    )
    with op.batch_alter_table('removals') as batch_op:
        batch_op.create_index(batch_op.f('ix_removals_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_removals_event_id'), ['event_id'], unique=False)

    with op.batch_alter_table('accounts') as batch_op:
        batch_op.add_column(sa.Column('organization_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('has_all_events', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('totp_secret', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('totp_last_step', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('recovery_hashes', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('last_signed_in_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('password_hash',
               existing_type=sa.VARCHAR(length=200),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_accounts_organization_id'), ['organization_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_accounts_organization_id_organizations'), 'organizations', ['organization_id'], ['id'])

    with op.batch_alter_table('circulars') as batch_op:
        batch_op.add_column(sa.Column('bulk_act_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_circulars_bulk_act_id_bulk_acts'), 'bulk_acts', ['bulk_act_id'], ['id'])

    with op.batch_alter_table('event_modes') as batch_op:
        batch_op.add_column(sa.Column('kept', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_check_constraint(batch_op.f('ck_event_modes_kept_not_negative'), 'kept >= 0')

    with op.batch_alter_table('events') as batch_op:
        batch_op.add_column(sa.Column('by_invitation', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('standard_questions', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('notice', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('retention_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('purged_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('green_room_minutes', sa.Integer(), nullable=False, server_default='15'))
        batch_op.add_column(sa.Column('green_room_url', sa.String(length=1000), nullable=True))

    with op.batch_alter_table('history_entries') as batch_op:
        batch_op.add_column(sa.Column('registration_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('speaker_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('actor_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('search_text', sa.Text(), nullable=False, server_default=''))
        batch_op.alter_column('event_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.drop_index('ix_history_entries_event_id')
        batch_op.create_index('ix_history_entries_of_event', ['event_id', 'id'], unique=False)
        batch_op.create_index('ix_history_entries_account_id', ['account_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_history_entries_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index('ix_history_entries_registration_id', ['registration_id', 'id'], unique=False)
        batch_op.create_index('ix_history_entries_speaker_id', ['speaker_id', 'id'], unique=False)

    with op.batch_alter_table('links') as batch_op:
        batch_op.add_column(sa.Column('upload_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_links_upload_id_uploads'), 'uploads', ['upload_id'], ['id'])

    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.add_column(sa.Column('speaker_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_outgoing_emails_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outgoing_emails_speaker_id'), ['speaker_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_outgoing_emails_account_id_accounts'), 'accounts', ['account_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_outgoing_emails_speaker_id_speakers'), 'speakers', ['speaker_id'], ['id'])

    with op.batch_alter_table('registrations') as batch_op:
        batch_op.add_column(sa.Column('checked_in_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('invitation_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('has_kept_place', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('sort_name', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('sort_organization', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('name_key', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mailbox_key', sa.String(length=254), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('search_text', sa.Text(), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_registrations_invitation_id'), ['invitation_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_registrations_merged_into_id_registrations'), 'registrations', ['merged_into_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_registrations_invitation_id_invitations'), 'invitations', ['invitation_id'], ['id'])

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
        batch_op.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_speakers_email_key', ['email_key'], unique=False)
        batch_op.create_index('ix_speakers_name_key', ['name_key'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_speakers_replaces_id_speakers'), 'speakers', ['replaces_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_speakers_photo_id_uploads'), 'uploads', ['photo_id'], ['id'])

    # Only the rows that were there needed a value; from here on the program gives it.
    with op.batch_alter_table('accounts') as batch_op:
        batch_op.alter_column('has_all_events', server_default=None)
        batch_op.alter_column('recovery_hashes', server_default=None)
    with op.batch_alter_table('event_modes') as batch_op:
        batch_op.alter_column('kept', server_default=None)
    with op.batch_alter_table('events') as batch_op:
        batch_op.alter_column('by_invitation', server_default=None)
        batch_op.alter_column('standard_questions', server_default=None)
        batch_op.alter_column('green_room_minutes', server_default=None)
    _fill_search_text_of_history()
    with op.batch_alter_table('history_entries') as batch_op:
        batch_op.alter_column('search_text', server_default=None)
    with op.batch_alter_table('registrations') as batch_op:
        batch_op.alter_column('has_kept_place', server_default=None)
        for name in ('sort_name', 'sort_organization', 'name_key', 'mailbox_key', 'search_text'):
            batch_op.alter_column(name, server_default=None)
        batch_op.drop_index('ix_registrations_event_id_status')
        for name, columns in REGISTRATION_INDEXES.items():
            batch_op.create_index(name, columns, unique=False)
    with op.batch_alter_table('speakers') as batch_op:
        batch_op.alter_column('status', server_default=None)
        batch_op.alter_column('name_key', server_default=None)
        batch_op.alter_column('language', server_default=None)
        batch_op.alter_column('link_version', server_default=None)
        batch_op.alter_column('version', server_default=None)
        batch_op.alter_column('seen_version', server_default=None)

    fill_search_keys()
    op.create_table('registration_counts',
    sa.Column('event_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('mode_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('status', sa.Enum('confirmed', 'waitlisted', 'pending', 'rejected', 'withdrawn', name='registrationstatus', native_enum=False, length=30), nullable=False),
    sa.Column('stakeholder_group', sa.String(length=10), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('event_id', 'mode_id', 'status', 'stakeholder_group', name=op.f('pk_registration_counts'))
    )
    op.execute('INSERT INTO registration_counts SELECT event_id, mode_id, status, stakeholder_group, count(*)'
               ' FROM registrations GROUP BY event_id, mode_id, status, stakeholder_group')
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


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


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION count_registration() CASCADE')
    else:
        for name in ('count_new', 'count_gone', 'count_moved'):
            op.execute(f'DROP TRIGGER {name}')
    op.drop_table('registration_counts')
    with op.batch_alter_table('registrations') as batch_op:
        for name in REGISTRATION_INDEXES:
            batch_op.drop_index(name)
        batch_op.create_index('ix_registrations_event_id_status', ['event_id', 'status'], unique=False)
    with op.batch_alter_table('speakers') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_speakers_photo_id_uploads'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_speakers_replaces_id_speakers'), type_='foreignkey')
        batch_op.drop_index('ix_speakers_name_key')
        batch_op.drop_index('ix_speakers_email_key')
        batch_op.drop_column('changed_at')
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

    with op.batch_alter_table('registrations') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_registrations_invitation_id_invitations'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_registrations_merged_into_id_registrations'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_registrations_invitation_id'))
        for name in ('sort_name', 'sort_organization', 'name_key', 'mailbox_key', 'search_text'):
            batch_op.drop_column(name)
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('has_kept_place')
        batch_op.drop_column('invitation_id')
        batch_op.drop_column('checked_in_at')

    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_outgoing_emails_speaker_id_speakers'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_outgoing_emails_account_id_accounts'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_outgoing_emails_speaker_id'))
        batch_op.drop_index(batch_op.f('ix_outgoing_emails_account_id'))
        batch_op.drop_column('account_id')
        batch_op.drop_column('speaker_id')

    with op.batch_alter_table('links') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_links_upload_id_uploads'), type_='foreignkey')
        batch_op.drop_column('upload_id')

    with op.batch_alter_table('history_entries') as batch_op:
        batch_op.drop_index('ix_history_entries_speaker_id')
        batch_op.drop_index('ix_history_entries_registration_id')
        batch_op.drop_index(batch_op.f('ix_history_entries_actor_id'))
        batch_op.drop_index('ix_history_entries_account_id')
        batch_op.drop_index('ix_history_entries_of_event')
        batch_op.create_index('ix_history_entries_event_id', ['event_id'], unique=False)
        batch_op.alter_column('event_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('search_text')
        batch_op.drop_column('actor_id')
        batch_op.drop_column('account_id')
        batch_op.drop_column('speaker_id')
        batch_op.drop_column('registration_id')

    with op.batch_alter_table('events') as batch_op:
        batch_op.drop_column('green_room_url')
        batch_op.drop_column('green_room_minutes')
        batch_op.drop_column('purged_at')
        batch_op.drop_column('retention_days')
        batch_op.drop_column('notice')
        batch_op.drop_column('standard_questions')
        batch_op.drop_column('by_invitation')

    with op.batch_alter_table('event_modes') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_event_modes_kept_not_negative'), type_='check')
        batch_op.drop_column('kept')

    with op.batch_alter_table('circulars') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_circulars_bulk_act_id_bulk_acts'), type_='foreignkey')
        batch_op.drop_column('bulk_act_id')

    with op.batch_alter_table('accounts') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_accounts_organization_id_organizations'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_accounts_organization_id'))
        batch_op.alter_column('password_hash',
               existing_type=sa.VARCHAR(length=200),
               nullable=False)
        batch_op.drop_column('last_signed_in_at')
        batch_op.drop_column('recovery_hashes')
        batch_op.drop_column('totp_last_step')
        batch_op.drop_column('totp_secret')
        batch_op.drop_column('has_all_events')
        batch_op.drop_column('organization_id')

    with op.batch_alter_table('certificates') as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificates_event_id'))

    op.drop_table('removals')
    op.drop_table('certificates')
    with op.batch_alter_table('answers') as batch_op:
        batch_op.drop_index('ix_answers_question_id')

    op.drop_table('answers')
    with op.batch_alter_table('invitations') as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitations_keeps_until_at'))
        batch_op.drop_index(batch_op.f('ix_invitations_event_id'))

    op.drop_table('invitations')
    op.drop_table('file_versions')
    with op.batch_alter_table('bulk_outcomes') as batch_op:
        batch_op.drop_index('ix_bulk_outcomes_left')

    op.drop_table('bulk_outcomes')
    with op.batch_alter_table('agenda_slots') as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_slots_speaker_id'))

    op.drop_table('agenda_slots')
    with op.batch_alter_table('team_members') as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_members_account_id'))

    op.drop_table('team_members')
    with op.batch_alter_table('sign_in_links') as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_links_account_id'))

    op.drop_table('sign_in_links')
    with op.batch_alter_table('saved_views') as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_views_event_id'))

    op.drop_table('saved_views')
    op.drop_table('imported_rows')
    with op.batch_alter_table('registration_imports') as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_imports_due_at'))
        batch_op.drop_index(batch_op.f('ix_registration_imports_event_id'))

    op.drop_table('registration_imports')
    with op.batch_alter_table('questions') as batch_op:
        batch_op.drop_index(batch_op.f('ix_questions_event_id'))

    op.drop_table('questions')
    op.drop_table('event_totals')
    with op.batch_alter_table('bulk_acts') as batch_op:
        batch_op.drop_index(batch_op.f('ix_bulk_acts_event_id'))
        batch_op.drop_index(batch_op.f('ix_bulk_acts_due_at'))

    op.drop_table('bulk_acts')
    with op.batch_alter_table('agenda_items') as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_items_event_id'))

    op.drop_table('agenda_items')
    op.drop_table('upload_chunks')
    op.drop_table('uploads')
    op.drop_table('organizations')
