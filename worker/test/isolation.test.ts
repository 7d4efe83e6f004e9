import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { isAllowed, memberRoles, permissionNames, type Role } from '../tenancy/permissions.schemas'
import { createApiKey, createMember, createOrganization } from './factories'
import { send } from './harness'
import { fillPath, listRoutes, type Route } from './routes'
import { type Sample, samples } from './samples'
import { snapshotOf } from './snapshot'

type Member = Awaited<ReturnType<typeof createMember>>
const routes = listRoutes()
const behindADoor = routes.filter(({ name }) => samples[name] && samples[name].door !== 'open')
const doorOf = (route: Route): Sample['door'] => (samples[route.name] as Sample).door

/** A valid request about `owner`'s things, made with somebody's credential. */
async function attempt(route: Route, owner: Member, token: string | undefined) {
  const { params, query = '', body, headers } = samples[route.name] as Sample
  const isSocket = headers?.upgrade === 'websocket'
  const path = fillPath(route.path, (await params?.(owner)) ?? {})
  const text = await body?.(owner)
  const search = typeof query === 'string' ? query : await query(owner)
  return {
    path,
    send: () =>
      send(route.method, path + search, {
        ...(isSocket ? {} : { token }),
        ...(text === undefined ? {} : { body: text }),
        headers: {
          ...headers,
          ...(isSocket && token !== undefined ? { 'sec-websocket-protocol': `wharf, bearer.${token}` } : {}),
        },
      }),
  }
}

describe('every route', () => {
  it('has a sample, and every sample a route', () => {
    expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(samples).sort())
  })

  it('asks for a permission, is about one’s own account, or is open on purpose', () => {
    const others = behindADoor.filter(({ permission }) => permission === undefined).map(({ name }) => name)
    const ownAccount = others.filter((name) => / \/api\/auth\//.test(name))
    expect(others.filter((name) => !ownAccount.includes(name)).sort()).toEqual([
      'GET /api/conversations/:id/socket',
      'GET /api/inbox/socket',
      'POST /api/organizations',
    ])
  })
})

describe.each(behindADoor.map((route) => [route.name, route] as const))('%s', (_, route) => {
  it('is closed without a credential, and with one that is none', async () => {
    const owner = await createMember()
    for (const token of [undefined, 'x.y.z', 'wharf_guess', `wharf_${'A'.repeat(43)}`]) {
      const request = await attempt(route, owner, token)
      const before = await snapshotOf(owner.organization.id)
      expect((await request.send()).status, String(token)).toBe(401)
      expect(await snapshotOf(owner.organization.id)).toBe(before)
    }
  })

  it('shows and changes nothing of another organization, by session or by API key', async () => {
    const owner = await createMember()
    await createApiKey(owner.organization.id, owner.user.id)
    const neighbour = await createMember()
    const { key } = await createApiKey(neighbour.organization.id, neighbour.user.id)
    for (const token of [neighbour.token, key]) {
      const request = await attempt(route, owner, token)
      const before = await snapshotOf(owner.organization.id)
      const answer = await request.send()
      expect(await snapshotOf(owner.organization.id), 'the neighbour changed something').toBe(before)
      const said = JSON.stringify(answer.body)
      for (const id of [owner.organization.id, owner.user.id, owner.user.email, owner.session.id])
        expect(said).not.toContain(id)
      // Whoever names another organization's thing learns only that there is no such thing.
      if (request.path !== route.path && answer.status !== 403) expect(answer.status).toBe(404)
    }
  })

  it('is open to the roles of the table, and to no other', async () => {
    const organization = await createOrganization()
    for (const role of memberRoles) {
      const colleague = await createMember({ organization, role })
      const answer = await (await attempt(route, colleague, colleague.token)).send()
      if (route.permission === undefined) expect(answer.status).not.toBe(401)
      else if (isAllowed(role, route.permission))
        expect(answer.body?.error?.code, `${role} may`).not.toBe('auth.not_allowed')
      else expect([answer.status, answer.body.error.code], `${role} may not`).toEqual([403, 'auth.not_allowed'])
    }
  })

  it('lets an API key in only where a program has business', async () => {
    const owner = await createMember()
    const { key } = await createApiKey(owner.organization.id, owner.user.id)
    const answer = await (await attempt(route, owner, key)).send()
    if (doorOf(route) === 'member') expect(answer.status).toBeLessThan(300)
    else expect([401, 403]).toContain(answer.status)
  })
})

describe('the operator’s routes', () => {
  const operatorRoutes = behindADoor.filter((route) => doorOf(route) === 'operator')

  let token = ''
  beforeAll(async () => {
    token = (await createMember({ user: { email: 'operator@wharf.test', emailVerifiedAt: 1 } })).token
  })

  it.each(operatorRoutes.map((route) => [route.name, route] as const))(
    '%s is open to the verified operator',
    async (_, route) => {
      expect((await (await attempt(route, await createMember(), token)).send()).status).toBeLessThan(300)
    },
  )

  it('are closed to the operator’s address while it is not verified', async () => {
    await env.DIRECTORY.prepare("UPDATE users SET email_verified_at = NULL WHERE email = 'operator@wharf.test'").run()
    for (const route of operatorRoutes)
      expect((await (await attempt(route, await createMember(), token)).send()).status, route.name).toBe(403)
  })
})

it('prints who may do what', () => {
  const roles: Role[] = [...memberRoles, 'superadmin']
  const matrix = permissionNames.map((name) =>
    `${name.padEnd(22)}${roles.map((role) => (isAllowed(role, name) ? role : '').padEnd(11)).join('')}`.trimEnd(),
  )
  expect(`\n${matrix.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      organization:read     admin      manager    agent      user
      organization:update   admin
      members:read          admin      manager    agent      user
      members:update        admin
      api-keys:read         admin
      api-keys:create       admin
      api-keys:revoke       admin
      audit-log:read        admin      manager
      inbox:connect         admin      manager    agent      user
      phone-numbers:read    admin      manager    agent      user
      phone-numbers:update  admin
      conversations:read    admin      manager    agent      user
      conversations:update  admin      manager    agent
      messages:send         admin      manager    agent
      media:read            admin      manager    agent      user
      media:upload          admin      manager    agent
      templates:read        admin      manager    agent      user
      templates:update      admin      manager
      canned-replies:read   admin      manager    agent      user
      canned-replies:update admin      manager    agent
      canned-replies:share  admin      manager
      contacts:read         admin      manager    agent      user
      contacts:update       admin      manager    agent
      contacts:delete       admin      manager
      contacts:import       admin      manager
      contacts:export       admin      manager
      contact-fields:update admin      manager
      segments:update       admin      manager
      privacy:manage        admin
      platform:read                                                     superadmin
      platform:update                                                   superadmin
      "
    `)
})
