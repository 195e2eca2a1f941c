"""add webinars and attendance

Revision ID: 0017
Revises: 0016
"""
from alembic import op
import sqlalchemy as sa


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

ATTENDED = 'joined_at IS NOT NULL OR checked_in_at IS NOT NULL OR attended_minutes IS NOT NULL'

TRIGGERS = {
    'sqlite': (
        """CREATE TRIGGER panel_new AFTER INSERT ON speakers BEGIN INSERT INTO webinar_calls (webinar_id, kind, actor, queued_at, due_at, attempts)
 SELECT w.id, 'panelists', 'roster', '1970-01-01 00:00:00.000000', '1970-01-01 00:00:00.000000', 0
 FROM webinars w WHERE w.event_id = NEW.event_id AND w.status <> 'gone' AND NOT EXISTS (
 SELECT 1 FROM webinar_calls c WHERE c.webinar_id = w.id AND c.kind = 'panelists'
 AND c.due_at IS NOT NULL AND c.asked_at IS NULL AND c.attempts = 0); END""",
        """CREATE TRIGGER panel_changed AFTER UPDATE OF status, name, honorific, email, event_id ON speakers WHEN OLD.status <> NEW.status OR OLD.name <> NEW.name OR OLD.honorific IS NOT NEW.honorific OR OLD.email IS NOT NEW.email BEGIN INSERT INTO webinar_calls (webinar_id, kind, actor, queued_at, due_at, attempts)
 SELECT w.id, 'panelists', 'roster', '1970-01-01 00:00:00.000000', '1970-01-01 00:00:00.000000', 0
 FROM webinars w WHERE w.event_id = NEW.event_id AND w.status <> 'gone' AND NOT EXISTS (
 SELECT 1 FROM webinar_calls c WHERE c.webinar_id = w.id AND c.kind = 'panelists'
 AND c.due_at IS NOT NULL AND c.asked_at IS NULL AND c.attempts = 0); END""",
        """CREATE TRIGGER panel_gone AFTER DELETE ON speakers BEGIN INSERT INTO webinar_calls (webinar_id, kind, actor, queued_at, due_at, attempts)
 SELECT w.id, 'panelists', 'roster', '1970-01-01 00:00:00.000000', '1970-01-01 00:00:00.000000', 0
 FROM webinars w WHERE w.event_id = OLD.event_id AND w.status <> 'gone' AND NOT EXISTS (
 SELECT 1 FROM webinar_calls c WHERE c.webinar_id = w.id AND c.kind = 'panelists'
 AND c.due_at IS NOT NULL AND c.asked_at IS NULL AND c.attempts = 0); END""",
        """CREATE TRIGGER admission_new AFTER INSERT ON registrations WHEN NEW.status = 'confirmed' BEGIN INSERT INTO admissions (webinar_id, registration_id, is_wanted, revision, attempts, due_at, is_alone)
 SELECT w.id, NEW.id, 1, 1, 0, '1970-01-01 00:00:00.000000', 0 FROM webinars w
 WHERE w.event_id = NEW.event_id AND NEW.status = 'confirmed' AND EXISTS (SELECT 1 FROM event_modes m WHERE m.id = NEW.mode_id AND m.mode = 'online')
 ON CONFLICT (registration_id) DO UPDATE SET is_wanted = 1, attempts = CASE WHEN admissions.asked_at IS NULL THEN 0 ELSE admissions.attempts END,
 revision = admissions.revision + 1, due_at = CASE WHEN admissions.asked_at IS NULL OR admissions.due_at IS NULL THEN '1970-01-01 00:00:00.000000' ELSE admissions.due_at END, problem = NULL
 WHERE NOT admissions.is_wanted; END""",
        """CREATE TRIGGER admission_moved AFTER UPDATE OF status, mode_id ON registrations WHEN OLD.status <> NEW.status OR OLD.mode_id <> NEW.mode_id BEGIN INSERT INTO admissions (webinar_id, registration_id, is_wanted, revision, attempts, due_at, is_alone)
 SELECT w.id, NEW.id, 1, 1, 0, '1970-01-01 00:00:00.000000', 0 FROM webinars w
 WHERE w.event_id = NEW.event_id AND NEW.status = 'confirmed' AND EXISTS (SELECT 1 FROM event_modes m WHERE m.id = NEW.mode_id AND m.mode = 'online')
 ON CONFLICT (registration_id) DO UPDATE SET is_wanted = 1, attempts = CASE WHEN admissions.asked_at IS NULL THEN 0 ELSE admissions.attempts END,
 revision = admissions.revision + 1, due_at = CASE WHEN admissions.asked_at IS NULL OR admissions.due_at IS NULL THEN '1970-01-01 00:00:00.000000' ELSE admissions.due_at END, problem = NULL
 WHERE NOT admissions.is_wanted; UPDATE admissions SET is_wanted = 0, attempts = CASE WHEN admissions.asked_at IS NULL THEN 0 ELSE admissions.attempts END,
 revision = revision + 1, due_at = CASE WHEN admissions.asked_at IS NULL OR admissions.due_at IS NULL THEN '1970-01-01 00:00:00.000000' ELSE admissions.due_at END, problem = NULL
 WHERE registration_id = NEW.id AND is_wanted AND NOT (NEW.status = 'confirmed' AND EXISTS (SELECT 1 FROM event_modes m WHERE m.id = NEW.mode_id AND m.mode = 'online')); END""",
    ),
    'postgresql': (
        """CREATE FUNCTION ask_for_panel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 IF TG_OP = 'DELETE' THEN INSERT INTO webinar_calls (webinar_id, kind, actor, queued_at, due_at, attempts)
 SELECT w.id, 'panelists', 'roster', '1970-01-01 00:00:00+00', '1970-01-01 00:00:00+00', 0
 FROM webinars w WHERE w.event_id = OLD.event_id AND w.status <> 'gone' AND NOT EXISTS (
 SELECT 1 FROM webinar_calls c WHERE c.webinar_id = w.id AND c.kind = 'panelists'
 AND c.due_at IS NOT NULL AND c.asked_at IS NULL AND c.attempts = 0); ELSE INSERT INTO webinar_calls (webinar_id, kind, actor, queued_at, due_at, attempts)
 SELECT w.id, 'panelists', 'roster', '1970-01-01 00:00:00+00', '1970-01-01 00:00:00+00', 0
 FROM webinars w WHERE w.event_id = NEW.event_id AND w.status <> 'gone' AND NOT EXISTS (
 SELECT 1 FROM webinar_calls c WHERE c.webinar_id = w.id AND c.kind = 'panelists'
 AND c.due_at IS NOT NULL AND c.asked_at IS NULL AND c.attempts = 0); END IF;
 RETURN NULL;
END $$""",
        """CREATE TRIGGER panel_new_or_gone AFTER INSERT OR DELETE ON speakers FOR EACH ROW EXECUTE FUNCTION ask_for_panel()""",
        """CREATE TRIGGER panel_changed AFTER UPDATE OF status, name, honorific, email, event_id ON speakers FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.name <> NEW.name OR OLD.honorific IS DISTINCT FROM NEW.honorific OR OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION ask_for_panel()""",
        """CREATE FUNCTION ask_for_admission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 INSERT INTO admissions (webinar_id, registration_id, is_wanted, revision, attempts, due_at, is_alone)
 SELECT w.id, NEW.id, true, 1, 0, '1970-01-01 00:00:00+00', false FROM webinars w
 WHERE w.event_id = NEW.event_id AND NEW.status = 'confirmed' AND EXISTS (SELECT 1 FROM event_modes m WHERE m.id = NEW.mode_id AND m.mode = 'online')
 ON CONFLICT (registration_id) DO UPDATE SET is_wanted = true, attempts = CASE WHEN admissions.asked_at IS NULL THEN 0 ELSE admissions.attempts END,
 revision = admissions.revision + 1, due_at = CASE WHEN admissions.asked_at IS NULL OR admissions.due_at IS NULL THEN '1970-01-01 00:00:00+00' ELSE admissions.due_at END, problem = NULL
 WHERE NOT admissions.is_wanted;
 IF TG_OP = 'UPDATE' THEN UPDATE admissions SET is_wanted = false, attempts = CASE WHEN admissions.asked_at IS NULL THEN 0 ELSE admissions.attempts END,
 revision = revision + 1, due_at = CASE WHEN admissions.asked_at IS NULL OR admissions.due_at IS NULL THEN '1970-01-01 00:00:00+00' ELSE admissions.due_at END, problem = NULL
 WHERE registration_id = NEW.id AND is_wanted AND NOT (NEW.status = 'confirmed' AND EXISTS (SELECT 1 FROM event_modes m WHERE m.id = NEW.mode_id AND m.mode = 'online')); END IF;
 RETURN NULL;
END $$""",
        """CREATE TRIGGER admission_new AFTER INSERT ON registrations FOR EACH ROW WHEN (NEW.status = 'confirmed') EXECUTE FUNCTION ask_for_admission()""",
        """CREATE TRIGGER admission_moved AFTER UPDATE OF status, mode_id ON registrations FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.mode_id <> NEW.mode_id) EXECUTE FUNCTION ask_for_admission()""",
    ),
}


def upgrade():
    op.create_table('provider_paces',
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('free_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('label', name=op.f('pk_provider_paces'))
    )
    op.create_table('provider_tokens',
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_provider_tokens'))
    )
    op.create_table('webhook_deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=240), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_deliveries')),
    sa.UniqueConstraint('key', name=op.f('uq_webhook_deliveries_key')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('webhook_deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_deliveries_due_at'), ['due_at'], unique=False)

    op.create_table('attendance_summaries',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.Enum('webhooks', 'report', 'upload', name='source', native_enum=False, length=30), nullable=False),
    sa.Column('gathered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('matched', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('peak', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_attendance_summaries_event_id_events')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_attendance_summaries'))
    )
    op.create_table('webinars',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=30), nullable=False),
    sa.Column('status', sa.Enum('wanted', 'scheduled', 'practice', 'live', 'ended', 'gone', name='webinarstatus', native_enum=False, length=30), nullable=False),
    sa.Column('status_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('former_number', sa.String(length=40), nullable=True),
    sa.Column('join_url', sa.String(length=2000), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('is_adopted', sa.Boolean(), nullable=False),
    sa.Column('host', sa.String(length=254), nullable=False),
    sa.Column('alternative_hosts', sa.JSON(), nullable=False),
    sa.Column('passcode', sa.String(length=40), nullable=True),
    sa.Column('practice_session', sa.Boolean(), nullable=False),
    sa.Column('question_and_answer', sa.Boolean(), nullable=False),
    sa.Column('anonymous_questions', sa.Boolean(), nullable=False),
    sa.Column('recording', sa.String(length=10), nullable=False),
    sa.Column('interpreters', sa.JSON(), nullable=False),
    sa.Column('sent', sa.JSON(), nullable=True),
    sa.Column('problem', sa.String(length=30), nullable=True),
    sa.Column('problem_detail', sa.Text(), nullable=True),
    sa.Column('problem_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_webinars_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinars')),
    sa.UniqueConstraint('event_id', name=op.f('uq_webinars_event_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_webinars_reference')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('webinars', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinars_number'), ['number'], unique=False)
        batch_op.create_index('ix_webinars_room', ['provider', 'number'], unique=True, sqlite_where=sa.text("status <> 'gone' AND number IS NOT NULL"), postgresql_where=sa.text("status <> 'gone' AND number IS NOT NULL"))

    op.create_table('panelists',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('speaker_id', sa.Integer(), nullable=True),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('external_id', sa.String(length=100), nullable=False),
    sa.Column('join_url', sa.String(length=2000), nullable=True),
    sa.ForeignKeyConstraint(['speaker_id'], ['speakers.id'], name=op.f('fk_panelists_speaker_id_speakers'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinars.id'], name=op.f('fk_panelists_webinar_id_webinars')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panelists')),
    sa.UniqueConstraint('speaker_id', name=op.f('uq_panelists_speaker_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('panelists', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panelists_webinar_id'), ['webinar_id'], unique=False)

    op.create_table('webinar_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('create', 'adopt', 'update', 'panelists', 'delete', 'report', 'forget', 'forget_panelist', name='callkind', native_enum=False, length=30), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('external_id', sa.String(length=100), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=True),
    sa.Column('host', sa.String(length=254), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.String(length=30), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinars.id'], name=op.f('fk_webinar_calls_webinar_id_webinars')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webinar_calls')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('webinar_calls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webinar_calls_due_at'), ['due_at'], unique=False)
        batch_op.create_index('ix_webinar_calls_due', ['kind', 'due_at', 'id'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.create_index('ix_webinar_calls_given_up', ['webinar_id', 'kind'], unique=False, sqlite_where=sa.text('due_at IS NULL AND done_at IS NULL'), postgresql_where=sa.text('due_at IS NULL AND done_at IS NULL'))
        batch_op.create_index('ix_webinar_calls_open', ['webinar_id', 'kind', 'id'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_webinar_calls_webinar_id'), ['webinar_id'], unique=False)

    op.create_table('admissions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webinar_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('is_wanted', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.String(length=100), nullable=True),
    sa.Column('email_key', sa.String(length=254), nullable=True),
    sa.Column('join_url', sa.String(length=2000), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_alone', sa.Boolean(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.String(length=30), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_admissions_registration_id_registrations')),
    sa.ForeignKeyConstraint(['webinar_id'], ['webinars.id'], name=op.f('fk_admissions_webinar_id_webinars')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admissions')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_admissions_registration_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('admissions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admissions_due_at'), ['due_at'], unique=False)
        batch_op.create_index('ix_admissions_external_id', ['webinar_id', 'external_id', 'is_wanted'], unique=False)
        batch_op.create_index('ix_admissions_given_up', ['webinar_id', 'id'], unique=False, sqlite_where=sa.text('due_at IS NULL AND problem IS NOT NULL'), postgresql_where=sa.text('due_at IS NULL AND problem IS NOT NULL'))
        batch_op.create_index('ix_admissions_open', ['webinar_id', 'id', 'due_at'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))

    op.create_table('attendance_reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('zone', sa.String(length=50), nullable=False),
    sa.Column('doubts', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_attendance_reports_event_id_events')),
    sa.ForeignKeyConstraint(['upload_id'], ['uploads.id'], name=op.f('fk_attendance_reports_upload_id_uploads')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_reports')),
    sa.UniqueConstraint('event_id', name=op.f('uq_attendance_reports_event_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('attendance_reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_reports_due_at'), ['due_at'], unique=False)

    op.create_table('attendance_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('session', sa.String(length=100), nullable=False),
    sa.Column('participant', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('joined', 'left', name='markkind', native_enum=False, length=30), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('external_id', sa.String(length=100), nullable=True),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_attendance_marks_event_id_events')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_attendance_marks_registration_id_registrations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_marks')),
    sa.UniqueConstraint('event_id', 'session', 'participant', 'kind', 'at', name=op.f('uq_attendance_marks_event_id_session_participant_kind_at')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('attendance_marks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_marks_registration_id'), ['registration_id'], unique=False)

    op.create_table('attendances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_key', sa.String(length=300), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('speaker_id', sa.Integer(), nullable=True),
    sa.Column('matched_by', sa.Enum('registrant', 'address', 'hand', name='matchedby', native_enum=False, length=30), nullable=True),
    sa.Column('is_set_aside', sa.Boolean(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('first_joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_left_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stays', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_attendances_event_id_events')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_attendances_registration_id_registrations')),
    sa.ForeignKeyConstraint(['speaker_id'], ['speakers.id'], name=op.f('fk_attendances_speaker_id_speakers'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendances')),
    sa.UniqueConstraint('event_id', 'person_key', name=op.f('uq_attendances_event_id_person_key')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('attendances', schema=None) as batch_op:
        batch_op.create_index('ix_attendances_of_event', ['event_id', 'registration_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendances_registration_id'), ['registration_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendances_speaker_id'), ['speaker_id'], unique=False)

    op.add_column('events', sa.Column('certificate_minutes', sa.Integer(), nullable=True))
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.add_column(sa.Column('audience', sa.Enum('everybody', 'attended', 'absent', name='audience', native_enum=False, length=30), nullable=False, server_default='everybody'))
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.alter_column('audience', server_default=None)

    # Whether somebody was there is more than whether they went through the join page.
    op.execute("UPDATE saved_views SET query = replace(query, 'joined=', 'attended=')")

    # Not in a batch: SQLite would make the table anew and lose the triggers that count.
    op.add_column('registrations', sa.Column('attended_minutes', sa.Integer(), nullable=True))
    op.drop_index('ix_registrations_attended', table_name='registrations')
    op.create_index('ix_registrations_attended', 'registrations', ['event_id', 'status', 'id', 'joined_at', 'checked_in_at', 'attended_minutes'], sqlite_where=sa.text(ATTENDED), postgresql_where=sa.text(ATTENDED))
    op.create_index('ix_registrations_asked', 'registrations', ['event_id', 'registered_at', 'id'], sqlite_where=sa.text('question IS NOT NULL'), postgresql_where=sa.text('question IS NOT NULL'))

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement.replace(':', '\\:'))


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION ask_for_panel() CASCADE')
        op.execute('DROP FUNCTION ask_for_admission() CASCADE')
    else:
        for name in ('panel_new', 'panel_changed', 'panel_gone', 'admission_new', 'admission_moved'):
            op.execute(f'DROP TRIGGER {name}')

    op.drop_index('ix_registrations_asked', table_name='registrations')
    op.drop_index('ix_registrations_attended', table_name='registrations')
    op.drop_column('registrations', 'attended_minutes')
    op.drop_column('events', 'certificate_minutes')
    op.execute("UPDATE saved_views SET query = replace(query, 'attended=', 'joined=')")
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.drop_column('audience')

    before = 'joined_at IS NOT NULL OR checked_in_at IS NOT NULL'
    op.create_index('ix_registrations_attended', 'registrations', ['event_id', 'status', 'id', 'joined_at', 'checked_in_at'], sqlite_where=sa.text(before), postgresql_where=sa.text(before))

    with op.batch_alter_table('attendances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendances_speaker_id'))
        batch_op.drop_index(batch_op.f('ix_attendances_registration_id'))
        batch_op.drop_index('ix_attendances_of_event')

    op.drop_table('attendances')
    with op.batch_alter_table('attendance_marks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_marks_registration_id'))

    op.drop_table('attendance_marks')
    with op.batch_alter_table('attendance_reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_reports_due_at'))

    op.drop_table('attendance_reports')
    with op.batch_alter_table('admissions', schema=None) as batch_op:
        batch_op.drop_index('ix_admissions_open', sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.drop_index('ix_admissions_given_up', sqlite_where=sa.text('due_at IS NULL AND problem IS NOT NULL'), postgresql_where=sa.text('due_at IS NULL AND problem IS NOT NULL'))
        batch_op.drop_index('ix_admissions_external_id')
        batch_op.drop_index(batch_op.f('ix_admissions_due_at'))

    op.drop_table('admissions')
    with op.batch_alter_table('webinar_calls', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webinar_calls_webinar_id'))
        batch_op.drop_index('ix_webinar_calls_given_up', sqlite_where=sa.text('due_at IS NULL AND done_at IS NULL'), postgresql_where=sa.text('due_at IS NULL AND done_at IS NULL'))
        batch_op.drop_index('ix_webinar_calls_due', sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.drop_index('ix_webinar_calls_open', sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_webinar_calls_due_at'))

    op.drop_table('webinar_calls')
    with op.batch_alter_table('panelists', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panelists_webinar_id'))

    op.drop_table('panelists')
    with op.batch_alter_table('webinars', schema=None) as batch_op:
        batch_op.drop_index('ix_webinars_room', sqlite_where=sa.text("status <> 'gone' AND number IS NOT NULL"), postgresql_where=sa.text("status <> 'gone' AND number IS NOT NULL"))
        batch_op.drop_index(batch_op.f('ix_webinars_number'))

    op.drop_table('webinars')
    op.drop_table('attendance_summaries')
    with op.batch_alter_table('webhook_deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_deliveries_due_at'))

    op.drop_table('webhook_deliveries')
    op.drop_table('provider_tokens')
    op.drop_table('provider_paces')
