-- Who knows whom, who sent whom, what was asked of the shop, and two rows that are one person.

-- Who recommended the shop to them, when that was noted, and when they first came: then the one who
-- sent them is thanked.
ALTER TABLE customer ADD COLUMN sent_by BIGINT;
ALTER TABLE customer ADD COLUMN sent_at BIGINT;
ALTER TABLE customer ADD COLUMN came_at BIGINT;
CREATE INDEX customer_sent ON customer (shop, sent_by, id) WHERE sent_by IS NOT NULL;

-- Small kindnesses noted for them, as JSON: the idea, and who gave it when.
ALTER TABLE customer ADD COLUMN extra_mile TEXT;

-- When they said that they are not to be rung at all, and who noted it.
ALTER TABLE customer ADD COLUMN no_calls_at BIGINT;
ALTER TABLE customer ADD COLUMN no_calls_by TEXT;

-- The customer they turned out to be: this row stays as a pointer to that one.
ALTER TABLE customer ADD COLUMN merged_into BIGINT;
CREATE INDEX customer_merged ON customer (shop, merged_into, id) WHERE merged_into IS NOT NULL;

-- Who did the job a follow-up came of, where that was noted.
ALTER TABLE follow_up ADD COLUMN done_by TEXT;
CREATE INDEX follow_up_done ON follow_up (shop, customer, id) WHERE done_by IS NOT NULL;

-- Whether a number on the do-not-call list is not to be rung at all.
ALTER TABLE do_not_call ADD COLUMN no_calls BIGINT;

-- Whom of the shop each customer knows (src/domain/knows.rs), kept with every act.
CREATE TABLE knows (
    shop            BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    reached_by      TEXT,
    job_by          TEXT,
    PRIMARY KEY (shop, customer),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
INSERT INTO knows (shop, customer, reached_by)
    SELECT latest.shop, latest.customer, latest.staff FROM contact AS latest
    WHERE latest.customer > 0 AND latest.id = (
        SELECT one.id FROM contact AS one
        WHERE one.shop = latest.shop AND one.customer = latest.customer AND one.outcome = 'reached'
        ORDER BY one.at DESC, one.id DESC LIMIT 1);

-- The marks of `standing` once more for everybody of the shop whose customer it is, by folded name:
-- the list of one's own is a range of these indexes.
CREATE TABLE mine (
    shop            BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    staff           TEXT   NOT NULL,
    promise_at      BIGINT,
    red_at          BIGINT,
    due_at          BIGINT NOT NULL,
    wakes_at        BIGINT NOT NULL,
    held_until      BIGINT NOT NULL,
    PRIMARY KEY (shop, customer, staff),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX mine_promise ON mine (shop, staff, promise_at, customer);
CREATE INDEX mine_red ON mine (shop, staff, red_at, customer);
CREATE INDEX mine_due ON mine (shop, staff, due_at, customer);
-- Made when the shop is opened next.
UPDATE shop SET counted_zone = NULL;
