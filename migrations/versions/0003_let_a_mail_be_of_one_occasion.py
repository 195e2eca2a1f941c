"""let a mail be of one occasion

Revision ID: 0003
Revises: 0002
"""
from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.add_column(sa.Column('occasion', sa.String(length=60), nullable=True))
        batch_op.create_index('ix_outgoing_emails_occasion', ['event_id', 'kind', 'occasion'])
        batch_op.create_unique_constraint(
            'uq_outgoing_emails_registration_id_kind_occasion', ['registration_id', 'kind', 'occasion']
        )


def downgrade():
    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.drop_constraint('uq_outgoing_emails_registration_id_kind_occasion', type_='unique')
        batch_op.drop_index('ix_outgoing_emails_occasion')
        batch_op.drop_column('occasion')
