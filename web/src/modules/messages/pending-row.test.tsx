import '../../strings/register-inbox'
import { cleanup, render, screen } from '@solidjs/testing-library'
import { afterEach, expect, it } from 'vitest'
import { loadParts } from '../../shared/later'
import { CurrentMemberContext } from '../auth/current-member'
import { me } from '../auth/test-kit'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import type { Pending } from '../inbox/outbox'
import { PendingRow } from './pending-row'

// Loaded at the first use otherwise, which may take longer than a test waits.
loadParts()
await import('./pending-note')

afterEach(cleanup)

function draw(values: Partial<Pending>, isOffline: boolean): void {
  const member = { me: () => ({ ...me, role: 'agent' as const }), organizationId: () => '', can: () => true }
  const pending: Pending = {
    clientId: 'client-1',
    conversationId: 'con_1',
    message: { content: { type: 'text', body: 'The bowl is here' } },
    createdAt: 0,
    state: 'waiting',
    problem: null,
    ...values,
  }
  render(() => (
    <CurrentMemberContext.Provider value={member}>
      <InboxLiveContext.Provider value={{ outbox: {} } as unknown as InboxLive}>
        <PendingRow
          pending={pending}
          isFirst
          isLast
          isFresh={false}
          isOffline={isOffline}
          onEdit={async () => () => {}}
        />
      </InboxLiveContext.Provider>
    </CurrentMemberContext.Provider>
  ))
}

it('offers to take back what never left', () => {
  draw({}, true)
  screen.getByRole('button', { name: 'Undo' })
  cleanup()
  draw({ heldUntil: 5000 }, false)
  screen.getByRole('button', { name: 'Undo' })
})

it('does not offer it for what may have arrived', () => {
  draw({ wasTried: true }, true)
  expect(screen.queryByRole('button')).toBeNull()
  cleanup()
  draw({ wasTried: true, heldUntil: 5000 }, false)
  expect(screen.queryByRole('button')).toBeNull()
})

it('offers it for what may have arrived once it did not work, where the server can be asked', () => {
  draw({ wasTried: true, tries: 1 }, false)
  screen.getByRole('button', { name: 'Undo' })
  cleanup()
  draw({ wasTried: true, tries: 1 }, true)
  expect(screen.queryByRole('button')).toBeNull()
})

it('says why when the server keeps failing, with Undo and Retry', () => {
  draw({ wasTried: true, tries: 3, problem: { code: 'internal', text: 'Something broke on our side.' } }, false)
  expect(screen.getByRole('alert').textContent).toContain('still trying. Something broke on our side.')
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Undo', 'Retry'])
})

it('offers to take back a note that never left, and not one that may be with the server', () => {
  const note = { content: { type: 'note' as const, body: 'Ask Tom', mentions: [] } }
  draw({ message: note }, true)
  screen.getByRole('button', { name: 'Undo' })
  cleanup()
  draw({ message: note, wasTried: true, tries: 1 }, false)
  screen.getByRole('button', { name: 'Undo' })
  cleanup()
  draw({ message: note, wasTried: true }, true)
  expect(screen.queryByRole('button')).toBeNull()
})

it('offers to send now what was refused and whose time has passed', () => {
  const problem = { code: 'messages.scheduled_in_past', text: 'This time has passed.' }
  const scheduled = (scheduledFor: string): Partial<Pending> => ({
    state: 'refused',
    problem,
    message: { content: { type: 'text', body: 'The bowl is here' }, scheduledFor },
  })
  draw(scheduled('2020-01-01T00:00:00.000Z'), false)
  screen.getByRole('button', { name: 'Send now' })
  cleanup()
  draw(scheduled('2099-01-01T00:00:00.000Z'), false)
  screen.getByRole('button', { name: 'Retry' })
})
