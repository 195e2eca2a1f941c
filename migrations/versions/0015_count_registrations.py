"""count registrations as they come and go

Revision ID: 0015
Revises: 0014
"""
from alembic import op
import sqlalchemy as sa


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

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


def upgrade():
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


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION count_registration() CASCADE')
    else:
        for name in ('count_new', 'count_gone', 'count_moved'):
            op.execute(f'DROP TRIGGER {name}')


    op.drop_table('registration_counts')
