import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { CurrentMember } from '../modules/auth/current-member'
import type { CommandPorts } from './commands'

// theme.ts asks for it when it is loaded; jsdom has none.
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))

const here = { id: 'org_1', name: 'Kiln & Loom', role: 'agent' as const }
const there = { id: 'org_2', name: 'Atelier Diallo', role: 'admin' as const }

function ports(permissions: string[]): CommandPorts {
  const member = {
    me: () => ({ organizations: [here, there] }),
    organizationId: () => here.id,
    can: (permission: string) => permissions.includes(permission),
  }
  return {
    member: member as unknown as CurrentMember,
    goTo: vi.fn(),
    openShortcuts: vi.fn(),
    createWorkspace: vi.fn(),
  }
}

describe('the command palette', () => {
  let commands: typeof import('./commands')
  beforeAll(async () => {
    commands = await import('./commands')
  })
  const found = (query: string, permissions: string[] = []) =>
    commands.matchCommands(commands.listCommands(ports(permissions)), query).map((command) => command.label)

  it('offers only what this person may open, and other workspaces', () => {
    expect(found('')).not.toContain('API keys')
    expect(found('', ['api-keys:read'])).toContain('API keys')
    expect(found('switch')).toEqual(['Switch to Atelier Diallo'])
  })

  it('finds by the beginnings of words, names before places', () => {
    expect(found('sett')).toEqual(['Settings', 'Profile', 'Notifications', 'Sign-in and sessions', 'Workspace'])
    expect(found('dark th')).toEqual(['Use the dark theme'])
    expect(found('ettings')).toEqual([])
  })

  it.each([
    ['security', 'Sign-in and sessions'],
    ['password', 'Sign-in and sessions'],
    ['two-step', 'Sign-in and sessions'],
    ['2FA', 'Sign-in and sessions'],
    ['totp', 'Sign-in and sessions'],
    ['devices', 'Sign-in and sessions'],
    ['mail', 'Profile'],
    ['name', 'Profile'],
    ['log out', 'Sign out'],
    ['logout', 'Sign out'],
    ['dark mode', 'Use the dark theme'],
    ['light mode', 'Use the light theme'],
    ['time zone', 'Workspace'],
    ['tokens', 'API keys'],
    ['history', 'Audit log'],
    ['new workspace', 'Create a workspace'],
  ])('finds what people call “%s”', (query, label) => {
    expect(found(query, ['api-keys:read', 'audit-log:read'])[0]).toBe(label)
  })

  it('shows no keyword and puts what is found by one last', () => {
    expect(found('keys', ['api-keys:read'])).toEqual(['API keys', 'Keyboard shortcuts'])
    expect(found('sign')).toEqual(['Sign-in and sessions', 'Sign out'])
  })

  it('goes there', () => {
    const own = ports([])
    const [command] = commands.matchCommands(commands.listCommands(own), 'profile')
    command?.run()
    expect(own.goTo).toHaveBeenCalledWith('/settings/profile')
  })

  it('keeps groups together in the order they first appear', () => {
    const grouped = commands.groupCommands(commands.listCommands(ports([])))
    expect(grouped.map(([group]) => group)).toEqual(['Go to', 'Workspaces', 'Actions'])
  })
})
