CREATE TABLE `conversation_tags` (
	`organization_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`tag_id` text NOT NULL,
	`status` text NOT NULL,
	`snoozed_until` integer,
	`last_message_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `conversation_id`, `tag_id`)
);
--> statement-breakpoint
CREATE INDEX `conversation_tags_by_activity` ON `conversation_tags` (`organization_id`,`tag_id`,`status`,`last_message_at`,`conversation_id`) WHERE snoozed_until IS NULL;--> statement-breakpoint
DROP INDEX `conversations_by_activity`;--> statement-breakpoint
DROP INDEX `conversations_by_assignee`;--> statement-breakpoint
DROP INDEX `conversations_by_unread`;--> statement-breakpoint
DROP INDEX `conversations_by_window`;--> statement-breakpoint
CREATE INDEX `conversations_by_number` ON `conversations` (`organization_id`,`phone_number_id`,`status`,`last_message_at`,`id`) WHERE snoozed_until IS NULL;--> statement-breakpoint
CREATE INDEX `conversations_by_snooze` ON `conversations` (`organization_id`,`last_message_at`,`id`,`assignee_id`) WHERE snoozed_until IS NOT NULL;--> statement-breakpoint
CREATE INDEX `conversations_by_activity` ON `conversations` (`organization_id`,`status`,`last_message_at`,`id`) WHERE snoozed_until IS NULL;--> statement-breakpoint
CREATE INDEX `conversations_by_assignee` ON `conversations` (`organization_id`,`assignee_id`,`status`,`last_message_at`,`id`) WHERE snoozed_until IS NULL;--> statement-breakpoint
CREATE INDEX `conversations_by_unread` ON `conversations` (`organization_id`,`last_message_at`,`id`,`assignee_id`) WHERE unread_count > 0 AND snoozed_until IS NULL AND status IN ('open', 'pending');--> statement-breakpoint
CREATE INDEX `conversations_by_window` ON `conversations` (`organization_id`,`last_inbound_at`,`id`,`assignee_id`) WHERE snoozed_until IS NULL AND status IN ('open', 'pending');--> statement-breakpoint
-- By hand: drizzle-kit knows no triggers. What a tag's list shows follows the contact's tags and the conversation's activity.
-- A contact without tags costs one look that finds nothing.
CREATE TRIGGER conversation_tags_tagged AFTER INSERT ON contact_tags BEGIN
  INSERT INTO conversation_tags (organization_id, conversation_id, tag_id, status, snoozed_until, last_message_at)
  SELECT organization_id, id, NEW.tag_id, status, snoozed_until, last_message_at FROM conversations
  WHERE organization_id = NEW.organization_id AND contact_id = NEW.contact_id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_tags_untagged AFTER DELETE ON contact_tags BEGIN
  DELETE FROM conversation_tags WHERE organization_id = OLD.organization_id AND tag_id = OLD.tag_id AND conversation_id IN
    (SELECT id FROM conversations WHERE organization_id = OLD.organization_id AND contact_id = OLD.contact_id);
END;
--> statement-breakpoint
CREATE TRIGGER conversation_tags_started AFTER INSERT ON conversations BEGIN
  INSERT INTO conversation_tags (organization_id, conversation_id, tag_id, status, snoozed_until, last_message_at)
  SELECT organization_id, NEW.id, tag_id, NEW.status, NEW.snoozed_until, NEW.last_message_at FROM contact_tags
  WHERE organization_id = NEW.organization_id AND contact_id = NEW.contact_id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_tags_moved AFTER UPDATE OF status, snoozed_until, last_message_at ON conversations
WHEN OLD.status IS NOT NEW.status OR OLD.snoozed_until IS NOT NEW.snoozed_until OR OLD.last_message_at IS NOT NEW.last_message_at BEGIN
  UPDATE conversation_tags SET status = NEW.status, snoozed_until = NEW.snoozed_until, last_message_at = NEW.last_message_at
  WHERE organization_id = NEW.organization_id AND conversation_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_tags_deleted AFTER DELETE ON conversations BEGIN
  DELETE FROM conversation_tags WHERE organization_id = OLD.organization_id AND conversation_id = OLD.id;
END;
