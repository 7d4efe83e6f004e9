import { createStore } from 'solid-js/store'
import { expect, it } from 'vitest'
import { asWhole } from './as-whole'

it('is what it was, and no store looks into it', () => {
  let reads = 0
  const item = {
    get id() {
      reads += 1
      return 'msg_1'
    },
  }
  const items = new Proxy([item], {
    get: (target, key, receiver) => {
      reads += 1
      return Reflect.get(target, key, receiver) as unknown
    },
  })
  const [state, setState] = createStore<{ data?: { items: { id: string }[]; cursor: string } }>({})
  const held = asWhole({ items, cursor: 'older' })
  setState(() => ({ data: held }))
  expect(reads).toBe(0)
  expect(state.data?.items).toBe(items)
  expect({ ...state.data }).toEqual({ items, cursor: 'older' })
})
