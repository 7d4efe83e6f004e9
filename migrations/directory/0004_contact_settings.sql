ALTER TABLE `organizations` ADD `default_country` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `consent_keywords` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `retention_days` integer;