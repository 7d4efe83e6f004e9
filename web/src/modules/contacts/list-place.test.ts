import { expect, it } from 'vitest'
import { filterOf, type ListPlace, readPlace, writePlace } from './list-place'

const read = (address: string) => readPlace(Object.fromEntries(new URLSearchParams(address)))
const place: ListPlace = {
  segmentId: 'seg_1',
  search: 'Zoë & co',
  conditions: [{ on: 'last_message', since: { op: 'within', days: 7 } }],
  sort: 'name',
}

it('has all that the page shows in its address, and reads it back', () => {
  expect(read(writePlace(place))).toEqual(place)
  expect(writePlace(read(''))).toBe('')
})

it('leaves out what somebody typed into the address and is no filter', () => {
  const usual = { segmentId: undefined, search: '', conditions: [], sort: 'last_message' }
  expect(read('filter={"on":1}&sort=price')).toEqual(usual)
  expect(read('filter=[1,{"x":2}]')).toEqual(usual)
  expect(read('filter=]')).toEqual(usual)
})

it('asks the API for the people, whatever their order', () => {
  expect(filterOf(place)).toEqual({
    search: 'Zoë & co',
    segmentId: 'seg_1',
    filter: '{"match":"all","conditions":[{"on":"last_message","since":{"op":"within","days":7}}]}',
  })
  expect(filterOf({ ...place, segmentId: undefined, search: '  ', conditions: [] })).toEqual({})
})
