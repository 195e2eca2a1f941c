"""add zone changes

Revision ID: 0006
Revises: 0005
"""
from alembic import op
import sqlalchemy as sa


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('zone_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('edition_before', sa.String(length=12), nullable=False),
    sa.Column('edition_after', sa.String(length=12), nullable=False),
    sa.Column('outcome', sa.Enum('moved', 'undecided', name='outcome', native_enum=False, length=30), nullable=False),
    sa.Column('zone', sa.String(length=50), nullable=False),
    sa.Column('starts', sa.DateTime(timezone=False), nullable=False),
    sa.Column('ends', sa.DateTime(timezone=False), nullable=False),
    sa.Column('starts_was_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_was_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('people_told', sa.Integer(), nullable=False),
    sa.Column('organizers_told', sa.Integer(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_zone_changes_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_zone_changes'))
    )
    with op.batch_alter_table('zone_changes') as batch_op:
        batch_op.create_index(batch_op.f('ix_zone_changes_event_id'), ['event_id'], unique=False)


def downgrade():
    op.drop_table('zone_changes')
