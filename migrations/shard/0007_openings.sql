CREATE INDEX `conversation_episodes_by_opening` ON `conversation_episodes` (`organization_id`,`opened_at`);
--> statement-breakpoint
ANALYZE sqlite_schema;
--> statement-breakpoint
DELETE FROM sqlite_stat1;
--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, name, CASE
  WHEN sql LIKE '%(`organization_id`,`status`,%' OR sql LIKE '%(`organization_id`,`assignee_id`,%'
    OR sql LIKE '%(`organization_id`,`phone_number_id`,%' OR sql LIKE '%(`organization_id`,`tag_id`,%' THEN '1000000 100000 20000'
  WHEN sql LIKE '%(`organization_id`,`conversation_id`,%' THEN '1000000 100000 100'
  WHEN sql LIKE '%WHERE unread_count > 0%' OR sql LIKE '%WHERE snoozed_until IS NOT NULL%' THEN '100000 5000'
  ELSE '1000000 100000' END
FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%(`organization_id`,%';
--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, 'sqlite_autoindex_' || tbl_name || '_1', '1000000 100000'
FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%PRIMARY KEY(`organization_id`,%';
--> statement-breakpoint
ANALYZE sqlite_schema;
