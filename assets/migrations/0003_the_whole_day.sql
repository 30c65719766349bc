-- Promises, people and figures.

-- Which try of its round a contact was; when a follow-up was first rung about.
ALTER TABLE contact ADD COLUMN attempt BIGINT;
ALTER TABLE follow_up ADD COLUMN first_call_at BIGINT;

-- The zone by whose days the figures were counted; none where they are yet to be.
ALTER TABLE shop ADD COLUMN counted_zone TEXT;

-- What the figures are summed from: so many of something on a day of the shop's, kept with every act
-- from its rows before and after (src/domain/stats.rs).
CREATE TABLE figure (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    day             BIGINT NOT NULL,
    what            TEXT   NOT NULL,
    part            BIGINT NOT NULL,
    n               BIGINT NOT NULL,
    PRIMARY KEY (shop, day, what, part)
);

-- How often each customer was tried and reached, by band of the day (src/domain/likelihood.rs).
CREATE TABLE answering (
    shop            BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    band            BIGINT NOT NULL,
    tried           BIGINT NOT NULL,
    reached         BIGINT NOT NULL,
    PRIMARY KEY (shop, customer, band),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);

-- The same for all of the shop's customers together.
CREATE TABLE answering_shop (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    band            BIGINT NOT NULL,
    tried           BIGINT NOT NULL,
    reached         BIGINT NOT NULL,
    PRIMARY KEY (shop, band)
);
