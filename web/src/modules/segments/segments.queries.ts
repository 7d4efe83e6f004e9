import { queryOptions } from '@tanstack/solid-query'
import type { SegmentDefinition } from '@worker/modules/segments/segments.schemas'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

const COUNTS_MS = 60_000

export const segmentsKey = (organizationId: string) => organizationKey(organizationId, 'segments')

export const segmentsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...segmentsKey(organizationId), 'list'],
    queryFn: ({ signal }) => call(api.api.segments.$get({}, { init: { signal } })),
  })

/** Of all of them at once. */
export const segmentCountsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...segmentsKey(organizationId), 'counts'],
    queryFn: ({ signal }) => call(api.api.segments.counts.$get({}, { init: { signal } })),
    refetchInterval: COUNTS_MS,
  })

/** Of one that is being written. */
export const countDefinition = (definition: SegmentDefinition, signal: AbortSignal) =>
  call(api.api.segments.count.$post({ json: { definition } }, { init: { signal } }))
