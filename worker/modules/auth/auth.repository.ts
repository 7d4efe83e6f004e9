import { and, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import {
  mailedTokens,
  mails,
  memberships,
  organizations,
  recoveryCodes,
  sessions,
  users,
} from '../../shared/db/directory.tables'
import { isUniqueViolation, type Statement } from '../../shared/db/statements'

type Directory = Pick<SystemContext, 'directory'>
export type User = typeof users.$inferSelect
export type NewSession = typeof sessions.$inferInsert
export type MailPurpose = (typeof mailedTokens.$inferSelect)['purpose']

export const findUserByEmail = async ({ directory }: Directory, email: string): Promise<User | undefined> =>
  (await directory.select().from(users).where(eq(users.email, email)))[0]

export const findUser = async ({ directory }: Directory, id: string): Promise<User | undefined> =>
  (await directory.select().from(users).where(eq(users.id, id)))[0]

export const updateUser = ({ directory }: Directory, id: string, changes: Partial<Omit<User, 'id'>>) =>
  directory.update(users).set(changes).where(eq(users.id, id))

/** Accepts a TOTP step once: nothing comes back when it, or a later one, was used already. */
export const useTotpStep = ({ directory }: Directory, userId: string, step: number) =>
  directory
    .update(users)
    .set({ totpLastStep: step })
    .where(and(eq(users.id, userId), or(isNull(users.totpLastStep), lt(users.totpLastStep, step))))
    .returning({ id: users.id })

/** The active organizations a person is an active member of, the oldest membership first. */
export const listOrganizationsOf = ({ directory }: Directory, userId: string) =>
  directory
    .select({ id: organizations.id, name: organizations.name, role: memberships.role })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(memberships.userId, userId), eq(memberships.isActive, true), eq(organizations.isActive, true)))
    .orderBy(memberships.createdAt, organizations.id)

export const insertSession = ({ directory }: Directory, session: NewSession) =>
  directory.insert(sessions).values(session)

export const findSession = async ({ directory }: Directory, id: string) =>
  (await directory.select().from(sessions).where(eq(sessions.id, id)))[0]

/** Rotates if the token is still the current one: of two at the same moment one wins. */
export const rotateSession = (
  { directory }: Directory,
  {
    id,
    tokenHash,
    next,
  }: { id: string; tokenHash: string; next: { tokenHash: string; rotatedAt: number; expiresAt: number } },
) =>
  directory
    .update(sessions)
    .set({ ...next, previousTokenHash: tokenHash })
    .where(and(eq(sessions.id, id), eq(sessions.tokenHash, tokenHash), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id })

export const setActiveOrganization = ({ directory }: Directory, sessionId: string, organizationId: string) =>
  directory.update(sessions).set({ activeOrganizationId: organizationId }).where(eq(sessions.id, sessionId))

export const listSessions = ({ directory }: Directory, userId: string, now: number) =>
  directory
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
    .orderBy(sql`${sessions.rotatedAt} DESC`)

/** Only a session of this person. @returns the statement; its rows are the sessions that ended */
export const revokeSession = (
  { directory }: Directory,
  { id, userId, now }: { id: string; userId: string; now: number },
) =>
  directory
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id })

/** @param exceptId a session that stays, such as the one that asks */
export const revokeSessions = (
  { directory }: Directory,
  { userId, exceptId, now }: { userId: string; exceptId?: string; now: number },
) =>
  directory
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        exceptId === undefined ? undefined : ne(sessions.id, exceptId),
      ),
    )
    .returning({ id: sessions.id })

/** @property userId only this person's link, when given */
type MailedToken = { tokenHash: string; purpose: MailPurpose; userId?: string; now: number }

/** The person a valid link belongs to, as a subquery. */
const ownerOf = ({ directory }: Directory, { tokenHash, purpose, userId, now }: MailedToken) =>
  directory
    .select({ userId: mailedTokens.userId })
    .from(mailedTokens)
    .where(
      and(
        eq(mailedTokens.tokenHash, tokenHash),
        eq(mailedTokens.purpose, purpose),
        gt(mailedTokens.expiresAt, now),
        userId === undefined ? undefined : eq(mailedTokens.userId, userId),
      ),
    )

/**
 * Sets a new password with a mailed link and ends every session. An address that was never verified may have been
 * registered by somebody else: what they set up as a second step goes with their password.
 * @returns the person, or undefined when the link is unknown, too old or used
 */
export async function resetWithMailedToken(system: Directory, token: MailedToken, passwordHash: string) {
  const neverVerified = sql`${users.emailVerifiedAt} IS NULL`
  return redeemMailedToken(system, token, {
    changes: {
      passwordHash,
      totpSecret: sql`CASE WHEN ${neverVerified} THEN NULL ELSE ${users.totpSecret} END`,
      totpEnabledAt: sql`CASE WHEN ${neverVerified} THEN NULL ELSE ${users.totpEnabledAt} END`,
      emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${token.now})`,
    },
    endSessions: true,
  })
}

type UserChanges = { [Column in keyof Omit<User, 'id'>]?: User[Column] | SQL }

/**
 * Changes the person whom a mailed link belongs to, and uses the link up, in one transaction: two clicks at the same
 * moment are one change. Ends all sessions when asked to.
 * @returns the person, or undefined when the link is unknown, too old or used
 */
export async function redeemMailedToken(
  system: Directory,
  token: MailedToken,
  { changes, endSessions }: { changes: UserChanges; endSessions: boolean },
) {
  const { directory } = system
  const [changed] = await directory.batch([
    directory
      .update(users)
      .set(changes)
      .where(inArray(users.id, ownerOf(system, token)))
      .returning(),
    directory
      .update(sessions)
      .set({ revokedAt: token.now })
      .where(
        and(
          inArray(sessions.userId, ownerOf(system, token)),
          isNull(sessions.revokedAt),
          endSessions ? undefined : sql`false`,
        ),
      ),
    directory
      .delete(mailedTokens)
      .where(and(inArray(mailedTokens.userId, ownerOf(system, token)), eq(mailedTokens.purpose, token.purpose))),
  ])
  return changed[0]
}

export const countRecoveryCodes = ({ directory }: Directory, userId: string) =>
  directory.$count(recoveryCodes, eq(recoveryCodes.userId, userId))

/** The statements that replace a person's recovery codes, for a batch. */
export const replaceRecoveryCodes = (
  { directory }: Directory,
  userId: string,
  codeHashes: string[],
): [Statement, ...Statement[]] => [
  directory.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
  ...codeHashes.map((codeHash) => directory.insert(recoveryCodes).values({ userId, codeHash })),
]

export const replaceCodes = (system: Directory, userId: string, codeHashes: string[]) =>
  system.directory.batch(replaceRecoveryCodes(system, userId, codeHashes))

export const takeRecoveryCode = ({ directory }: Directory, userId: string, codeHash: string) =>
  directory
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash)))
    .returning({ userId: recoveryCodes.userId })

/** What nobody can use any more: sessions 30 days after they ended, expired links. */
export const deleteExpired = (
  { directory }: Directory,
  { now, keepSessionsMs }: { now: number; keepSessionsMs: number },
) =>
  directory.batch([
    directory.delete(mailedTokens).where(lt(mailedTokens.expiresAt, now)),
    directory.delete(sessions).where(lt(sessions.expiresAt, now - keepSessionsMs)),
  ])

type NewAccount = {
  user: typeof users.$inferInsert
  organization: typeof organizations.$inferInsert
  membership: typeof memberships.$inferInsert
  session: NewSession
  token: typeof mailedTokens.$inferInsert
  mail: typeof mails.$inferInsert
}

/** One transaction. @returns false when the address is taken, and then nothing was written */
export async function insertAccount({ directory }: Directory, account: NewAccount, event: Statement): Promise<boolean> {
  try {
    await directory.batch([
      directory.insert(users).values(account.user),
      directory.insert(organizations).values(account.organization),
      directory.insert(memberships).values(account.membership),
      directory.insert(sessions).values(account.session),
      directory.insert(mailedTokens).values(account.token),
      directory.insert(mails).values(account.mail),
      event,
    ])
    return true
  } catch (error) {
    if (isUniqueViolation(error, 'users.email')) return false
    throw error
  }
}

/** A signed-in device, the time of it, and what the audit log says about it: all or nothing. */
export const insertSignIn = ({ directory }: Directory, session: NewSession, event: Statement) =>
  directory.batch([
    directory.insert(sessions).values(session),
    directory.update(users).set({ lastLoginAt: session.createdAt }).where(eq(users.id, session.userId)),
    event,
  ])

/** A change of a person and the mail that tells them about it: all or nothing. */
export const updateUserWithMail = (
  { directory }: Directory,
  {
    id,
    changes,
    mail,
    also = [],
  }: { id: string; changes: Partial<Omit<User, 'id'>>; mail: typeof mails.$inferInsert; also?: Statement[] },
) =>
  directory.batch([
    directory.update(users).set(changes).where(eq(users.id, id)),
    directory.insert(mails).values(mail),
    ...also,
  ])

/** A link and the mail that carries it. */
export const insertTokenWithMail = (
  { directory }: Directory,
  token: typeof mailedTokens.$inferInsert,
  mail: typeof mails.$inferInsert,
) => directory.batch([directory.insert(mailedTokens).values(token), directory.insert(mails).values(mail)])
