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
-- A shop that was alone on the server, or a database that was restored without its roles: what is
-- there becomes the owner's.
DO $$
DECLARE
    theirs RECORD;
BEGIN
    FOR theirs IN
        SELECT format('ALTER SCHEMA %I OWNER TO checkback_owner', nspname) AS text,
            pg_get_userbyid(nspowner) AS owner
        FROM pg_namespace WHERE nspname = 'checkback'
        UNION ALL
        SELECT format('ALTER TABLE checkback.%I OWNER TO checkback_owner', relname),
            pg_get_userbyid(relowner)
        FROM pg_class WHERE relnamespace = 'checkback'::regnamespace AND relkind IN ('r', 'p')
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO checkback_owner', oid::regprocedure),
            pg_get_userbyid(proowner)
        FROM pg_proc WHERE pronamespace = 'checkback'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP
        IF theirs.owner <> 'checkback_owner' THEN
            BEGIN
                EXECUTE theirs.text;
            EXCEPTION WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'the tables there belong to %: run this as the superuser, or as a member of that role',
                    theirs.owner USING ERRCODE = '42501';
            END;
        END IF;
    END LOOP;
END
$$;
