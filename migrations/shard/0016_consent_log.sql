-- By hand: drizzle-kit knows no triggers. What is in the log of consent stays as it was written; only the erasure of a
-- person takes their entries away. (An upsert that does nothing is no update.)
CREATE TRIGGER consent_record_kept BEFORE UPDATE ON consent_records BEGIN
  SELECT RAISE(ABORT, 'the log of consent cannot be changed');
END;
--> statement-breakpoint
-- By hand, see 0005_statistics.sql: the indexes of 0014_contacts.sql.
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, name, '1000000 100000' FROM sqlite_schema
WHERE type = 'index' AND (sql LIKE '%(`organization_id`,%' OR name = 'contacts_by_name') AND name NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL);
--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, 'sqlite_autoindex_' || tbl_name || '_1', '1000000 100000'
FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%PRIMARY KEY(`organization_id`,%'
  AND 'sqlite_autoindex_' || tbl_name || '_1' NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL);
--> statement-breakpoint
-- Many share a field, some a value of it.
UPDATE sqlite_stat1 SET stat = '1000000 100000 50000 1000 1' WHERE idx = 'contact_field_values_by_value';
--> statement-breakpoint
ANALYZE sqlite_schema;
