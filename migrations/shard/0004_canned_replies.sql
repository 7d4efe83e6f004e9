CREATE TABLE `canned_replies` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`shortcut` text NOT NULL,
	`body` text NOT NULL,
	`owner_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `canned_replies_by_shortcut` ON `canned_replies` (`organization_id`,`owner_id`,`shortcut`);