import type { Media, MediaKind } from '@worker/modules/media/media.schemas'
import { createRoot, createSignal } from 'solid-js'
import { api, call } from '../../shared/api'
import { checkFile, type FileCheck } from './attachments-check'
import { keptFor } from './attachments-kept'
import { describeFailure, uploadFile } from './attachments-upload'

/** A file beside a text that is not sent yet. */
export type Attachment = {
  id: string
  name: string
  size: number
  kind: MediaKind | null
  /** `refused`: WhatsApp wouldn't take it; `failed`: it did not arrive. */
  state: 'checking' | 'uploading' | 'ready' | 'refused' | 'failed'
  /** 0 to 1. */
  progress: number
  /** `short` for the chip, `sentence` for the person. */
  problem: { short: string; sentence: string } | null
  /** A picture that could be made small enough, or of a type that is taken. */
  canShrink: boolean
  /** Of the file on this device. */
  previewUrl: string | null
  /** Was recorded here. */
  isVoice: boolean
  media: Media | null
}
export type AttachmentPorts = {
  check: (file: File) => Promise<FileCheck>
  upload: (
    file: File,
    kind: MediaKind,
    job: { signal: AbortSignal; onProgress: (share: number) => void; resume: { uploadId?: string } },
  ) => Promise<Media>
  /** Makes a picture smaller. */
  shrink: (file: File) => Promise<File>
  describe: (error: unknown) => { short: string; sentence: string }
}

type Job = { file: File; abort: AbortController; resume: { uploadId?: string } }

/** Files are checked, then sent to our server while the person goes on typing. They keep their order. */
export function createAttachments(ports: AttachmentPorts) {
  const [items, setItems] = createSignal<readonly Attachment[]>([])
  /** Somebody has pressed Send and waits for the rest of the files. */
  const [isAwaited, setAwaited] = createSignal(false)
  const waiters = new Set<(isReady: boolean) => void>()
  const jobs = new Map<string, Job>()
  const find = (id: string) => items().find((item) => item.id === id)
  const change = (id: string, changes: Partial<Attachment>) =>
    setItems((all) => all.map((item) => (item.id === id ? { ...item, ...changes } : item)))

  async function run(id: string): Promise<void> {
    const job = jobs.get(id)
    if (!job) return
    try {
      change(id, { state: 'checking', problem: null })
      const check = await ports.check(job.file)
      if (check.problem) {
        change(id, { state: 'refused', problem: check.problem, canShrink: check.canShrink })
        return
      }
      change(id, { state: 'uploading', kind: check.kind, canShrink: false })
      const { signal } = job.abort
      const onProgress = (progress: number) => change(id, { progress })
      const media = await ports.upload(job.file, check.kind, { signal, onProgress, resume: job.resume })
      change(id, { state: 'ready', progress: 1, media })
    } catch (error) {
      if (job.abort.signal.aborted) return
      change(id, { state: 'failed', problem: ports.describe(error) })
    } finally {
      look()
    }
  }

  const isBusy = () => items().some(({ state }) => state === 'checking' || state === 'uploading')
  const hasProblem = () => items().some(({ state }) => state === 'refused' || state === 'failed')
  function look(): void {
    if (hasProblem()) release(false)
    else if (!isBusy()) release(true)
  }
  function release(isReady: boolean): void {
    setAwaited(false)
    for (const tell of [...waiters]) tell(isReady)
    waiters.clear()
  }

  function start(file: File, id: string): void {
    jobs.set(id, { file, abort: new AbortController(), resume: {} })
    void run(id)
  }

  function remove(id: string): void {
    const item = find(id)
    jobs.get(id)?.abort.abort()
    jobs.delete(id)
    if (item?.previewUrl) URL.revokeObjectURL(item.previewUrl)
    setItems((all) => all.filter((one) => one.id !== id))
    look()
  }

  return {
    items,
    add: (files: readonly File[], { isVoice = false } = {}) => {
      for (const file of files) {
        const id = crypto.randomUUID()
        setItems((all) => [...all, { ...toItem(file, id), isVoice }])
        start(file, id)
      }
    },
    /** One that was sent and is taken back. */
    restore: (media: Media, isVoice: boolean) =>
      setItems((all) => [...all, { ...ofMedia(media), id: crypto.randomUUID(), isVoice }]),
    remove,
    retry: (id: string) => {
      const job = jobs.get(id)
      if (!job || find(id)?.state !== 'failed') return
      job.abort = new AbortController()
      void run(id)
    },
    shrink: async (id: string) => {
      const job = jobs.get(id)
      if (!job) return
      change(id, { state: 'checking', problem: null, canShrink: false })
      try {
        const file = await ports.shrink(job.file)
        change(id, { name: file.name, size: file.size })
        start(file, id)
      } catch (error) {
        change(id, { state: 'refused', problem: ports.describe(error) })
      }
    },
    isBusy,
    hasProblem,
    isAwaited,
    /** Once all files are there. @returns false when one can't be sent, or the wait was broken off */
    whenReady: async (): Promise<boolean> => {
      if (hasProblem()) return false
      if (!isBusy()) return true
      setAwaited(true)
      return new Promise((resolve) => waiters.add(resolve))
    },
    stopWaiting: () => release(false),
    /** Of all that is on its way, 0 to 1. */
    progress: () => {
      const all = items()
      const total = all.reduce((sum, { size }) => sum + size, 0)
      return total === 0 ? 1 : all.reduce((sum, { size, progress }) => sum + size * progress, 0) / total
    },
    /** What can be sent, taken away from here: it belongs to messages now. */
    takeReady: (): (Media & { isVoice: boolean })[] => {
      const ready = items().flatMap(({ media, isVoice }) => (media ? [{ ...media, isVoice }] : []))
      for (const { id, media } of items()) if (media) remove(id)
      for (const media of ready) rememberUpload(media)
      return ready
    },
  }
}
export type Attachments = ReturnType<typeof createAttachments>

const toItem = (file: File, id: string): Attachment => ({
  id,
  name: file.name,
  size: file.size,
  kind: null,
  state: 'checking',
  progress: 0,
  problem: null,
  canShrink: false,
  previewUrl: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
  isVoice: false,
  media: null,
})

const ofMedia = (media: Media): Omit<Attachment, 'id'> => ({
  name: media.filename ?? media.kind,
  size: media.size ?? 0,
  kind: media.kind as MediaKind,
  state: 'ready',
  progress: 1,
  problem: null,
  canShrink: false,
  previewUrl: null,
  isVoice: false,
  media,
})

const uploaded = new Map<string, Media>()
export const rememberUpload = (media: Media): void => void uploaded.set(media.id, media)
/** A file that was sent from this page, as long as the page lives: for its bubble, and for when it is taken back. */
export const uploadedFile = (mediaId: string): Media | undefined => uploaded.get(mediaId)

/** The same, after a reload too: the page doesn't know it any more then; the server does. */
export const findUploaded = async (mediaId: string): Promise<Media> =>
  uploadedFile(mediaId) ?? (await call(api.api.media[':id'].$get({ param: { id: mediaId } })))

type Place = { organizationId: string; userId: string; conversationId: string }
/** Those of a conversation. They go on while another one is open, and are still there when it is opened again. */
export const attachmentsOf = ({ organizationId, userId, conversationId }: Place): Attachments =>
  keptFor(userId, `${organizationId} ${conversationId}`, () =>
    createRoot(() =>
      createAttachments({
        check: checkFile,
        upload: uploadFile,
        shrink: async (file) => (await import('./attachments-shrink')).shrinkPicture(file),
        describe: describeFailure,
      }),
    ),
  )
