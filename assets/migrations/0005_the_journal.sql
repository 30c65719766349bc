-- The journal of a day, and of a person.
CREATE INDEX act_at ON act (shop, at, no);
CREATE INDEX act_staff ON act (shop, staff, no);
