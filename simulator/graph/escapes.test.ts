import { expect, it } from 'vitest'
import { createBusiness } from '../test/business'

const ESCAPES = ['%', '%%%', '%E0%A4%A', '%25', '%25E0', '%C0%80', '%zz']

it.each(ESCAPES)('answers with Meta’s envelope where a path has %j', async (broken) => {
  const { simulator, world, number, account, call } = createBusiness()
  const edges = ['messages', 'media', 'whatsapp_business_profile', 'message_qrdls', 'block_users']
  const paths = [
    `/${broken}`,
    ...[...edges, 'message_templates'].map((edge) => `/${broken}/${edge}`),
    ...[`/${number.id}/${broken}`, `/${number.id}${broken}/messages`, `/${number.id}/message_qrdls/${broken}`],
    ...[`/${account.id}/message_templates/${broken}`, `/upload:${broken}`, `/upload:${broken}/more`],
    `/oauth/${broken}`,
  ]
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status, json } = await call(path, { method, ...(method === 'POST' && { body: {} }) })
      expect({ path, method, status }).toMatchObject({
        status: expect.toSatisfy((one: number) => one >= 400 && one < 500),
      })
      expect(json).toMatchObject({ error: { message: expect.any(String), code: expect.any(Number) } })
    }
  }
  expect(world.state.events.filter(({ kind }) => kind === 'defect')).toEqual([])
  simulator.close()
})
