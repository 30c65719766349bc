-- The shop's tables. One text for every engine: BIGINT and TEXT, instants as UTC epoch
-- milliseconds, days as days since 1970-01-01 in shop time, every table and index led by the shop.

CREATE TABLE shop (
    shop            BIGINT NOT NULL PRIMARY KEY,
    zone            TEXT   NOT NULL,
    last_customer   BIGINT NOT NULL,
    last_item       BIGINT NOT NULL,
    last_follow_up  BIGINT NOT NULL,
    last_contact    BIGINT NOT NULL,
    last_act        BIGINT NOT NULL,
    customers       BIGINT NOT NULL
);

CREATE TABLE customer (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    id              BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    name            TEXT   NOT NULL,
    phone           TEXT,
    phone_shown     TEXT,
    extension       TEXT,
    wrong_number_at BIGINT,
    email           TEXT,
    line            TEXT,
    hours_from      BIGINT,
    hours_to        BIGINT,
    opted_out_at    BIGINT,
    opted_out_by    TEXT,
    rest_until      BIGINT,
    rest_chosen     BIGINT NOT NULL,
    tried_on        BIGINT,
    tries           BIGINT NOT NULL,
    added_at        BIGINT NOT NULL,
    PRIMARY KEY (shop, id)
);
CREATE INDEX customer_phone ON customer (shop, phone, id);

CREATE TABLE item (
    shop            BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    label           TEXT   NOT NULL,
    PRIMARY KEY (shop, id),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX item_customer ON item (shop, customer);

CREATE TABLE follow_up (
    shop              BIGINT NOT NULL,
    id                BIGINT NOT NULL,
    version           BIGINT NOT NULL,
    customer          BIGINT NOT NULL,
    item              BIGINT,
    kind              TEXT   NOT NULL,
    about             TEXT   NOT NULL,
    severity          TEXT,
    quote             BIGINT,
    marketing         BIGINT NOT NULL,
    due_at            BIGINT NOT NULL,
    promised_at       BIGINT,
    first_promised_at BIGINT,
    heard_at          BIGINT,
    broken_at         BIGINT,
    owner             TEXT,
    attempts          BIGINT NOT NULL,
    steps             BIGINT NOT NULL,
    busies            BIGINT NOT NULL,
    voicemails        BIGINT NOT NULL,
    lapses_at         BIGINT,
    parts_tried       BIGINT NOT NULL,
    state             TEXT   NOT NULL,
    result            TEXT,
    reason            TEXT,
    next_at           BIGINT,
    authorised_by     TEXT,
    authorised_amount BIGINT,
    result_at         BIGINT,
    follows           BIGINT,
    playbook          TEXT,
    note              TEXT,
    added_at          BIGINT NOT NULL,
    added_by          TEXT   NOT NULL,
    PRIMARY KEY (shop, id),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX follow_up_customer ON follow_up (shop, customer, state, due_at);
CREATE INDEX follow_up_state ON follow_up (shop, state, due_at, id);
CREATE INDEX follow_up_lapses ON follow_up (shop, state, lapses_at);
CREATE INDEX follow_up_promised ON follow_up (shop, promised_at);
CREATE INDEX follow_up_broken ON follow_up (shop, broken_at);

CREATE TABLE contact (
    shop            BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    staff           TEXT   NOT NULL,
    direction       TEXT   NOT NULL,
    way             TEXT   NOT NULL,
    outcome         TEXT   NOT NULL,
    answers         TEXT   NOT NULL,
    next_at         BIGINT,
    feeling         TEXT,
    note            TEXT,
    PRIMARY KEY (shop, id),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX contact_customer ON contact (shop, customer, at, id);
CREATE INDEX contact_at ON contact (shop, at, id);

-- What was done, in what order, by whom, at which counter. `undone` says whether undo took it back;
-- an undo or redo is an act of its own that names the one it turns.
CREATE TABLE act (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    no              BIGINT NOT NULL,
    id              TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    staff           TEXT   NOT NULL,
    counter         TEXT   NOT NULL,
    what            TEXT   NOT NULL,
    customer        BIGINT,
    turns           BIGINT,
    undone          BIGINT,
    PRIMARY KEY (shop, no)
);
CREATE UNIQUE INDEX act_id ON act (shop, id);
CREATE INDEX act_undone ON act (shop, counter, undone, no);

-- Every row an act made or changed, before and after, as JSON.
CREATE TABLE change (
    shop            BIGINT NOT NULL,
    act             BIGINT NOT NULL,
    seq             BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    before          TEXT,
    after           TEXT,
    PRIMARY KEY (shop, act, seq),
    FOREIGN KEY (shop, act) REFERENCES act (shop, no) ON DELETE CASCADE
);

-- The marks of every customer with something open (src/domain/queue.rs): the list is a range of
-- these indexes.
CREATE TABLE standing (
    shop            BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    promise_at      BIGINT,
    red_at          BIGINT,
    due_at          BIGINT NOT NULL,
    wakes_at        BIGINT NOT NULL,
    held_until      BIGINT NOT NULL,
    enters_on       BIGINT NOT NULL,
    PRIMARY KEY (shop, customer),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX standing_promise ON standing (shop, promise_at, customer);
CREATE INDEX standing_red ON standing (shop, red_at, customer);
CREATE INDEX standing_due ON standing (shop, due_at, customer);
CREATE INDEX standing_wakes ON standing (shop, wakes_at, customer);
CREATE INDEX standing_held ON standing (shop, held_until);
CREATE INDEX standing_enters ON standing (shop, enters_on, due_at, customer);

-- How many customers enter the list on each day: totals without counting.
CREATE TABLE tally (
    shop            BIGINT NOT NULL REFERENCES shop (shop) ON DELETE CASCADE,
    day             BIGINT NOT NULL,
    waiting         BIGINT NOT NULL,
    PRIMARY KEY (shop, day)
);

-- Every customer by folded name, for the list of all and for one or two letters of a search.
CREATE TABLE named (
    shop            BIGINT NOT NULL,
    customer        BIGINT NOT NULL,
    name            TEXT   NOT NULL,
    PRIMARY KEY (shop, customer),
    FOREIGN KEY (shop, customer) REFERENCES customer (shop, id) ON DELETE CASCADE
);
CREATE INDEX named_name ON named (shop, name, customer);
