import type { QueryClient } from '@tanstack/solid-query'
import type { Selection as ApiSelection, BulkAction } from '@worker/modules/contacts/contact-list.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { saveFile } from '../../shared/save-file'
import { showToast } from '../../ui/toast'
import { startedJob } from '../jobs/jobs.queries'
import type { Selection } from './contact-selection'
import type { ListPlace } from './list-place'

/** Whom the page has selected, as the API is told it. */
export function toApiSelection(selection: Selection, place: Omit<ListPlace, 'sort'>): ApiSelection {
  if (selection.kind === 'some') return { ids: [...selection.ids] }
  const search = place.search.trim()
  return {
    filter: {
      ...(search !== '' && { search }),
      ...(place.segmentId && { segmentId: place.segmentId }),
      ...(place.conditions.length > 0 && { definition: { match: 'all', conditions: [...place.conditions] } }),
    },
    except: [...selection.except],
  }
}

/** Begins it as a job, which the top bar follows. @returns why it did not begin */
export async function startBulk(
  { client, organizationId }: { client: QueryClient; organizationId: string },
  selection: ApiSelection,
  action: BulkAction,
): Promise<string | undefined> {
  try {
    const job = await call(api.api.contacts.bulk.$post({ json: { selection, action } }))
    startedJob(client, organizationId, job)
    const kind = action.type === 'delete' ? 'remove' : 'bulk'
    showToast({ text: t(`contactsList.${kind}.started`, job.total ?? 0) })
    return undefined
  } catch (error) {
    return errorText(error)
  }
}

export type ExportFormat = 'csv' | 'jsonl'

export async function exportContacts(selection: ApiSelection, format: ExportFormat): Promise<void> {
  showToast({ text: t('contactsList.exporting.started') })
  const request = api.api.contacts.export.$post({ json: { selection, format } })
  const problem = await saveFile(request, `contacts.${format}`)
  if (problem) showToast({ tone: 'bad', text: `${t('contactsList.exporting.failed')} ${problem}` })
}
