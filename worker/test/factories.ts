import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { loadConfig } from '../shared/config'
import { apiKeys, memberships, organizations, sessions, users } from '../shared/db/directory.tables'
import { createId } from '../shared/ids'
import { hashPassword } from '../shared/password-hashing'
import { hashToken, randomToken } from '../shared/tokens'
import { issueAccessToken } from '../tenancy/access-token'
import { API_KEY_PREFIX } from '../tenancy/organization-context'
import type { MemberRole } from '../tenancy/permissions.schemas'
import { testClock } from './clock'

export const PASSWORD = 'correct horse battery'
// The product's hashing at a cost for tests: the verifier reads the cost from the hash.
let passwordHash: Promise<string> | undefined
const directory = () => drizzle(env.DIRECTORY)

type NewUser = Partial<typeof users.$inferInsert>
export async function createUser(user: NewUser = {}) {
  const now = testClock.now()
  const id = createId('usr', now)
  passwordHash ??= hashPassword(PASSWORD, { N: 2, r: 1, p: 1 })
  const row = {
    id,
    email: `${id}@example.test`,
    name: 'Ifeoma Okafor',
    passwordHash: await passwordHash,
    createdAt: now,
    ...user,
  }
  await directory().insert(users).values(row)
  return row
}

export async function createOrganization(organization: Partial<typeof organizations.$inferInsert> = {}) {
  const now = testClock.now()
  const row = {
    id: createId('org', now),
    name: 'Kiln & Loom',
    plan: 'team',
    timeZone: 'UTC',
    shard: 'SHARD_0',
    termsAcceptedAt: now,
    createdAt: now,
    ...organization,
  }
  await directory().insert(organizations).values(row)
  return row
}

export async function createMembership(
  organizationId: string,
  userId: string,
  role: MemberRole = 'admin',
  isActive = true,
) {
  await directory().insert(memberships).values({ organizationId, userId, role, isActive, createdAt: testClock.now() })
}

/** Another access token of a session: they live for 15 minutes. */
export async function freshToken({ id, userId, activeOrganizationId }: NewSession): Promise<string> {
  const { accessToken } = await issueAccessToken(
    { config: loadConfig(env), clock: testClock },
    { id, userId, organizationId: activeOrganizationId },
  )
  return accessToken
}
type NewSession = { id: string; userId: string; activeOrganizationId: string }

/** A signed-in device, as sign-in would leave it. */
export async function createSession(userId: string, organizationId: string) {
  const now = testClock.now()
  const row = {
    id: createId('ses', now),
    userId,
    activeOrganizationId: organizationId,
    tokenHash: hashToken(randomToken()),
    rotatedAt: now,
    userAgent: 'test',
    ipAddress: '192.0.2.1',
    expiresAt: now + 30 * 24 * 3600 * 1000,
    createdAt: now,
  }
  await directory().insert(sessions).values(row)
  return { ...row, token: await freshToken(row) }
}

/** Somebody signed in to an organization: a new one unless given. */
export async function createMember({
  role = 'admin',
  organization,
  user,
}: {
  role?: MemberRole
  organization?: Awaited<ReturnType<typeof createOrganization>>
  user?: NewUser
} = {}) {
  const home = organization ?? (await createOrganization())
  const person = await createUser(user)
  await createMembership(home.id, person.id, role)
  const session = await createSession(person.id, home.id)
  return { user: person, organization: home, session, token: session.token }
}

/** An API key of an organization, with its text. */
export async function createApiKey(organizationId: string, createdBy: string, role: MemberRole = 'admin') {
  const now = testClock.now()
  const key = API_KEY_PREFIX + randomToken()
  const row = {
    id: createId('key', now),
    organizationId,
    name: 'Shop',
    role,
    tokenHash: hashToken(key),
    prefix: key.slice(0, 12),
    createdBy,
    createdByName: 'Ifeoma Okafor',
    createdAt: now,
  }
  await directory().insert(apiKeys).values(row)
  return { ...row, key }
}

/** A session of the operator's. There is one such address, so an account that is there already is used again. */
export async function createOperatorSession(): Promise<string> {
  const [known] = await directory().select().from(users).where(eq(users.email, 'operator@wharf.test'))
  const user = known ?? (await createUser({ email: 'operator@wharf.test', emailVerifiedAt: 1 }))
  const organization = await createOrganization()
  await createMembership(organization.id, user.id)
  return (await createSession(user.id, organization.id)).token
}
