#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: the database, its two roles and its extensions.
#   hampshire_owner  owns the tables; only `migrate` connects as it
#   hampshire        reads and writes rows; cannot alter a table, so cannot switch off the audit's triggers
set -eu

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 <<'SQL'
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_PASSWORD
CREATE ROLE hampshire_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE hampshire LOGIN PASSWORD :'app_password';
CREATE DATABASE hampshire OWNER hampshire_owner;
REVOKE CONNECT ON DATABASE hampshire FROM PUBLIC;
GRANT CONNECT ON DATABASE hampshire TO hampshire;
\connect hampshire
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
ALTER DEFAULT PRIVILEGES FOR ROLE hampshire_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hampshire;
ALTER DEFAULT PRIVILEGES FOR ROLE hampshire_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO hampshire;
SQL
