import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import type { Config } from './config'

/** What a sealed value belongs to. Checked when it is opened: a value copied to another row does not open. */
export type SealPurpose = { purpose: string; organizationId: string | null; rowId: string }

/**
 * Encrypts a value at rest: JWE, `dir` + A256GCM, with the key's id and the purpose in the protected header.
 * The newest key (the first of ENCRYPTION_KEYS) seals; every listed key opens.
 */
export async function seal(
  config: Config,
  value: string,
  { purpose, organizationId, rowId }: SealPurpose,
): Promise<string> {
  const { id, key } = config.encryptionKeys[0]
  return new CompactEncrypt(new TextEncoder().encode(value))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id, purpose, organizationId, rowId })
    .encrypt(key)
}

/** Its key is not listed any more. Whoever has the value can give it again, and it is sealed anew. */
export class UnknownKeyError extends Error {
  override name = 'UnknownKeyError'
}

/** @throws `UnknownKeyError`, or when the value was changed, or it was sealed for something else. */
export async function open(config: Config, sealed: string, expected: SealPurpose): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(
    sealed,
    ({ kid }) => {
      const found = config.encryptionKeys.find((candidate) => candidate.id === kid)
      if (!found) throw new UnknownKeyError(`Sealed with an encryption key that ENCRYPTION_KEYS does not list: ${kid}`)
      return found.key
    },
    { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
  )
  const header = protectedHeader as Record<string, unknown>
  for (const field of ['purpose', 'organizationId', 'rowId'] as const)
    if (header[field] !== expected[field]) throw new Error(`Sealed for another ${field}`)
  return new TextDecoder().decode(plaintext)
}

/** The value, or null when nobody has its key any more. @throws as `open` does for everything else */
export async function openIfReadable(config: Config, sealed: string, expected: SealPurpose): Promise<string | null> {
  try {
    return await open(config, sealed, expected)
  } catch (error) {
    if (error instanceof UnknownKeyError) return null
    throw error
  }
}

/** Whether the newest key sealed it. What another one sealed is sealed anew where that can be done, so that old keys can go. */
export const isSealedWithNewest = (config: Config, sealed: string): boolean =>
  decodeProtectedHeader(sealed).kid === config.encryptionKeys[0].id
