-- Run after the tables are made or changed: row-level security on every table of a shop's, and what
-- the counters' role may do where there is one. Running it again changes nothing.
DO $$
DECLARE
    of_shop RECORD;
BEGIN
    FOR of_shop IN
        SELECT columns.table_name AS name FROM information_schema.columns
        JOIN pg_tables ON pg_tables.schemaname = columns.table_schema AND pg_tables.tablename = columns.table_name
        WHERE columns.table_schema = 'checkback' AND columns.column_name = 'shop'
    LOOP
        EXECUTE format('ALTER TABLE checkback.%I ENABLE ROW LEVEL SECURITY', of_shop.name);
        IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE schemaname = 'checkback' AND tablename = of_shop.name) THEN
            IF of_shop.name = 'member' THEN
                CREATE POLICY own_shop ON checkback.member USING (role = session_user);
            ELSE
                EXECUTE format(
                    'CREATE POLICY own_shop ON checkback.%I USING (shop IN (SELECT member.shop '
                    'FROM checkback.member WHERE member.role = session_user))', of_shop.name);
            END IF;
        END IF;
    END LOOP;

    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'checkback_counter') THEN
        GRANT USAGE ON SCHEMA checkback TO checkback_counter;
        -- Everything of its shop's may be read and added to, and rows of the day changed or taken
        -- out again by undo.
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA checkback TO checkback_counter;
        -- But what was done stays: acts and their changes are added to and never changed, but for
        -- the mark that undo leaves.
        REVOKE UPDATE, DELETE ON checkback.act, checkback.change FROM checkback_counter;
        GRANT UPDATE (undone) ON checkback.act TO checkback_counter;
        -- A shop is opened and closed, and its people let in, by the owner.
        REVOKE INSERT, DELETE ON checkback.shop FROM checkback_counter;
        REVOKE INSERT, UPDATE, DELETE ON checkback.member, checkback.version FROM checkback_counter;
    END IF;
END
$$;
