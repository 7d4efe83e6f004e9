ALTER TABLE `conversations` ADD `failed_message_id` text;--> statement-breakpoint
CREATE INDEX `conversations_by_failure` ON `conversations` (`organization_id`,`status`,`last_message_at`,`id`,`assignee_id`) WHERE failed_message_id IS NOT NULL AND snoozed_until IS NULL;
--> statement-breakpoint
-- By hand, see 0005_statistics.sql: few conversations have such a message. What is known of the other indexes stays.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversations', 'conversations_by_failure', '5000 500 200 2 1 1');
--> statement-breakpoint
ANALYZE sqlite_schema;
--> statement-breakpoint
-- By hand: drizzle-kit knows no triggers. Whether our newest message failed, or may have been lost, in the terms of `statusOf`
-- (inbox.models.ts). A message that goes its usual way costs one look at its conversation, and no write.
CREATE TRIGGER failed_message_written AFTER INSERT ON messages
WHEN NEW.direction = 'outbound' AND NEW.target_wamid IS NULL BEGIN
  UPDATE conversations SET failed_message_id = (SELECT CASE WHEN (m.played_at IS NULL AND m.read_at IS NULL AND m.delivered_at IS NULL AND (m.failed_at IS NOT NULL OR (m.sent_at IS NULL AND m.send_state IN ('failed', 'unconfirmed')))) THEN m.id END FROM messages AS m
    WHERE m.organization_id = NEW.organization_id AND m.conversation_id = NEW.conversation_id AND m.target_wamid IS NULL AND m.direction = 'outbound'
      AND m.send_state IS NOT 'scheduled' AND m.send_state IS NOT 'cancelled'
    ORDER BY m.occurred_at DESC, m.id DESC LIMIT 1)
  WHERE organization_id = NEW.organization_id AND id = NEW.conversation_id
    AND (failed_message_id IS NOT NULL OR (NEW.played_at IS NULL AND NEW.read_at IS NULL AND NEW.delivered_at IS NULL AND (NEW.failed_at IS NOT NULL OR (NEW.sent_at IS NULL AND NEW.send_state IN ('failed', 'unconfirmed')))));
END;
--> statement-breakpoint
CREATE TRIGGER failed_message_changed AFTER UPDATE OF send_state, sent_at, delivered_at, read_at, played_at, failed_at ON messages
WHEN NEW.direction = 'outbound' AND NEW.target_wamid IS NULL
  AND ((OLD.played_at IS NULL AND OLD.read_at IS NULL AND OLD.delivered_at IS NULL AND (OLD.failed_at IS NOT NULL OR (OLD.sent_at IS NULL AND OLD.send_state IN ('failed', 'unconfirmed')))) IS NOT (NEW.played_at IS NULL AND NEW.read_at IS NULL AND NEW.delivered_at IS NULL AND (NEW.failed_at IS NOT NULL OR (NEW.sent_at IS NULL AND NEW.send_state IN ('failed', 'unconfirmed'))))
    OR coalesce(OLD.send_state IN ('scheduled', 'cancelled'), 0) IS NOT coalesce(NEW.send_state IN ('scheduled', 'cancelled'), 0)) BEGIN
  UPDATE conversations SET failed_message_id = (SELECT CASE WHEN (m.played_at IS NULL AND m.read_at IS NULL AND m.delivered_at IS NULL AND (m.failed_at IS NOT NULL OR (m.sent_at IS NULL AND m.send_state IN ('failed', 'unconfirmed')))) THEN m.id END FROM messages AS m
    WHERE m.organization_id = NEW.organization_id AND m.conversation_id = NEW.conversation_id AND m.target_wamid IS NULL AND m.direction = 'outbound'
      AND m.send_state IS NOT 'scheduled' AND m.send_state IS NOT 'cancelled'
    ORDER BY m.occurred_at DESC, m.id DESC LIMIT 1)
  WHERE organization_id = NEW.organization_id AND id = NEW.conversation_id
    AND failed_message_id IS NOT (SELECT CASE WHEN (m.played_at IS NULL AND m.read_at IS NULL AND m.delivered_at IS NULL AND (m.failed_at IS NOT NULL OR (m.sent_at IS NULL AND m.send_state IN ('failed', 'unconfirmed')))) THEN m.id END FROM messages AS m
    WHERE m.organization_id = NEW.organization_id AND m.conversation_id = NEW.conversation_id AND m.target_wamid IS NULL AND m.direction = 'outbound'
      AND m.send_state IS NOT 'scheduled' AND m.send_state IS NOT 'cancelled'
    ORDER BY m.occurred_at DESC, m.id DESC LIMIT 1);
END;
--> statement-breakpoint
CREATE TRIGGER failed_message_deleted AFTER DELETE ON messages WHEN OLD.direction = 'outbound' BEGIN
  UPDATE conversations SET failed_message_id = NULL
  WHERE organization_id = OLD.organization_id AND id = OLD.conversation_id AND failed_message_id = OLD.id;
END;
--> statement-breakpoint
UPDATE conversations SET failed_message_id = (SELECT CASE WHEN (m.played_at IS NULL AND m.read_at IS NULL AND m.delivered_at IS NULL AND (m.failed_at IS NOT NULL OR (m.sent_at IS NULL AND m.send_state IN ('failed', 'unconfirmed')))) THEN m.id END FROM messages AS m
    WHERE m.organization_id = conversations.organization_id AND m.conversation_id = conversations.id AND m.target_wamid IS NULL AND m.direction = 'outbound'
      AND m.send_state IS NOT 'scheduled' AND m.send_state IS NOT 'cancelled'
    ORDER BY m.occurred_at DESC, m.id DESC LIMIT 1)
WHERE (organization_id, id) IN (SELECT f.organization_id, f.conversation_id FROM messages AS f
  WHERE f.direction = 'outbound' AND f.target_wamid IS NULL AND (f.played_at IS NULL AND f.read_at IS NULL AND f.delivered_at IS NULL AND (f.failed_at IS NOT NULL OR (f.sent_at IS NULL AND f.send_state IN ('failed', 'unconfirmed')))));
