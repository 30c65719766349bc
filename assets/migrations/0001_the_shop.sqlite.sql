-- Searching, as SQLite does it: trigrams of everything a customer is found by. It holds no text of
-- its own; its row number is the shop's and the customer's in one (src/store/find.rs).
CREATE VIRTUAL TABLE words USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'trigram');
