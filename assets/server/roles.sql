-- Run by an administrator of the database server, once for the database and again for each branch.
-- checkback_owner owns the tables and changes them; checkback_counter is what every branch's
-- counters may do. Running it again changes nothing.
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'checkback_owner') THEN
        CREATE ROLE checkback_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'checkback_counter') THEN
        CREATE ROLE checkback_counter NOLOGIN;
    END IF;
    -- Neither is let in by a password before it is given one.
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {role}) THEN
        CREATE ROLE {ident} LOGIN;
    END IF;
    EXECUTE format('GRANT CREATE ON DATABASE %I TO checkback_owner', current_database());
END
$$;
GRANT checkback_owner TO CURRENT_USER;
GRANT checkback_counter TO {ident};
CREATE SCHEMA IF NOT EXISTS checkback AUTHORIZATION checkback_owner;
