#!/usr/bin/env bash
# The roles of production. Runs once, when the server makes its database; what each may
# do is in 20-privileges.sql, which is config/embedded/privileges.sql.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" \
  --set owner="$DAYZERO_OWNER_PASSWORD" \
  --set app="$DAYZERO_APP_PASSWORD" \
  << 'SQL'
CREATE ROLE dayzero_owner LOGIN PASSWORD :'owner';
CREATE ROLE dayzero_app LOGIN PASSWORD :'app';
ALTER DATABASE dayzero OWNER TO dayzero_owner;
SQL
