/**
 * Where things are kept outside the databases. Made here and nowhere else: a name that forgets its organization
 * would be another organization's door.
 */
export const organizationObjectName = (organizationId: string, id: string): string => `${organizationId}:${id}`
export const platformObjectName = (id: string): string => `platform:${id}`

export const organizationKeyPrefix = (organizationId: string): string => `organizations/${organizationId}/`
export const platformKey = (path: string): string => `platform/${path}`
/** Bodies that are too long for a queue, by the day they came: `platform/deliveries/2026-11-23/…`. */
export const PLATFORM_DELIVERIES = platformKey('deliveries/')
