-- By hand. Nearly everybody is merged into nobody: an index that holds them all drew every list of people onto itself.
DROP INDEX `contacts_by_merge`;
--> statement-breakpoint
CREATE INDEX `contacts_by_merge` ON `contacts` (`organization_id`,`merged_into`) WHERE merged_into IS NOT NULL;
--> statement-breakpoint
-- SQLite takes an index for covering only if it holds the columns of its own WHERE, too.
DROP INDEX `contacts_by_segment`;
--> statement-breakpoint
CREATE INDEX `contacts_by_segment` ON `contacts` (`organization_id`,`id`,`consent`,`country`,`language`,`owner_id`,`source`,`blocked_at`,`created_at`,`merged_into`,`deleted_at`) WHERE merged_into IS NULL AND deleted_at IS NULL;
--> statement-breakpoint
DELETE FROM sqlite_stat1 WHERE idx IN ('contacts_by_merge', 'contacts_by_segment');
--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contacts', 'contacts_by_merge', '10000 1000 2'), ('contacts', 'contacts_by_segment', '1000000 100000 1');
--> statement-breakpoint
ANALYZE sqlite_schema;
