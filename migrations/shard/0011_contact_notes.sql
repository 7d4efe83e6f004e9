CREATE TABLE `contact_notes` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`contact_id` text NOT NULL,
	`body` text NOT NULL,
	`author` text NOT NULL,
	`edited_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `contact_notes_by_contact` ON `contact_notes` (`organization_id`,`contact_id`,`created_at`);
--> statement-breakpoint
-- By hand, see 0005_statistics.sql: what the planner should believe of the new table. What is known of the others stays.
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, name, '1000000 100000 10' FROM sqlite_schema
WHERE type = 'index' AND sql LIKE '%(`organization_id`,%' AND name NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL);
--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, 'sqlite_autoindex_' || tbl_name || '_1', '1000000 100000'
FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%PRIMARY KEY(`organization_id`,%'
  AND 'sqlite_autoindex_' || tbl_name || '_1' NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL);
--> statement-breakpoint
ANALYZE sqlite_schema;
