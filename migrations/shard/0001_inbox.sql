CREATE TABLE `outbox` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`event` text NOT NULL,
	`queued_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`queued_at`);--> statement-breakpoint
CREATE TABLE `consent_records` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`contact_id` text NOT NULL,
	`state` text NOT NULL,
	`source` text NOT NULL,
	`wording` text,
	`actor` text,
	`occurred_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `consent_records_by_contact` ON `consent_records` (`organization_id`,`contact_id`,`occurred_at`);--> statement-breakpoint
CREATE TABLE `contact_identities` (
	`organization_id` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`contact_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `kind`, `value`)
);
--> statement-breakpoint
CREATE INDEX `contact_identities_by_contact` ON `contact_identities` (`organization_id`,`contact_id`);--> statement-breakpoint
CREATE TABLE `contact_tags` (
	`organization_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`tag_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `contact_id`, `tag_id`)
);
--> statement-breakpoint
CREATE INDEX `contact_tags_by_tag` ON `contact_tags` (`organization_id`,`tag_id`,`contact_id`);--> statement-breakpoint
CREATE TABLE `contacts` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`profile_name` text,
	`username` text,
	`phone` text,
	`country` text,
	`language` text,
	`fields` text,
	`source` text NOT NULL,
	`consent` text DEFAULT 'unknown' NOT NULL,
	`blocked_at` integer,
	`conversation_count` integer DEFAULT 0 NOT NULL,
	`merged_into` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `contacts_by_merge` ON `contacts` (`organization_id`,`merged_into`);--> statement-breakpoint
CREATE TABLE `erased_identities` (
	`organization_id` text NOT NULL,
	`identity_hash` text NOT NULL,
	`erased_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `identity_hash`)
);
--> statement-breakpoint
CREATE TABLE `tags` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`tint` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_by_name` ON `tags` (`organization_id`,`name`);--> statement-breakpoint
CREATE TABLE `change_sequences` (
	`organization_id` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `conversation_episodes` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closed_by` text,
	`closed_at` integer,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `conversation_episodes_by_conversation` ON `conversation_episodes` (`organization_id`,`conversation_id`,`opened_at`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`phone_number_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`status` text NOT NULL,
	`snoozed_until` integer,
	`assignee_id` text,
	`unread_count` integer DEFAULT 0 NOT NULL,
	`last_message_id` text,
	`last_message_at` integer NOT NULL,
	`last_inbound_at` integer,
	`change_seq` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `conversations_by_activity` ON `conversations` (`organization_id`,`status`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_assignee` ON `conversations` (`organization_id`,`assignee_id`,`status`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_unread` ON `conversations` (`organization_id`,`last_message_at`,`id`) WHERE unread_count > 0;--> statement-breakpoint
CREATE INDEX `conversations_by_window` ON `conversations` (`organization_id`,`last_inbound_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_change` ON `conversations` (`organization_id`,`change_seq`);--> statement-breakpoint
CREATE INDEX `conversations_snoozed_due` ON `conversations` (`snoozed_until`) WHERE snoozed_until IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_by_contact` ON `conversations` (`organization_id`,`contact_id`,`phone_number_id`);--> statement-breakpoint
CREATE TABLE `media` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`direction` text NOT NULL,
	`status` text NOT NULL,
	`kind` text NOT NULL,
	`mime_type` text NOT NULL,
	`filename` text,
	`size` integer,
	`sha256` text,
	`phone_number_id` text,
	`conversation_id` text,
	`message_id` text,
	`meta_media_id` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`failure` text,
	`mirrored_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `media_by_conversation` ON `media` (`organization_id`,`conversation_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `media_due` ON `media` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `media_uploads` (
	`organization_id` text NOT NULL,
	`media_id` text NOT NULL,
	`phone_number_id` text NOT NULL,
	`meta_media_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `media_id`, `phone_number_id`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`phone_number_id` text NOT NULL,
	`direction` text NOT NULL,
	`type` text NOT NULL,
	`content` text NOT NULL,
	`text` text,
	`wamid` text,
	`target_wamid` text,
	`reply_to_wamid` text,
	`context` text,
	`media_id` text,
	`author` text,
	`sent_by` text,
	`client_id` text,
	`occurred_at` integer NOT NULL,
	`sent_at` integer,
	`delivered_at` integer,
	`read_at` integer,
	`played_at` integer,
	`failed_at` integer,
	`error` text,
	`pricing` text,
	`edited_at` integer,
	`revoked_at` integer,
	`send_state` text,
	`scheduled_for` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`claim_token` text,
	`due_at` integer,
	`parser_version` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_wamid` ON `messages` (`organization_id`,`wamid`,`phone_number_id`);--> statement-breakpoint
CREATE INDEX `messages_by_time` ON `messages` (`organization_id`,`conversation_id`,`occurred_at`,`id`) WHERE target_wamid IS NULL;--> statement-breakpoint
CREATE INDEX `messages_by_target` ON `messages` (`organization_id`,`target_wamid`) WHERE target_wamid IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_client_id` ON `messages` (`organization_id`,`client_id`) WHERE client_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `messages_waiting` ON `messages` (`organization_id`,`conversation_id`,`id`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `messages_due` ON `messages` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `parked_statuses` (
	`organization_id` text NOT NULL,
	`phone_number_id` text NOT NULL,
	`wamid` text NOT NULL,
	`sent_at` integer,
	`delivered_at` integer,
	`read_at` integer,
	`played_at` integer,
	`failed_at` integer,
	`error` text,
	`pricing` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `phone_number_id`, `wamid`)
);
--> statement-breakpoint
CREATE TABLE `templates` (
	`organization_id` text NOT NULL,
	`waba_id` text NOT NULL,
	`name` text NOT NULL,
	`language` text NOT NULL,
	`meta_template_id` text NOT NULL,
	`status` text NOT NULL,
	`category` text NOT NULL,
	`parameter_format` text NOT NULL,
	`components` text NOT NULL,
	`quality_score` text,
	`reason` text,
	`synced_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `waba_id`, `name`, `language`)
);
--> statement-breakpoint
-- By hand: drizzle-kit knows no FTS5. Contentless: the text itself is in the row, the index holds only where words occur.
-- Each entry carries its organization as a word, so that a search reads one organization's entries and not its neighbours'.
CREATE VIRTUAL TABLE message_search USING fts5(text, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 2");
--> statement-breakpoint
CREATE TRIGGER message_search_insert AFTER INSERT ON messages WHEN NEW.text IS NOT NULL BEGIN
  INSERT INTO message_search (rowid, text) VALUES (NEW.rowid, 'zz' || substr(NEW.organization_id, 5) || ' ' || NEW.text);
END;
--> statement-breakpoint
CREATE TRIGGER message_search_update AFTER UPDATE OF text ON messages WHEN OLD.text IS NOT NEW.text BEGIN
  DELETE FROM message_search WHERE rowid = OLD.rowid;
  INSERT INTO message_search (rowid, text) SELECT NEW.rowid, 'zz' || substr(NEW.organization_id, 5) || ' ' || NEW.text WHERE NEW.text IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER message_search_delete AFTER DELETE ON messages BEGIN
  DELETE FROM message_search WHERE rowid = OLD.rowid;
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE contact_search USING fts5(text, content='', contentless_delete=1, detail=none, prefix='2 3', tokenize="unicode61 remove_diacritics 2");
--> statement-breakpoint
CREATE TRIGGER contact_search_insert AFTER INSERT ON contacts BEGIN
  INSERT INTO contact_search (rowid, text) VALUES (NEW.rowid, 'zz' || substr(NEW.organization_id, 5) || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.profile_name, '') || ' ' || coalesce(NEW.username, '') || ' ' || coalesce(NEW.phone, ''));
END;
--> statement-breakpoint
CREATE TRIGGER contact_search_update AFTER UPDATE OF name, profile_name, username, phone ON contacts
WHEN OLD.name IS NOT NEW.name OR OLD.profile_name IS NOT NEW.profile_name OR OLD.username IS NOT NEW.username OR OLD.phone IS NOT NEW.phone BEGIN
  DELETE FROM contact_search WHERE rowid = OLD.rowid;
  INSERT INTO contact_search (rowid, text) VALUES (NEW.rowid, 'zz' || substr(NEW.organization_id, 5) || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.profile_name, '') || ' ' || coalesce(NEW.username, '') || ' ' || coalesce(NEW.phone, ''));
END;
--> statement-breakpoint
CREATE TRIGGER contact_search_delete AFTER DELETE ON contacts BEGIN
  DELETE FROM contact_search WHERE rowid = OLD.rowid;
END;
