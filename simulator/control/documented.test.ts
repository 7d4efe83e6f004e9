import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { calmChaos } from '../core/chaos'
import { defaultSettings } from '../core/settings'
import { createSimulator } from '../simulator'
import { mountControl } from './control'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const quoted = [...readme.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)

/** `GET · PATCH /numbers/:id` names two. */
const documented = new Set(
  quoted.flatMap((text) => {
    const [, methods = '', path = ''] = /^([A-Z]+(?: · [A-Z]+)*) (\/\S*)$/.exec(text) ?? []
    return methods.split(' · ').map((method) => `${method} ${path}`)
  }),
)

async function read<Value>(path: string): Promise<Value> {
  const simulator = createSimulator()
  mountControl(simulator)
  const response = await simulator.request(`http://simulator.test/_simulator${path}`)
  simulator.close()
  return (await response.json()) as Value
}

it('has every endpoint in the README', async () => {
  const { endpoints } = await read<{ endpoints: string[] }>('')
  const paths = endpoints.map((one) => one.replace('/_simulator', '').replace(/ $/, ' /'))
  expect(paths.length).toBeGreaterThan(40)
  expect(paths.filter((one) => !documented.has(one))).toEqual([])
})

it('has every action, every kind of chaos and every setting in the README', async () => {
  const { actions } = await read<{ actions: Record<string, { properties: object; required: string[] }> }>('/actions')
  expect(actions.text).toMatchObject({
    properties: { text: { type: 'string', minLength: 1 }, replyTo: {} },
    required: ['type', 'text'],
  })
  expect((await read<{ actions: string[] }>('')).actions).toEqual(Object.keys(actions))
  const { step: _, ...chaos } = calmChaos(1)
  // Where media are is told by who starts it.
  const { mediaOrigin: __, ...settings } = defaultSettings()
  const names = [...Object.keys(actions), ...Object.keys(chaos), ...Object.keys(settings)]
  expect(names.filter((name) => !quoted.includes(name))).toEqual([])
})
