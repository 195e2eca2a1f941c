"""keep files people give us

Revision ID: 0007
Revises: 0006
"""
from alembic import op
import sqlalchemy as sa


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
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

    with op.batch_alter_table('links') as batch_op:
        batch_op.add_column(sa.Column('upload_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_links_upload_id_uploads'), 'uploads', ['upload_id'], ['id'])


def downgrade():
    op.execute('DELETE FROM links WHERE upload_id IS NOT NULL')

    with op.batch_alter_table('links') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_links_upload_id_uploads'), type_='foreignkey')
        batch_op.drop_column('upload_id')


    op.drop_table('file_versions')
    op.drop_table('upload_chunks')
    op.drop_table('uploads')
