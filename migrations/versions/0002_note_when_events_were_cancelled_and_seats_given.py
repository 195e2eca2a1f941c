"""note when events were cancelled and seats given

Revision ID: 0002
Revises: 0001
"""
from alembic import op
import sqlalchemy as sa


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('events') as batch_op:
        batch_op.add_column(sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_events_feed', ['starts_at', 'id', 'status', 'uid', 'version', 'cancelled_at'])
    with op.batch_alter_table('registrations') as batch_op:
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_registrations_email_key', ['email_key'])

    # The nearest that is known of what happened before.
    op.execute("UPDATE events SET cancelled_at = changed_at WHERE status = 'cancelled'")
    op.execute("UPDATE registrations SET confirmed_at = registered_at WHERE status = 'confirmed'")


def downgrade():
    with op.batch_alter_table('registrations') as batch_op:
        batch_op.drop_index('ix_registrations_email_key')
        batch_op.drop_column('confirmed_at')
    with op.batch_alter_table('events') as batch_op:
        batch_op.drop_index('ix_events_feed')
        batch_op.drop_column('cancelled_at')
