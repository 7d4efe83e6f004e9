CREATE TABLE `contact_events` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`contact_id` text NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	`actor` text,
	`occurred_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `contact_events_by_contact` ON `contact_events` (`organization_id`,`contact_id`,`occurred_at`,`id`);--> statement-breakpoint
CREATE TABLE `contact_field_values` (
	`organization_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`key` text NOT NULL,
	`value` NOT NULL,
	PRIMARY KEY(`organization_id`, `contact_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `contact_field_values_by_value` ON `contact_field_values` (`organization_id`,`key`,`value`,`contact_id`);--> statement-breakpoint
CREATE TABLE `contact_merges` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`survivor_id` text NOT NULL,
	`merged_id` text NOT NULL,
	`before` text NOT NULL,
	`actor` text,
	`undone_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `contact_merges_by_survivor` ON `contact_merges` (`organization_id`,`survivor_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `contacts_apart` (
	`organization_id` text NOT NULL,
	`low_id` text NOT NULL,
	`high_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `low_id`, `high_id`)
);
--> statement-breakpoint
CREATE TABLE `custom_fields` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`label` text NOT NULL,
	`type` text NOT NULL,
	`options` text,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_fields_by_key` ON `custom_fields` (`organization_id`,`key`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`input` text NOT NULL,
	`place` text,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer,
	`counts` text NOT NULL,
	`result` text,
	`failure` text,
	`claim_token` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`started_by` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`expires_at` integer,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `jobs_by_time` ON `jobs` (`organization_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_expired_due` ON `jobs` (`expires_at`) WHERE expires_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `segments` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`definition` text NOT NULL,
	`position` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `segments_by_position` ON `segments` (`organization_id`,`position`,`id`);--> statement-breakpoint
ALTER TABLE `contacts` ADD `email` text;--> statement-breakpoint
ALTER TABLE `contacts` ADD `owner_id` text;--> statement-breakpoint
ALTER TABLE `contacts` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `last_message_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `last_inbound_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `last_reply_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `last_broadcast_at` integer;--> statement-breakpoint
CREATE INDEX `contacts_by_segment` ON `contacts` (`organization_id`,`id`,`consent`,`country`,`language`,`owner_id`,`source`,`blocked_at`,`created_at`) WHERE merged_into IS NULL AND deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `contacts_without_messages` ON `contacts` (`organization_id`,`id`) WHERE last_message_at IS NULL AND merged_into IS NULL AND deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `contacts_by_email` ON `contacts` (`organization_id`,`email`) WHERE email IS NOT NULL;--> statement-breakpoint
ALTER TABLE `conversations` ADD `last_reply_at` integer;--> statement-breakpoint
ALTER TABLE `conversations` ADD `last_broadcast_at` integer;
--> statement-breakpoint
-- By hand, all of the following: drizzle-kit knows no triggers, no FTS5, and no index of an expression with commas.
CREATE INDEX contacts_by_name ON contacts (organization_id, lower(coalesce(name, profile_name, username, phone, '')), id) WHERE merged_into IS NULL AND deleted_at IS NULL;
--> statement-breakpoint
-- What happened last with a person, from any conversation of theirs, on the contact that stands for them after merges.
CREATE TRIGGER contact_activity_moved AFTER UPDATE OF last_message_id, last_message_at, last_inbound_at, last_reply_at, last_broadcast_at ON conversations
WHEN NEW.last_message_id IS NOT NULL AND (OLD.last_message_id IS NULL OR OLD.last_message_at IS NOT NEW.last_message_at OR OLD.last_inbound_at IS NOT NEW.last_inbound_at OR OLD.last_reply_at IS NOT NEW.last_reply_at OR OLD.last_broadcast_at IS NOT NEW.last_broadcast_at) BEGIN
  UPDATE contacts SET
    last_message_at = max(coalesce(last_message_at, 0), NEW.last_message_at),
    last_inbound_at = nullif(max(coalesce(last_inbound_at, 0), coalesce(NEW.last_inbound_at, 0)), 0),
    last_reply_at = nullif(max(coalesce(last_reply_at, 0), coalesce(NEW.last_reply_at, 0)), 0),
    last_broadcast_at = nullif(max(coalesce(last_broadcast_at, 0), coalesce(NEW.last_broadcast_at, 0)), 0)
  WHERE organization_id = NEW.organization_id
    AND id = coalesce((SELECT merged_into FROM contacts WHERE organization_id = NEW.organization_id AND id = NEW.contact_id), NEW.contact_id)
    AND (coalesce(last_message_at, 0) < NEW.last_message_at OR coalesce(last_inbound_at, 0) < coalesce(NEW.last_inbound_at, 0)
      OR coalesce(last_reply_at, 0) < coalesce(NEW.last_reply_at, 0) OR coalesce(last_broadcast_at, 0) < coalesce(NEW.last_broadcast_at, 0));
END;
--> statement-breakpoint
CREATE TRIGGER contact_activity_started AFTER INSERT ON conversations WHEN NEW.last_message_id IS NOT NULL BEGIN
  UPDATE contacts SET
    last_message_at = max(coalesce(last_message_at, 0), NEW.last_message_at),
    last_inbound_at = nullif(max(coalesce(last_inbound_at, 0), coalesce(NEW.last_inbound_at, 0)), 0)
  WHERE organization_id = NEW.organization_id
    AND id = coalesce((SELECT merged_into FROM contacts WHERE organization_id = NEW.organization_id AND id = NEW.contact_id), NEW.contact_id);
END;
--> statement-breakpoint
-- Both sides of a merge, and of its undoing, are counted anew.
CREATE TRIGGER contact_activity_merged AFTER UPDATE OF merged_into ON contacts WHEN OLD.merged_into IS NOT NEW.merged_into BEGIN
  UPDATE contacts SET (last_message_at, last_inbound_at, last_reply_at, last_broadcast_at) =
    (SELECT max(CASE WHEN c.last_message_id IS NOT NULL THEN c.last_message_at END), max(c.last_inbound_at), max(c.last_reply_at), max(c.last_broadcast_at)
     FROM conversations AS c WHERE c.organization_id = NEW.organization_id AND c.contact_id IN
       (SELECT p.id FROM contacts AS p WHERE p.organization_id = NEW.organization_id AND (p.id = contacts.id OR p.merged_into = contacts.id)))
  WHERE organization_id = NEW.organization_id AND id IN (NEW.id, OLD.merged_into, NEW.merged_into);
END;
--> statement-breakpoint
-- Ours, and on its way: not what waits for its time, and no reaction.
CREATE TRIGGER conversation_reply_written AFTER INSERT ON messages
WHEN NEW.direction = 'outbound' AND NEW.target_wamid IS NULL AND NEW.send_state IS NOT 'scheduled' AND NEW.send_state IS NOT 'cancelled' BEGIN
  UPDATE conversations SET
    last_reply_at = CASE WHEN NEW.sent_by IS 'broadcast' THEN last_reply_at ELSE max(coalesce(last_reply_at, 0), NEW.occurred_at) END,
    last_broadcast_at = CASE WHEN NEW.sent_by IS 'broadcast' THEN max(coalesce(last_broadcast_at, 0), NEW.occurred_at) ELSE last_broadcast_at END
  WHERE organization_id = NEW.organization_id AND id = NEW.conversation_id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_reply_due AFTER UPDATE OF send_state ON messages
WHEN OLD.send_state = 'scheduled' AND NEW.send_state IN ('queued', 'sending', 'accepted') AND NEW.target_wamid IS NULL BEGIN
  UPDATE conversations SET last_reply_at = max(coalesce(last_reply_at, 0), NEW.occurred_at)
  WHERE organization_id = NEW.organization_id AND id = NEW.conversation_id;
END;
--> statement-breakpoint
CREATE TRIGGER contact_fields_written AFTER INSERT ON contacts WHEN NEW.fields IS NOT NULL AND NEW.fields <> '{}' BEGIN
  INSERT INTO contact_field_values (organization_id, contact_id, key, value)
  SELECT NEW.organization_id, NEW.id, key, value FROM json_each(NEW.fields) WHERE value IS NOT NULL AND type NOT IN ('array', 'object');
END;
--> statement-breakpoint
CREATE TRIGGER contact_fields_changed AFTER UPDATE OF fields ON contacts WHEN OLD.fields IS NOT NEW.fields BEGIN
  DELETE FROM contact_field_values WHERE organization_id = NEW.organization_id AND contact_id = NEW.id;
  INSERT INTO contact_field_values (organization_id, contact_id, key, value)
  SELECT NEW.organization_id, NEW.id, key, value FROM json_each(coalesce(NEW.fields, '{}')) WHERE value IS NOT NULL AND type NOT IN ('array', 'object');
END;
--> statement-breakpoint
CREATE TRIGGER contact_fields_deleted AFTER DELETE ON contacts BEGIN
  DELETE FROM contact_field_values WHERE organization_id = OLD.organization_id AND contact_id = OLD.id;
END;
--> statement-breakpoint
-- Who is looked for by email or by what a field says is found, too.
DROP TRIGGER contact_search_insert;
--> statement-breakpoint
DROP TRIGGER contact_search_update;
--> statement-breakpoint
CREATE TRIGGER contact_search_insert AFTER INSERT ON contacts BEGIN
  INSERT INTO contact_search (rowid, text) VALUES (NEW.rowid, 'zz' || substr(NEW.organization_id, 5) || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.profile_name, '') || ' ' || coalesce(NEW.username, '') || ' ' || coalesce(NEW.phone, '') || ' ' || coalesce(NEW.email, '') || ' ' || coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.fields) WHERE type = 'text'), ''));
END;
--> statement-breakpoint
CREATE TRIGGER contact_search_update AFTER UPDATE OF name, profile_name, username, phone, email, fields ON contacts
WHEN OLD.name IS NOT NEW.name OR OLD.profile_name IS NOT NEW.profile_name OR OLD.username IS NOT NEW.username OR OLD.phone IS NOT NEW.phone OR OLD.email IS NOT NEW.email OR OLD.fields IS NOT NEW.fields BEGIN
  DELETE FROM contact_search WHERE rowid = OLD.rowid;
  INSERT INTO contact_search (rowid, text) VALUES (NEW.rowid, 'zz' || substr(NEW.organization_id, 5) || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.profile_name, '') || ' ' || coalesce(NEW.username, '') || ' ' || coalesce(NEW.phone, '') || ' ' || coalesce(NEW.email, '') || ' ' || coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.fields) WHERE type = 'text'), ''));
END;
--> statement-breakpoint
-- What was there before.
INSERT INTO contact_field_values (organization_id, contact_id, key, value)
SELECT c.organization_id, c.id, f.key, f.value FROM contacts AS c, json_each(c.fields) AS f WHERE c.fields IS NOT NULL AND f.value IS NOT NULL AND f.type NOT IN ('array', 'object');
--> statement-breakpoint
UPDATE conversations SET last_reply_at = (SELECT max(m.occurred_at) FROM messages AS m WHERE m.organization_id = conversations.organization_id AND m.conversation_id = conversations.id
  AND m.direction = 'outbound' AND m.target_wamid IS NULL AND m.send_state IS NOT 'scheduled' AND m.send_state IS NOT 'cancelled');
--> statement-breakpoint
UPDATE contacts SET (last_message_at, last_inbound_at, last_reply_at) =
  (SELECT max(CASE WHEN c.last_message_id IS NOT NULL THEN c.last_message_at END), max(c.last_inbound_at), max(c.last_reply_at)
   FROM conversations AS c WHERE c.organization_id = contacts.organization_id AND c.contact_id IN
     (SELECT p.id FROM contacts AS p WHERE p.organization_id = contacts.organization_id AND (p.id = contacts.id OR p.merged_into = contacts.id)))
WHERE merged_into IS NULL;
--> statement-breakpoint
DELETE FROM contact_search WHERE rowid IN (SELECT rowid FROM contacts WHERE fields IS NOT NULL);
--> statement-breakpoint
INSERT INTO contact_search (rowid, text) SELECT c.rowid, 'zz' || substr(c.organization_id, 5) || ' ' || coalesce(c.name, '') || ' ' || coalesce(c.profile_name, '') || ' ' || coalesce(c.username, '') || ' ' || coalesce(c.phone, '') || ' ' || coalesce((SELECT group_concat(value, ' ') FROM json_each(c.fields) WHERE type = 'text'), '') FROM contacts AS c WHERE c.fields IS NOT NULL;
