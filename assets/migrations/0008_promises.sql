-- When a rest was set: a promise that was made later ends it in time, and the rest stays as it is.
ALTER TABLE customer ADD COLUMN rest_set_at BIGINT;

-- When a customer is due and awake: what is ahead stands in the order of the day and hour it shows.
ALTER TABLE standing ADD COLUMN enters_at BIGINT NOT NULL DEFAULT 0;
DROP INDEX standing_enters;
CREATE INDEX standing_enters ON standing (shop, enters_on, enters_at, customer);

-- A promise only ever moves a customer up: the list keys are made anew when the shop is opened next.
UPDATE shop SET counted_zone = NULL;

-- What was closed lately: a calendar that has it is told that it is over.
CREATE INDEX follow_up_closed ON follow_up (shop, result_at, id) WHERE state = 'closed';

-- What was undone or done again, for the same.
CREATE INDEX act_turns ON act (shop, no) WHERE turns IS NOT NULL;
