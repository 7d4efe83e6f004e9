import { CompactEncrypt, compactDecrypt } from 'jose'
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

/** @throws when the key is unknown, the value was changed, or it was sealed for something else. */
export async function open(config: Config, sealed: string, expected: SealPurpose): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(
    sealed,
    ({ kid }) => {
      const found = config.encryptionKeys.find((candidate) => candidate.id === kid)
      if (!found) throw new Error(`Sealed with an encryption key that ENCRYPTION_KEYS does not list: ${kid}`)
      return found.key
    },
    { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
  )
  const header = protectedHeader as Record<string, unknown>
  for (const field of ['purpose', 'organizationId', 'rowId'] as const)
    if (header[field] !== expected[field]) throw new Error(`Sealed for another ${field}`)
  return new TextDecoder().decode(plaintext)
}
