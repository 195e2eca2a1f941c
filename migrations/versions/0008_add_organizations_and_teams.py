"""add organizations, teams and ways to sign in

Revision ID: 0008
Revises: 0007
"""
from alembic import op
import sqlalchemy as sa


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


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

    op.create_table('sign_in_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('purpose', sa.Enum('sign in', 'invitation', 'password', name='linkpurpose', native_enum=False, length=30), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leads_to', sa.String(length=500), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_in_links_account_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_links'))
    )

    op.create_table('team_members',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('sees_access_needs', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_team_members_account_id_accounts')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_team_members_event_id_events')),
    sa.PrimaryKeyConstraint('event_id', 'account_id', name=op.f('pk_team_members'))
    )

    with op.batch_alter_table('sign_in_links') as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_links_account_id'), ['account_id'], unique=False)


    with op.batch_alter_table('team_members') as batch_op:
        batch_op.create_index(batch_op.f('ix_team_members_account_id'), ['account_id'], unique=False)


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


    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_outgoing_emails_account_id'), ['account_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_outgoing_emails_account_id_accounts'), 'accounts', ['account_id'], ['id'])

    # Only the rows that were there needed a value; from here on the program gives it.
    with op.batch_alter_table('accounts') as batch_op:
        batch_op.alter_column('has_all_events', server_default=None)
        batch_op.alter_column('recovery_hashes', server_default=None)


def downgrade():
    op.execute("DELETE FROM outgoing_emails WHERE account_id IS NOT NULL OR kind IN ('sign_in_link', 'account_invited', 'password_reset')")
    op.execute("DELETE FROM sign_ins WHERE account_id IN (SELECT id FROM accounts WHERE role = 'helper')")
    op.execute("DELETE FROM team_members WHERE account_id IN (SELECT id FROM accounts WHERE role = 'helper')")
    op.execute("DELETE FROM sign_in_links")
    op.execute("DELETE FROM accounts WHERE role = 'helper'")
    # Nobody signs in by a password that no hash fits.
    op.execute("UPDATE accounts SET password_hash = '' WHERE password_hash IS NULL")

    with op.batch_alter_table('outgoing_emails') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_outgoing_emails_account_id_accounts'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_outgoing_emails_account_id'))
        batch_op.drop_column('account_id')


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


    op.drop_table('team_members')
    op.drop_table('sign_in_links')
    op.drop_table('organizations')
