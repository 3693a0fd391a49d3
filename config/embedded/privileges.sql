-- Privileges inside one database. Runs once, as a superuser, in the embedded database
-- and in a production server (deploy/postgres/). Roles exist already:
--   dayzero_owner   owns the tables, runs migrations
--   dayzero_app     the application: owns nothing
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO dayzero_app', current_database());
  -- The past is looked at in tables that last for one transaction.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO dayzero_app', current_database());
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO dayzero_owner;
GRANT USAGE ON SCHEMA public TO dayzero_app;

ALTER DEFAULT PRIVILEGES FOR ROLE dayzero_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dayzero_app;
ALTER DEFAULT PRIVILEGES FOR ROLE dayzero_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO dayzero_app;
