-- By hand: drizzle-kit knows no triggers. A person's tags are those of the contact that stands for them after merges: all
-- conversations of theirs, also those of contacts merged into it, are in the lists of these tags. What a merged contact was
-- tagged with stays with it, and shows again when the merge is undone.
DROP TRIGGER conversation_tags_tagged;
--> statement-breakpoint
DROP TRIGGER conversation_tags_untagged;
--> statement-breakpoint
DROP TRIGGER conversation_tags_started;
--> statement-breakpoint
CREATE TRIGGER conversation_tags_tagged AFTER INSERT ON contact_tags BEGIN
  INSERT INTO conversation_tags (organization_id, conversation_id, tag_id, status, snoozed_until, last_message_at)
  SELECT organization_id, id, NEW.tag_id, status, snoozed_until, last_message_at FROM conversations
  WHERE organization_id = NEW.organization_id AND contact_id IN (
    SELECT NEW.contact_id WHERE NOT EXISTS
      (SELECT 1 FROM contacts WHERE organization_id = NEW.organization_id AND id = NEW.contact_id AND merged_into IS NOT NULL)
    UNION ALL SELECT id FROM contacts WHERE organization_id = NEW.organization_id AND merged_into = NEW.contact_id)
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_tags_untagged AFTER DELETE ON contact_tags BEGIN
  DELETE FROM conversation_tags WHERE organization_id = OLD.organization_id AND tag_id = OLD.tag_id AND conversation_id IN
    (SELECT id FROM conversations WHERE organization_id = OLD.organization_id AND contact_id IN (
      SELECT OLD.contact_id WHERE NOT EXISTS
        (SELECT 1 FROM contacts WHERE organization_id = OLD.organization_id AND id = OLD.contact_id AND merged_into IS NOT NULL)
      UNION ALL SELECT id FROM contacts WHERE organization_id = OLD.organization_id AND merged_into = OLD.contact_id));
END;
--> statement-breakpoint
CREATE TRIGGER conversation_tags_started AFTER INSERT ON conversations BEGIN
  INSERT INTO conversation_tags (organization_id, conversation_id, tag_id, status, snoozed_until, last_message_at)
  SELECT organization_id, NEW.id, tag_id, NEW.status, NEW.snoozed_until, NEW.last_message_at FROM contact_tags
  WHERE organization_id = NEW.organization_id AND contact_id =
    coalesce((SELECT merged_into FROM contacts WHERE organization_id = NEW.organization_id AND id = NEW.contact_id), NEW.contact_id)
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- A merge: whoever stays takes over the tags, and their lists the conversations. Its undoing gives the conversations back to
-- the lists of their own contact; which tags the other one keeps is for whoever undoes it to say.
CREATE TRIGGER conversation_tags_merged AFTER UPDATE OF merged_into ON contacts WHEN OLD.merged_into IS NOT NEW.merged_into BEGIN
  INSERT INTO contact_tags (organization_id, contact_id, tag_id, created_at)
  SELECT organization_id, NEW.merged_into, tag_id, created_at FROM contact_tags
  WHERE organization_id = NEW.organization_id AND contact_id = NEW.id AND NEW.merged_into IS NOT NULL
  ON CONFLICT DO NOTHING;
  DELETE FROM conversation_tags WHERE organization_id = NEW.organization_id AND conversation_id IN
    (SELECT id FROM conversations WHERE organization_id = NEW.organization_id AND contact_id = NEW.id);
  INSERT INTO conversation_tags (organization_id, conversation_id, tag_id, status, snoozed_until, last_message_at)
  SELECT c.organization_id, c.id, t.tag_id, c.status, c.snoozed_until, c.last_message_at FROM conversations AS c
  JOIN contact_tags AS t ON t.organization_id = c.organization_id AND t.contact_id = coalesce(NEW.merged_into, NEW.id)
  WHERE c.organization_id = NEW.organization_id AND c.contact_id = NEW.id
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- Who was merged before.
INSERT INTO contact_tags (organization_id, contact_id, tag_id, created_at)
SELECT t.organization_id, p.merged_into, t.tag_id, t.created_at FROM contacts AS p
JOIN contact_tags AS t ON t.organization_id = p.organization_id AND t.contact_id = p.id
WHERE p.merged_into IS NOT NULL ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO conversation_tags (organization_id, conversation_id, tag_id, status, snoozed_until, last_message_at)
SELECT c.organization_id, c.id, t.tag_id, c.status, c.snoozed_until, c.last_message_at FROM contacts AS p
JOIN conversations AS c ON c.organization_id = p.organization_id AND c.contact_id = p.id
JOIN contact_tags AS t ON t.organization_id = p.organization_id AND t.contact_id = p.merged_into
WHERE p.merged_into IS NOT NULL ON CONFLICT DO NOTHING;
