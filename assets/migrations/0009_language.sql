-- The language a customer is spoken and written to in, as a BCP 47 tag: de, en-GB.
ALTER TABLE customer ADD COLUMN language TEXT;
