import { organizationKeyPrefix } from './names'

/**
 * A bucket that sees one organization's objects. Paths are relative to the organization.
 * @throws for a path that could leave it
 */
export function createOrganizationBucket(bucket: R2Bucket, organizationId: string) {
  const prefix = organizationKeyPrefix(organizationId)
  const keyOf = (path: string) => {
    if (path === '' || path.startsWith('/') || path.split('/').some((part) => part === '.' || part === '..'))
      throw new Error('A path in the bucket is relative and has no dots')
    return prefix + path
  }
  return {
    keyOf,
    get: (path: string, options?: R2GetOptions) => bucket.get(keyOf(path), options),
    head: (path: string) => bucket.head(keyOf(path)),
    put: (path: string, value: ReadableStream | ArrayBuffer | string, options?: R2PutOptions) =>
      bucket.put(keyOf(path), value, options),
    delete: (path: string) => bucket.delete(keyOf(path)),
    /** An object that comes in parts of equal size, at least 5 MiB each but the last. Given up after seven days. */
    startParts: (path: string, options?: R2MultipartOptions) => bucket.createMultipartUpload(keyOf(path), options),
    resumeParts: async (path: string, uploadId: string) => bucket.resumeMultipartUpload(keyOf(path), uploadId),
    /** Objects under a path in the order of their names, 1,000 a page at most. Keys come back relative. */
    list: async (
      path: string,
      { startAfter, ...options }: { cursor?: string; startAfter?: string; limit?: number } = {},
    ) => {
      const page = await bucket.list({
        ...options,
        ...(startAfter !== undefined && { startAfter: prefix + startAfter }),
        prefix: path === '' ? prefix : keyOf(path),
      })
      return {
        objects: page.objects.map((object) => ({
          path: object.key.slice(prefix.length),
          size: object.size,
          uploadedAt: object.uploaded,
        })),
        cursor: page.truncated ? page.cursor : null,
      }
    },
  }
}
export type OrganizationBucket = ReturnType<typeof createOrganizationBucket>
