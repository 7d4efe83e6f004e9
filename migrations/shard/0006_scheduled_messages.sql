CREATE INDEX `messages_scheduled` ON `messages` (`organization_id`,`due_at`,`id`) WHERE send_state = 'scheduled';--> statement-breakpoint
-- By hand, see 0005_statistics.sql: of an organization's messages few wait, and fewer still for a time.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('messages', 'messages_scheduled', '10000 100 1 1');
--> statement-breakpoint
UPDATE sqlite_stat1 SET stat = '100000 1000 5 1' WHERE idx = 'messages_waiting';
--> statement-breakpoint
ANALYZE sqlite_schema;
