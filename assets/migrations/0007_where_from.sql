-- Where a customer was imported from: the program's mark and their number there. The same file again
-- finds them by it, whatever they are called by then; by an e-mail together with the name, too.
ALTER TABLE customer ADD COLUMN source TEXT;
CREATE INDEX customer_source ON customer (shop, source, id) WHERE source IS NOT NULL;
CREATE INDEX customer_email ON customer (shop, lower(email), id) WHERE email IS NOT NULL;
