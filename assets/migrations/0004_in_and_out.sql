-- What comes in from elsewhere and what is kept for leaving.

-- Everything of a customer in the history, for them who ask and for them who are to be forgotten.
CREATE INDEX change_customer ON change (shop, customer, act, seq);
CREATE INDEX act_customer ON act (shop, customer, no);

-- Who was forgotten, without a name: so that a backup that is restored does not bring them back.
-- A number alone could be another's by then; with the moment it was entered it is not.
CREATE TABLE forgotten (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    customer        BIGINT NOT NULL,
    added_at        BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    PRIMARY KEY (shop, customer, added_at)
);

-- The numbers of those who were forgotten, salted and hashed: they are not rung for marketing.
CREATE TABLE do_not_call (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    hash            TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    PRIMARY KEY (shop, hash)
);
CREATE TABLE salt (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    salt            TEXT   NOT NULL,
    PRIMARY KEY (shop, salt)
);
