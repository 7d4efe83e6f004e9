CREATE TABLE `media_parts` (
	`organization_id` text NOT NULL,
	`media_id` text NOT NULL,
	`part_number` integer NOT NULL,
	`etag` text NOT NULL,
	`size` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `media_id`, `part_number`)
);
--> statement-breakpoint
ALTER TABLE `media` ADD `claimed_until` integer;--> statement-breakpoint
ALTER TABLE `media` ADD `uploaded_by` text;--> statement-breakpoint
ALTER TABLE `media` ADD `upload_id` text;