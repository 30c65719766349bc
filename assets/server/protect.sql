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
        -- the mark that undo leaves and the words of an import that grows.
        REVOKE UPDATE, DELETE ON checkback.act, checkback.change FROM checkback_counter;
        GRANT UPDATE (undone, what, customer) ON checkback.act TO checkback_counter;
        -- Who said no to calls, and who was forgotten, is added to alone.
        REVOKE DELETE ON checkback.do_not_call, checkback.forgotten, checkback.salt FROM checkback_counter;
        REVOKE UPDATE ON checkback.forgotten, checkback.salt FROM checkback_counter;
        -- A shop is opened, named and closed, and its people let in, by the owner.
        REVOKE INSERT, UPDATE, DELETE ON checkback.shop FROM checkback_counter;
        GRANT UPDATE (zone, counted_zone, last_customer, last_item, last_follow_up, last_contact,
            last_act, customers, moving, moved_to) ON checkback.shop TO checkback_counter;
        REVOKE INSERT, UPDATE, DELETE ON checkback.member, checkback.version FROM checkback_counter;
    END IF;
END
$$;

-- What a branch's role may do beyond a grant of a table is looked at row by row. The owner of the
-- tables is not asked: whoever erases a person, or moves a shop, is the owner.
CREATE OR REPLACE FUNCTION checkback.is_owner(of_table OID) RETURNS BOOLEAN LANGUAGE SQL STABLE AS
    'SELECT pg_has_role(current_user, relowner, ''MEMBER'') FROM pg_class WHERE oid = of_table';

-- A row is taken out by an undo alone, which keeps the whole of it in the history.
CREATE OR REPLACE FUNCTION checkback.keep_deleted() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF NOT checkback.is_owner(TG_RELID) AND NOT EXISTS (
        SELECT FROM checkback.act JOIN checkback.change
            ON change.shop = act.shop AND change.act = act.no
        WHERE act.shop = OLD.shop AND act.turns IS NOT NULL
            AND act.no = (SELECT max(no) FROM checkback.act newest WHERE newest.shop = OLD.shop)
            AND act.xmin = pg_current_xact_id()::xid
            AND change.after IS NULL AND change.customer = (to_jsonb(OLD) ->> TG_ARGV[1])::BIGINT
            AND change.before::jsonb -> TG_ARGV[0] ->> 'id' = OLD.id::TEXT
    ) THEN
        RAISE EXCEPTION 'permission denied: a row is taken out by undo alone' USING ERRCODE = '42501';
    END IF;
    RETURN OLD;
END
$$;

-- An act gets its changes when it is made; an import, which may take many transactions, while it stands.
CREATE OR REPLACE FUNCTION checkback.keep_acts_closed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF NOT checkback.is_owner(TG_RELID) AND NOT EXISTS (
        SELECT FROM checkback.act WHERE act.shop = NEW.shop AND act.no = NEW.act
            AND (act.xmin = pg_current_xact_id()::xid OR (act.what LIKE 'imported %' AND act.undone = 0))
    ) THEN
        RAISE EXCEPTION 'permission denied: that act is closed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;

-- An act is made as one that stands, or as the turning of another; afterwards it is undone, done
-- again or past that, and an import says how much it brought.
CREATE OR REPLACE FUNCTION checkback.keep_act() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF checkback.is_owner(TG_RELID) THEN
        RETURN NEW;
    END IF;
    IF (NEW.what, NEW.customer) IS DISTINCT FROM (OLD.what, OLD.customer)
        AND NOT (OLD.what LIKE 'imported %' AND NEW.what LIKE 'imported %' AND OLD.undone = 0) THEN
        RAISE EXCEPTION 'permission denied: what was done stays' USING ERRCODE = '42501';
    END IF;
    IF NEW.undone IS DISTINCT FROM OLD.undone AND NOT
        (OLD.undone IN (0, 1) AND NEW.undone IN (0, 1, 2) AND OLD.undone <> NEW.undone
        AND (OLD.undone, NEW.undone) <> (0, 2)) THEN
        RAISE EXCEPTION 'permission denied: that is no undo' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;

DO $$
DECLARE
    row_of TEXT[];
BEGIN
    FOREACH row_of SLICE 1 IN ARRAY ARRAY[
        ['customer', 'customer', 'id'], ['item', 'item', 'customer'],
        ['follow_up', 'follow-up', 'customer'], ['contact', 'contact', 'customer']
    ] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS keep_deleted ON checkback.%I', row_of[1]);
        EXECUTE format('CREATE TRIGGER keep_deleted BEFORE DELETE ON checkback.%I FOR EACH ROW '
            'EXECUTE FUNCTION checkback.keep_deleted(%L, %L)', row_of[1], row_of[2], row_of[3]);
    END LOOP;
    DROP TRIGGER IF EXISTS keep_acts_closed ON checkback.change;
    CREATE TRIGGER keep_acts_closed BEFORE INSERT ON checkback.change FOR EACH ROW
        EXECUTE FUNCTION checkback.keep_acts_closed();
    DROP TRIGGER IF EXISTS keep_act ON checkback.act;
    CREATE TRIGGER keep_act BEFORE UPDATE ON checkback.act FOR EACH ROW
        EXECUTE FUNCTION checkback.keep_act();
END
$$;

-- Two branches of one name would be one for whoever names it. A table that is parted by shop cannot
-- say so; then nobody but the owner names a branch all the same.
DO $$
BEGIN
    CREATE UNIQUE INDEX IF NOT EXISTS shop_name ON checkback.shop (lower(name));
EXCEPTION
    WHEN feature_not_supported OR unique_violation THEN NULL;
END
$$;
