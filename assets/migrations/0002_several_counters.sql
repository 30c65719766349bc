-- Several counters on one shop's rows, and several shops in one database.

-- Which branch it is, where a database holds several.
ALTER TABLE shop ADD COLUMN name TEXT;
