"""add circulars

Revision ID: 0005
Revises: 0004
"""
from alembic import op
import sqlalchemy as sa


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('circulars',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Enum('event', 'news', name='purpose', native_enum=False, length=30), nullable=False),
    sa.Column('statuses', sa.JSON(), nullable=False),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('attendance', sa.Enum('any', 'joined', 'absent', name='attendance', native_enum=False, length=30), nullable=False),
    sa.Column('mode', sa.String(length=30), nullable=True),
    sa.Column('send', sa.DateTime(timezone=False), nullable=True),
    sa.Column('state', sa.Enum('draft', 'scheduled', 'sent', name='circularstate', native_enum=False, length=30), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('author', sa.String(length=200), nullable=False),
    sa.Column('reply_to', sa.String(length=254), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recipients', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_circulars_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_circulars'))
    )
    with op.batch_alter_table('circulars') as batch_op:
        batch_op.create_index(batch_op.f('ix_circulars_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_circulars_event_id'), ['event_id'], unique=False)


def downgrade():
    op.drop_table('circulars')
