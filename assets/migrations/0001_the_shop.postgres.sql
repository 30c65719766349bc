-- Who may see which shop's rows, by the name they log in with: what row-level security asks.
-- What runs in the owner's name looks in its own schema first: a table of one's own, of the same
-- name, would let anybody in.
CREATE TABLE member (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    role            TEXT   NOT NULL,
    PRIMARY KEY (shop, role)
);
-- Every statement of a counter's asks by its role, whatever the shop.
CREATE INDEX member_role ON member (role, shop);
CREATE FUNCTION may_see(of_shop BIGINT) RETURNS BOOLEAN
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = checkback, pg_temp AS $$
    SELECT pg_has_role(session_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'checkback'), 'USAGE')
        OR EXISTS (SELECT 1 FROM member WHERE member.shop = of_shop AND member.role = session_user)
$$;

-- Searching, as PostgreSQL does it: everything a customer is found by, and an index of its
-- trigrams that begins with the shop.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE TABLE words (
    shop            BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    body            TEXT   NOT NULL,
    PRIMARY KEY (shop, customer),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX words_body ON words USING gin (shop, body gin_trgm_ops);

-- Folded names are in the order of their letters' numbers, as in a file, whatever the server's
-- language.
ALTER TABLE named ALTER COLUMN name TYPE TEXT COLLATE "C";

-- Customers whose words have every one of some patterns, a pattern a line; the newest first.
-- Row-level security keeps an index from being asked with LIKE: this function asks it in the
-- owner's name, and keeps whoever calls it to their own shop.
CREATE FUNCTION worded(of_shop BIGINT, patterns TEXT, most BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = checkback, pg_temp AS $$
DECLARE
    pattern TEXT;
    wanted TEXT := '';
BEGIN
    IF NOT may_see(of_shop) THEN
        RETURN;
    END IF;
    FOREACH pattern IN ARRAY string_to_array(patterns, chr(10)) LOOP
        wanted := wanted || format(' AND body LIKE %L', pattern);
    END LOOP;
    RETURN QUERY EXECUTE
        'SELECT customer FROM words WHERE shop = $1' || wanted || ' ORDER BY customer DESC LIMIT $2'
        USING of_shop, most;
END
$$;
