-- Several counters on one shop's rows, and several shops in one database.

-- Which branch it is, where a database holds several.
ALTER TABLE shop ADD COLUMN name TEXT;

-- Who is ringing whom: a row from the moment the outcome is asked for until it is saved or left. It
-- counts for 15 minutes from `alive_at`, which is the store's time; `since` is for showing.
CREATE TABLE claim (
    shop            BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    holder          TEXT   NOT NULL,
    counter         TEXT   NOT NULL,
    staff           TEXT   NOT NULL,
    since           BIGINT NOT NULL,
    alive_at        BIGINT NOT NULL,
    PRIMARY KEY (shop, customer),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX claim_holder ON claim (shop, holder);

-- A move to another database: its number while it lasts, on both sides, and where the shop has
-- gone once it is done. Nothing is changed here meanwhile and afterwards.
ALTER TABLE shop ADD COLUMN moving TEXT;
ALTER TABLE shop ADD COLUMN moved_to TEXT;
