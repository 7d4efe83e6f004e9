import type { OrganizationContext } from '../../shared/context'
import { toCsvLine } from '../../shared/csv'
import { type JobRow, jobPath } from '../jobs/jobs.usecases'
import type { JobWork, Step } from '../jobs/run-jobs.usecases'
import { importStatements, listCustomFields } from './contact-import.repository'
import { importInputSchema, importPlaceSchema } from './contact-import.schemas'
import { type CsvRow, isBlank, nextLine, readRows, unitOf } from './csv-rows.models'
import { cellReader, readBytes, toUnits } from './import-file.usecases'
import { planImport, type ReadRow, type Refusal } from './plan-import.usecases'
import { readingOf, readPerson } from './read-person.usecases'

const ROWS_A_STEP = 2000
/** Read at first; a row that is longer gets the other. No row is longer than that. */
const WINDOWS = [512 * 1024, 1280 * 1024]

type File = { id: string; size: number; encoding: Parameters<typeof toUnits>[1]; delimiter: string }
type Window = { rows: CsvRow[]; text: string; isEnd: boolean }

/** The rows that begin at a place, whole. None: the first one is too long, or in a quote that nobody closes. */
async function readWindow(ctx: OrganizationContext, file: File, offset: number): Promise<Window> {
  for (const length of WINDOWS) {
    const bytes = await readBytes(ctx, file, { offset, length })
    const isEnd = offset + bytes.length >= file.size
    const text = toUnits(bytes, file.encoding)
    const { rows } = readRows(text, { delimiter: file.delimiter, isEnd, limit: ROWS_A_STEP })
    if (rows.length > 0 || isEnd || length === WINDOWS.at(-1)) return { rows, text, isEnd }
  }
  throw new Error('there is always a window')
}

async function step(ctx: OrganizationContext, job: JobRow): Promise<Step> {
  const { file: known, mapping, start, size, filename } = importInputSchema.parse(job.input)
  if (!known || !mapping || !start) throw new Error('an import runs that nobody has mapped')
  const place = importPlaceSchema.parse(job.place ?? start)
  const file = { id: job.id, size, encoding: known.encoding, delimiter: known.delimiter }
  const unit = unitOf(known.encoding)
  const window = await readWindow(ctx, file, place.offset)
  const { rows, refusals, used, isSkipping } = place.isSkipping
    ? skipLine(window, place.row)
    : window.rows.length > 0
      ? { rows: window.rows, refusals: [], used: window.rows.at(-1)?.end ?? 0, isSkipping: false }
      : refuseLine(window, place.row)
  const read = cellReader(known.encoding)
  const reading = readingOf(known, mapping, await listCustomFields(ctx))
  const people: ReadRow[] = rows.flatMap((one, at) => {
    if (isBlank(one)) return []
    const cells = one.cells.map(read)
    return { row: place.row + at, cells, person: readPerson(cells, reading) }
  })
  const plan = await planImport(ctx, people, { mapping, origin: { jobId: job.id, filename } })
  const refused = [...refusals, ...plan.refusals]
  if (refused.length > 0) await writeRefused(ctx, job.id, place, refused)
  const offset = place.offset + used * unit
  // A byte that is half a character ends the file, too.
  const isDone = window.isEnd && (offset + unit > size || used === window.text.length)
  const { created = 0, updated = 0, unchanged = 0, refused: before = 0, consentKept = 0 } = job.counts
  const done = job.done + people.length + refusals.length
  return {
    statements: importStatements(ctx, plan.changes),
    place: { offset, row: place.row + rows.length + refusals.length, isSkipping },
    done,
    total: isDone
      ? done
      : Math.max(done, Math.round((done * (size - start.offset)) / Math.max(1, offset - start.offset))),
    counts: {
      created: created + plan.counts.created,
      updated: updated + plan.counts.updated,
      unchanged: unchanged + plan.counts.unchanged,
      refused: before + refused.length,
      consentKept: consentKept + plan.counts.consentKept,
    },
    conversationIds: plan.conversationIds,
    isDone,
  }
}

type Taken = { rows: CsvRow[]; refusals: Refusal[]; used: number; isSkipping: boolean }

/** Reading goes on with the next line: a quote too many costs one row, not the rest of the file. */
function refuseLine({ text, isEnd }: Window, row: number): Taken {
  if (text === '') return { rows: [], refusals: [], used: 0, isSkipping: false }
  const next = nextLine(text, 0)
  const used = next === -1 ? text.length : next
  const reason = text.includes('"')
    ? 'A quote is opened in this row and not closed within a megabyte.'
    : 'This row is longer than a megabyte.'
  return {
    ...{ rows: [], used, isSkipping: next === -1 && !isEnd },
    refusals: [{ row, cells: [text.slice(0, 1000)], reason: isEnd && next !== -1 ? openAtEnd : reason }],
  }
}
const openAtEnd = 'A quote is opened in this row and never closed.'

function skipLine({ text, isEnd }: Window, _row: number): Taken {
  const next = nextLine(text, 0)
  return { rows: [], refusals: [], used: next === -1 ? text.length : next, isSkipping: next === -1 && !isEnd }
}

const refusedFolder = (id: string): string => jobPath(id, 'refused/')

/** One file a step, called after its first row: done again, it is written again. */
async function writeRefused(
  ctx: OrganizationContext,
  id: string,
  { row, offset }: { row: number; offset: number },
  refusals: Refusal[],
): Promise<void> {
  const lines = refusals
    .toSorted((one, other) => one.row - other.row)
    .map(({ row: at, reason, cells }) => toCsvLine([at, reason, ...cells]))
  const name = `${String(row).padStart(10, '0')}-${String(offset).padStart(12, '0')}.csv`
  await ctx.media.put(refusedFolder(id) + name, lines.join(''))
}

/** The refused rows as they were, each with its number and the reason: mended, the file can be imported again. */
export function streamRefused(ctx: OrganizationContext, job: JobRow): ReadableStream<Uint8Array> {
  const { file } = importInputSchema.parse(job.input)
  const encoder = new TextEncoder()
  let cursor: string | null | undefined
  let isFirst = true
  return new ReadableStream({
    async pull(controller) {
      if (isFirst) {
        isFirst = false
        controller.enqueue(
          encoder.encode(`\ufeff${toCsvLine(['row', 'reason', ...(file?.columns ?? []).map(({ name }) => name)])}`),
        )
        return
      }
      if (cursor === null) return controller.close()
      const page = await ctx.media.list(refusedFolder(job.id), { limit: 20, ...(cursor ? { cursor } : {}) })
      cursor = page.cursor
      for (const { path } of page.objects) {
        const object = await ctx.media.get(path)
        if (object) controller.enqueue(new Uint8Array(await object.arrayBuffer()))
      }
      if (page.objects.length === 0) controller.close()
    },
  })
}

export const contactImportWork: JobWork = { step }
