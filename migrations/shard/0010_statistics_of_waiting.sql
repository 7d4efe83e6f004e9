-- By hand, see 0005_statistics.sql. Indexes that came without statistics get them.
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, name, '1000000 100000' FROM sqlite_schema
WHERE type = 'index' AND sql LIKE '%(`organization_id`,%' AND name NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL);
--> statement-breakpoint
-- Of an organization's messages few wait, and fewer still for a time. A migration that repeats the INSERTs of 0005 repeats
-- these two as well; worker/test/statistics.test.ts asks for it.
UPDATE sqlite_stat1 SET stat = '100000 1000 5 1' WHERE idx = 'messages_waiting';
--> statement-breakpoint
UPDATE sqlite_stat1 SET stat = '10000 100 1 1' WHERE idx = 'messages_scheduled';
--> statement-breakpoint
ANALYZE sqlite_schema;
