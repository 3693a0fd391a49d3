"""Let the application make tables that last for one transaction, to see the past.

New databases have it from ``config/embedded/privileges.sql``.
"""

from django.db import migrations

GRANT = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dayzero_app') THEN
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO dayzero_app', current_database());
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    """Grant it; the owner of the database may."""

    dependencies = [("outcomes", "0006_courses")]
    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
