"""add events' own questions, invitations and kept places

Revision ID: 0011
Revises: 0010
"""
from alembic import op
import sqlalchemy as sa


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
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

    with op.batch_alter_table('questions') as batch_op:
        batch_op.create_index(batch_op.f('ix_questions_event_id'), ['event_id'], unique=False)


    with op.batch_alter_table('invitations') as batch_op:
        batch_op.create_index(batch_op.f('ix_invitations_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitations_keeps_until_at'), ['keeps_until_at'], unique=False)


    with op.batch_alter_table('answers') as batch_op:
        batch_op.create_index('ix_answers_question_id', ['question_id'], unique=False)


    with op.batch_alter_table('event_modes') as batch_op:
        batch_op.add_column(sa.Column('kept', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_check_constraint(batch_op.f('ck_event_modes_kept_not_negative'), 'kept >= 0')


    with op.batch_alter_table('events') as batch_op:
        batch_op.add_column(sa.Column('by_invitation', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('standard_questions', sa.JSON(), nullable=False, server_default='{}'))


    with op.batch_alter_table('registrations') as batch_op:
        batch_op.add_column(sa.Column('invitation_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('has_kept_place', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f('ix_registrations_invitation_id'), ['invitation_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_registrations_invitation_id_invitations'), 'invitations', ['invitation_id'], ['id'])

    # Only the rows that were there needed a value; from here on the program gives it.
    with op.batch_alter_table('event_modes') as batch_op:
        batch_op.alter_column('kept', server_default=None)
    with op.batch_alter_table('events') as batch_op:
        batch_op.alter_column('by_invitation', server_default=None)
        batch_op.alter_column('standard_questions', server_default=None)
    with op.batch_alter_table('registrations') as batch_op:
        batch_op.alter_column('has_kept_place', server_default=None)


def downgrade():
    with op.batch_alter_table('registrations') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_registrations_invitation_id_invitations'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_registrations_invitation_id'))
        batch_op.drop_column('has_kept_place')
        batch_op.drop_column('invitation_id')


    with op.batch_alter_table('events') as batch_op:
        batch_op.drop_column('standard_questions')
        batch_op.drop_column('by_invitation')


    with op.batch_alter_table('event_modes') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_event_modes_kept_not_negative'), type_='check')
        batch_op.drop_column('kept')


    op.drop_table('answers')
    op.drop_table('invitations')
    op.drop_table('questions')
