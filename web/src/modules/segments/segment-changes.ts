import type { QueryClient } from '@tanstack/solid-query'
import type { Segment } from '@worker/modules/segments/segments.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'
import { segmentsKey, segmentsQuery } from './segments.queries'

/** Moving and deleting: shown at once, taken back with the reason when the server refuses. */
export function createSegmentChanges(client: QueryClient, organizationId: string) {
  const { queryKey } = segmentsQuery(organizationId)
  const show = (order: (items: Segment[]) => Segment[]) => {
    client.setQueryData(queryKey, (now: { items: Segment[] } | undefined) => now && { ...now, items: order(now.items) })
  }
  const reload = () => client.invalidateQueries({ queryKey: segmentsKey(organizationId) })
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      showToast({ tone: 'bad', text: errorText(error) })
      return false
    } finally {
      await reload()
    }
  }
  return {
    move: async (segment: Segment, by: -1 | 1): Promise<void> => {
      const items = client.getQueryData<{ items: Segment[] }>(queryKey)?.items ?? []
      const position = items.findIndex(({ id }) => id === segment.id) + by
      if (position < 0 || position >= items.length) return
      show((all) => all.filter(({ id }) => id !== segment.id).toSpliced(position, 0, segment))
      await attempt(() => call(api.api.segments[':id'].$patch({ param: { id: segment.id }, json: { position } })))
    },
    /** With a way back: made again as it was, where it was. */
    remove: async (segment: Segment, onRestored: (restored: Segment) => void): Promise<void> => {
      const position = client
        .getQueryData<{ items: Segment[] }>(queryKey)
        ?.items.findIndex(({ id }) => id === segment.id)
      show((all) => all.filter(({ id }) => id !== segment.id))
      const isGone = await attempt(() => call(api.api.segments[':id'].$delete({ param: { id: segment.id } })))
      if (!isGone) return
      const restore = () =>
        attempt(async () => {
          const { name, definition } = segment
          const again = await call(api.api.segments.$post({ json: { name, definition } }))
          if (position !== undefined && position >= 0)
            await call(api.api.segments[':id'].$patch({ param: { id: again.id }, json: { position } }))
          onRestored(again)
        })
      showToast({
        text: t('segments.removed', { name: segment.name }),
        action: { label: t('segments.undo'), isUndo: true, onSelect: () => void restore() },
      })
    },
  }
}
