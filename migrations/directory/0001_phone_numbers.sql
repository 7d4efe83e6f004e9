CREATE TABLE `meta_apps` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`app_key` text NOT NULL,
	`meta_app_id` text NOT NULL,
	`app_secret` text NOT NULL,
	`verify_token` text NOT NULL,
	`webhook_verified_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `meta_apps_app_key_unique` ON `meta_apps` (`app_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `meta_apps_organization_id_id_unique` ON `meta_apps` (`organization_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `meta_apps_organization_id_meta_app_id_unique` ON `meta_apps` (`organization_id`,`meta_app_id`);--> statement-breakpoint
CREATE TABLE `phone_numbers` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`meta_phone_number_id` text NOT NULL,
	`waba_id` text NOT NULL,
	`app_key` text,
	`display_phone_number` text NOT NULL,
	`verified_name` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`paused_reason` text,
	`access_token` text NOT NULL,
	`token_expires_at` integer,
	`pin` text,
	`quality_rating` text,
	`messaging_limit` text,
	`throughput_level` text,
	`name_status` text,
	`account_mode` text,
	`is_on_phone_app` integer DEFAULT false NOT NULL,
	`webhook_verified_at` integer,
	`last_message_at` integer,
	`checked_at` integer,
	`disconnected_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `phone_numbers_connected` ON `phone_numbers` (`meta_phone_number_id`) WHERE disconnected_at IS NULL;--> statement-breakpoint
CREATE INDEX `phone_numbers_by_waba` ON `phone_numbers` (`waba_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `phone_numbers_organization_id_id_unique` ON `phone_numbers` (`organization_id`,`id`);--> statement-breakpoint
ALTER TABLE `organizations` ADD `agent_visibility` text DEFAULT 'all' NOT NULL;