/**
 * Where things are kept outside the databases. Made here and nowhere else: a name that forgets its organization
 * would be another organization's door.
 */
export const organizationObjectName = (organizationId: string, id: string): string => `${organizationId}:${id}`
export const platformObjectName = (id: string): string => `platform:${id}`

export const organizationKeyPrefix = (organizationId: string): string => `organizations/${organizationId}/`
export const platformKey = (path: string): string => `platform/${path}`
