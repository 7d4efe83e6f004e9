import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { ContactImport, ImportMapping } from '@worker/modules/contact-import/contact-import.schemas'
import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { createQueryData } from '../../shared/query-data'
import { formatSize } from '../../shared/times'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { fieldsQuery } from '../contacts/contact-list.queries'
import { jobsQuery, startedJob } from '../jobs/jobs.queries'
import { type ColumnChoice, initialChoices, problemsOf, toColumns } from './column-targets'
import { importQuery } from './import.queries'
import type { Rules } from './rules-step'
import { announceCsv, isSameFile, uploadCsv } from './upload-csv'

export type ImportStep = 'file' | 'columns' | 'rules' | 'run'

/** An import from the file to its result. What the server knows of it decides the step: it can be left and come back to. */
export function createImportFlow(from: {
  importId: Accessor<string | undefined>
  onCreated: (id: string | undefined) => void
}) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const organizationId = member.organizationId()
  const query = useQuery(() => ({
    ...importQuery(organizationId, from.importId() ?? ''),
    enabled: from.importId() !== undefined,
  }))
  const found = createQueryData(query)
  const current = () => (from.importId() === undefined ? undefined : found())
  const fieldList = createQueryData(useQuery(() => fieldsQuery(organizationId)))
  const fields = () => fieldList()?.items ?? []

  const [sending, setSending] = createSignal<{ name: string; share: number }>()
  const [problem, setProblem] = createSignal<string>()
  const [lastFile, setLastFile] = createSignal<File>()
  const [choices, setChoices] = createSignal<readonly ColumnChoice[]>([])
  const [atRules, setAtRules] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [rules, setRules] = createSignal<Rules>({
    ...{ mode: 'upsert', country: member.me().organization?.defaultCountry ?? null, tags: [] },
    ...{ hasAgreed: false, source: '', wording: '' },
  })
  let upload: AbortController | undefined
  onCleanup(() => upload?.abort())

  const step = (): ImportStep => {
    const now = current()
    if (!now?.file) return 'file'
    if (now.job.state !== 'waiting') return 'run'
    return atRules() ? 'rules' : 'columns'
  }
  createEffect(
    on(
      () => current()?.id,
      () => {
        const now = current()
        if (now?.file) setChoices(initialChoices(now.file, now.mapping))
      },
    ),
  )
  const problems = createMemo(() => problemsOf(choices(), current()?.file?.columns ?? [], fields()))
  const keep = (made: ContactImport) => {
    client.setQueryData(importQuery(organizationId, made.id).queryKey, made)
    startedJob(client, organizationId, made.job)
  }

  async function send(file: File): Promise<void> {
    setProblem(undefined)
    if (file.size === 0) return void setProblem(t('contactImport.file.empty'))
    const before = current()
    if (before && !isSameFile(file, before)) {
      setProblem(t('contactImport.file.other', { name: before.filename, size: sizeOf(before) }))
      return
    }
    setLastFile(file)
    setSending({ name: file.name, share: 0 })
    const mine = new AbortController()
    upload = mine
    try {
      const made = before ?? (await announceCsv(file))
      keep(made)
      from.onCreated(made.id)
      const read = await uploadCsv(file, made, {
        signal: mine.signal,
        onProgress: (share) => setSending({ name: file.name, share }),
      })
      keep(read)
      if (read.file) setChoices(initialChoices(read.file, null))
    } catch (error) {
      if (!mine.signal.aborted) setProblem(errorText(error))
      // What has arrived is known again: the next try sends the rest.
      await client.invalidateQueries({ queryKey: importQuery(organizationId, from.importId() ?? '').queryKey })
    } finally {
      if (upload === mine) setSending(undefined)
    }
  }

  /** Gives up one that has not begun. @returns whether it is gone */
  async function discard(): Promise<boolean> {
    const id = from.importId()
    upload?.abort()
    setSending(undefined)
    setProblem(undefined)
    setAtRules(false)
    if (id === undefined) return true
    try {
      await call(api.api.contacts.import[':id'].$delete({ param: { id } }))
      from.onCreated(undefined)
      void client.invalidateQueries({ queryKey: jobsQuery(organizationId).queryKey })
      return true
    } catch (error) {
      showToast({ tone: 'bad', text: errorText(error) })
      return false
    }
  }

  /** A field of the column's name, for texts or for what its values look like. */
  async function addField(at: number): Promise<void> {
    const column = current()?.file?.columns[at]
    if (!column) return
    try {
      const label = (column.name || t('contactImport.columns.nameless', { number: column.index + 1 })).slice(0, 60)
      const made = await call(api.api.contacts.fields.$post({ json: { label, type: 'text' } }))
      const { queryKey } = fieldsQuery(organizationId)
      client.setQueryData(queryKey, (list: { items: CustomField[] } | undefined) => ({
        items: [...(list?.items ?? []), made],
      }))
      choose(at, { target: { field: made.key }, dateFormat: undefined })
    } catch (error) {
      showToast({ tone: 'bad', text: errorText(error) })
    }
  }
  const choose = (at: number, choice: ColumnChoice) =>
    setChoices((all) => all.map((one, index) => (index === at ? choice : one)))

  function mappingOf(now: ContactImport): ImportMapping {
    const { mode, country, tags, hasAgreed, source, wording } = rules()
    return {
      columns: toColumns(choices(), now.file?.columns ?? []),
      mode,
      tagIds: tags.map(({ id }) => id),
      consent: hasAgreed ? { state: 'granted', source: source.trim(), wording: wording.trim() } : null,
      defaultCountry: country,
    }
  }
  async function busily(run: (now: ContactImport) => Promise<void>): Promise<void> {
    const now = current()
    if (!now || isBusy()) return
    setBusy(true)
    setProblem(undefined)
    try {
      await run(now)
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setBusy(false)
    }
  }
  const start = () => {
    const { hasAgreed, source, wording } = rules()
    if (hasAgreed && (source.trim() === '' || wording.trim() === ''))
      return void setProblem(t('contactImport.rules.needed'))
    return busily(async (now) => {
      const param = { id: now.id }
      await call(api.api.contacts.import[':id'].mapping.$put({ param, json: mappingOf(now) }))
      keep(await call(api.api.contacts.import[':id'].start.$post({ param })))
    })
  }
  return {
    ...{ query, current, step, sending, problem, choices, problems, fields, rules, isBusy },
    ...{ send, discard, addField, choose, start },
    retry: () => {
      const file = lastFile()
      return file && (() => void send(file))
    },
    toRules: () => {
      setProblem(undefined)
      setAtRules(true)
    },
    toColumns: () => {
      setProblem(undefined)
      setAtRules(false)
    },
    changeRules: (part: Partial<Rules>) => {
      setProblem(undefined)
      setRules((now) => ({ ...now, ...part }))
    },
  }
}
export type ImportFlow = ReturnType<typeof createImportFlow>

const sizeOf = ({ upload }: ContactImport): string => formatSize(upload.size)
