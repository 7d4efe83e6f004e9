import type { OrganizationContext } from '../../shared/context'
import { unescapeCell } from '../../shared/csv'
import { cancelJob, changeInput, createJob, type JobRow, requireJob, startJob, toJob } from '../jobs/jobs.usecases'
import { InterruptedError } from '../media/media-store.usecases'
import { detectTarget, looksLikeHeader, repeatedTarget } from './columns.models'
import {
  importMappingInvalid,
  importNotFound,
  importNotMapped,
  importNotUploaded,
  importStarted,
  importTooLarge,
  importUnreadable,
  importUploadIncomplete,
  importWrongPart,
} from './contact-import.errors'
import { listCustomFields, listTagsByName } from './contact-import.repository'
import {
  type ContactImport,
  type ImportFile,
  type ImportInput,
  type ImportMapping,
  type ImportTarget,
  importInputSchema,
} from './contact-import.schemas'
import { detectDelimiter, detectEncoding, foreignFormat, isBlank, readRows, unitOf } from './csv-rows.models'
import { possibleFormats, readDate } from './dates.models'
import {
  cellReader,
  listArrived,
  PART_BYTES,
  partCountOf,
  partSizeOf,
  readBytes,
  storePart,
  toUnits,
} from './import-file.usecases'

const MAX_BYTES = 2 * 1024 ** 3
const MAX_COLUMNS = 500
/** What is looked at to tell what the file is. */
const HEAD_BYTES = 256 * 1024
const SAMPLES = 200

/** @throws `contact_import.too_large`, `contact_import.unreadable` */
export async function createImport(
  ctx: OrganizationContext,
  { filename, size }: { filename: string; size: number },
): Promise<ContactImport> {
  if (size > MAX_BYTES) throw importTooLarge()
  if (size === 0) throw importUnreadable({ message: 'This file is empty.' })
  const job = await createJob(ctx, {
    kind: 'contact_import',
    input: { filename, size },
    title: filename,
    state: 'waiting',
  })
  return show(ctx, job)
}

/** @throws `contact_import.not_found` */
export async function requireImport(ctx: OrganizationContext, id: string): Promise<JobRow> {
  const job = await requireJob(ctx, id).catch(() => undefined)
  if (job?.kind !== 'contact_import') throw importNotFound()
  return job
}

export const findImport = async (ctx: OrganizationContext, id: string): Promise<ContactImport> =>
  show(ctx, await requireImport(ctx, id))

async function show(ctx: OrganizationContext, job: JobRow): Promise<ContactImport> {
  const { filename, size, file, mapping } = importInputSchema.parse(job.input)
  const partCount = partCountOf(size)
  const arrived = file ? Array.from({ length: partCount }, (_, at) => at + 1) : await listArrived(ctx, job.id)
  const upload = { size, partSize: PART_BYTES, partCount, arrived }
  return { id: job.id, filename, job: toJob(job, ctx.clock.now()), upload, file, mapping }
}

async function requireWaiting(ctx: OrganizationContext, id: string) {
  const job = await requireImport(ctx, id)
  if (job.state !== 'waiting') throw importStarted()
  return { job, input: importInputSchema.parse(job.input) }
}

/** One part, streamed into the bucket. Sent again, it replaces the one that was there. @throws `contact_import.wrong_part` */
export async function uploadImportPart(
  ctx: OrganizationContext,
  { id, part, length }: { id: string; part: number; length: number | null },
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const { input } = await requireWaiting(ctx, id)
  // What has been looked at stays what it is.
  if (input.file) throw importStarted({ message: 'The file is complete already.' })
  const count = partCountOf(input.size)
  if (part > count) throw importWrongPart({ message: `This file has ${count} ${count === 1 ? 'part' : 'parts'}.` })
  const size = partSizeOf(input.size, part)
  const wrong = () => importWrongPart({ message: `Part ${part} of this file has ${size} bytes.` })
  if (length !== null && length !== size) throw wrong()
  await storePart(ctx, { id, part, size }, body).catch((error: unknown) => {
    throw error instanceof InterruptedError ? wrong() : error
  })
}

/** Looks at what has arrived: encoding, delimiter, columns. Again, it looks again. @throws what is wrong with the file */
export async function inspectImport(ctx: OrganizationContext, id: string): Promise<ContactImport> {
  const { job, input } = await requireWaiting(ctx, id)
  const arrived = await listArrived(ctx, id)
  const missing = Array.from({ length: partCountOf(input.size) }, (_, at) => at + 1).filter(
    (part) => !arrived.includes(part),
  )
  if (missing.length > 0) throw importUploadIncomplete({ details: { missing } })
  const bytes = await readBytes(ctx, { id, size: input.size }, { offset: 0, length: HEAD_BYTES })
  const { file, start } = inspect(bytes, input.size, await listCustomFields(ctx))
  return save(ctx, job, { ...input, file, start, mapping: input.file ? input.mapping : null })
}

async function save(ctx: OrganizationContext, job: JobRow, input: ImportInput): Promise<ContactImport> {
  if (!(await changeInput(ctx, job, input))) throw importStarted()
  return show(ctx, { ...job, input })
}

function inspect(bytes: Uint8Array, size: number, fields: { key: string; label: string; type: string }[]) {
  const foreign = foreignFormat(bytes)
  if (foreign) throw importUnreadable({ message: `This is ${foreign}, not a CSV file. Save the sheet as CSV (UTF-8).` })
  const detected = detectEncoding(bytes)
  if (!detected) throw importUnreadable({ message: 'This file is no text: it is full of NUL characters.' })
  const { encoding, skip } = detected
  const isEnd = bytes.length >= size
  const text = toUnits(bytes.subarray(skip), encoding)
  const delimiter = detectDelimiter(text, isEnd)
  const all = readRows(text, { delimiter, isEnd, limit: SAMPLES }).rows
  const read = cellReader(encoding)
  const readable = all.map(({ cells, end }) => ({
    cells: cells.map((cell) => unescapeCell(read(cell) ?? '\ufffd')),
    end,
  }))
  const firstAt = readable.findIndex((row) => !isBlank(row))
  const first = readable[firstAt]
  if (!first)
    throw importUnreadable({
      message: 'Nobody can read a first row in this file: it is empty, or longer than any row may be.',
    })
  if (first.cells.length > MAX_COLUMNS)
    throw importUnreadable({
      message: `This file has ${first.cells.length.toLocaleString('en-GB')} columns; at most ${MAX_COLUMNS} can be imported. Remove those that you do not need.`,
    })
  const hasHeader = looksLikeHeader(first.cells)
  const startAt = hasHeader ? first.end : firstAt === 0 ? 0 : (readable[firstAt - 1]?.end ?? 0)
  const rows = readable.slice(hasHeader ? firstAt + 1 : firstAt).filter((row) => !isBlank(row))
  const offset = skip + startAt * unitOf(encoding)
  const readBytesOfRows = ((readable.at(-1)?.end ?? startAt) - startAt) * unitOf(encoding)
  const file: ImportFile = {
    ...{ encoding, delimiter, hasHeader },
    columns: first.cells.map((header, index) =>
      describeColumn({
        index,
        header: hasHeader ? header : '',
        samples: rows.map(({ cells }) => cells[index] ?? ''),
        headers: first.cells,
        hasHeader,
        fields,
      }),
    ),
    rows: rows.slice(0, 5).map(({ cells }) => cells.map(clip)),
    estimatedRows:
      isEnd && readable.length < SAMPLES
        ? rows.length
        : Math.round(((size - offset) * rows.length) / Math.max(1, readBytesOfRows)),
  }
  return { file, start: { offset, row: firstAt + (hasHeader ? 2 : 1) } }
}

const clip = (cell: string): string => (cell.length > 200 ? `${cell.slice(0, 200)}…` : cell)

type Seen = {
  index: number
  header: string
  samples: string[]
  headers: string[]
  hasHeader: boolean
  fields: { key: string; label: string; type: string }[]
}
function describeColumn({ index, header, samples, headers, hasHeader, fields }: Seen): ImportFile['columns'][number] {
  const name = header.trim() === '' ? `Column ${index + 1}` : header.trim()
  const target = detectTarget(header, samples, fields)
  const isDate = typeof target === 'object' && fields.some(({ key, type }) => key === target.field && type === 'date')
  const formats = possibleFormats(samples)
  const problems: ImportFile['columns'][number]['problems'] = []
  const example = samples.find((value) => readDate(value, 'dmy') !== readDate(value, 'mdy'))
  if (formats.length === 2 && example !== undefined)
    problems.push({
      code: 'ambiguous_dates',
      message: `"${example}" may be ${readDate(example, 'dmy')} or ${readDate(example, 'mdy')}. Say which comes first, day or month.`,
    })
  const same = (other: string) => other.trim().toLocaleLowerCase() === name.toLocaleLowerCase()
  const firstSame = headers.findIndex(same)
  const isRepeated = hasHeader && firstSame !== -1 && firstSame < index
  if (isRepeated)
    problems.push({ code: 'duplicate_header', message: `Column ${firstSame + 1} is called "${name}", too.` })
  if (hasHeader && header.trim() === '')
    problems.push({ code: 'no_header', message: `Column ${index + 1} has no name.` })
  return {
    ...{ index, name: clip(name), samples: samples.filter(Boolean).slice(0, 3).map(clip), problems },
    target: isRepeated ? 'skip' : target,
    dateFormat: isDate || formats.length > 0 ? (formats.length === 1 ? (formats[0] ?? null) : null) : null,
  }
}

/** What the columns are. @throws `contact_import.mapping_invalid` with a sentence */
export async function mapImport(ctx: OrganizationContext, id: string, mapping: ImportMapping): Promise<ContactImport> {
  const { job, input } = await requireWaiting(ctx, id)
  const { file } = input
  if (!file) throw importNotUploaded()
  const fields = await listCustomFields(ctx)
  const knownTags = mapping.tagIds.length === 0 ? [] : await listTagsByName(ctx)
  const problem = problemOf(mapping, { file, fields, tagIds: knownTags.map((tag) => tag.id) })
  if (problem) throw importMappingInvalid({ message: problem })
  return save(ctx, job, { ...input, mapping })
}

type Known = { file: ImportFile; fields: { key: string; label: string; type: string }[]; tagIds: string[] }
function problemOf({ columns, tagIds, defaultCountry: _ }: ImportMapping, known: Known): string | null {
  const targets = columns.map(({ target }) => target)
  const outside = columns.find(({ index }) => index >= known.file.columns.length)
  if (outside) return `This file has ${known.file.columns.length} columns; there is no column ${outside.index + 1}.`
  if (new Set(columns.map(({ index }) => index)).size < columns.length) return 'A column is named twice.'
  if (!targets.some((target) => target === 'phone' || target === 'email' || target === 'id'))
    return 'Which column is the phone number, or the email address? Without one nobody knows who a row is about.'
  const repeated = repeatedTarget(targets)
  if (repeated) return `Two columns are "${repeated}"; only one can be.`
  for (const { target, index, dateFormat } of columns) {
    const problem =
      typeof target === 'object' ? problemOfField(target, { index, dateFormat: dateFormat ?? null, known }) : null
    if (problem) return problem
  }
  const missing = tagIds.find((tagId) => !known.tagIds.includes(tagId))
  return missing === undefined ? null : 'One of the tags does not exist any more.'
}

function problemOfField(
  { field: key }: Extract<ImportTarget, object>,
  { index, dateFormat, known }: { index: number; dateFormat: string | null; known: Known },
): string | null {
  const field = known.fields.find((one) => one.key === key)
  if (!field) return `There is no custom field "${key}".`
  const column = known.file.columns[index]
  const isOpen = column?.problems.find(({ code }) => code === 'ambiguous_dates')
  return field.type === 'date' && !dateFormat && isOpen ? `Column "${column?.name}": ${isOpen.message}` : null
}

/** Begins it. Begun already, it stays one run. @throws `contact_import.not_mapped` */
export async function startImport(ctx: OrganizationContext, id: string): Promise<ContactImport> {
  const job = await requireImport(ctx, id)
  if (job.state === 'waiting' && !importInputSchema.parse(job.input).mapping) throw importNotMapped()
  return show(ctx, job.state === 'waiting' ? await startJob(ctx, id) : job)
}

/** Gives it up; its file goes with the job. @throws `contact_import.started` */
export async function discardImport(ctx: OrganizationContext, id: string): Promise<void> {
  await requireWaiting(ctx, id)
  await cancelJob(ctx, id)
}
