import '../../strings/register-numbers'
import { cleanup, screen } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { renderSignedIn, stubApi } from '../auth/test-kit'
import { createConnectWizard } from './connect-wizard'
import { aCheck, aNumber, aReport } from './test-numbers'
import { WebhookStep } from './webhook-step'

beforeEach(() => localStorage.clear())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const anApp = (id: string, metaAppId: string) => ({
  ...{ id, metaAppId, webhookUrl: `https://wharf.example/hooks/${id}`, verifyToken: `token-${id}` },
  ...{ webhookVerifiedAt: '2026-11-20T10:00:00.000Z', createdAt: '2026-11-20T10:00:00.000Z' },
})

function draw(typedAppId: string) {
  stubApi({
    // Newest first.
    'GET /api/phone-numbers/meta-apps': () => ({ body: { items: [anApp('app_2', '222'), anApp('app_1', '111')] } }),
    [`POST /api/phone-numbers/${aNumber.id}/verify`]: () => ({ body: aReport([aCheck({})]) }),
  })
  renderSignedIn(() => {
    const wizard = createConnectWizard('org_1')
    wizard.choose('own')
    wizard.keep({ metaAppId: typedAppId })
    wizard.connected(aNumber.id)
    return <WebhookStep wizard={wizard} number={aNumber} />
  })
}

it('shows the address of the app that the number was connected through, not of the newest', async () => {
  draw('111')
  await screen.findByText('https://wharf.example/hooks/app_1')
  screen.getByText('token-app_1')
  expect(screen.queryByText('token-app_2')).toBeNull()
})

it('shows the newest one where it is not known which it was', async () => {
  draw('')
  await screen.findByText('token-app_2')
})
