import { type Accessor, createEffect, createSignal, untrack } from 'solid-js'
import { unwrap } from 'solid-js/store'

/**
 * What a query has, undefined while it has nothing. To read `query.data` itself suspends for a moment even when it is cached:
 * the page is taken out of the document and put back, and whoever is writing on it has lost the focus. Neither effects nor
 * untracked reads suspend. It is given as it came, not as a store that watches each of its fields: a change of it comes as a whole.
 */
export function createQueryData<Data>(query: {
  isPending: boolean
  data: Data | undefined
}): Accessor<Data | undefined> {
  const look = () => (query.isPending ? undefined : unwrap(query.data))
  const [data, setData] = createSignal(untrack(look))
  createEffect(() => setData(() => look()))
  return data
}
