import { readFileSync } from 'node:fs'
import { asJson, createBusiness } from '../test/business'

export type Json = Record<string, unknown>
export type Business = ReturnType<typeof createBusiness>
export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

export type GraphRequest = {
  method?: 'GET' | 'POST' | 'DELETE'
  /** After the version: `/{id}/messages?…`. Or a whole address, as the media host has them. */
  path: string
  /** JSON, unless it is a form, bytes or text. */
  body?: unknown
  headers?: Record<string, string>
  /** Null sends none. */
  bearer?: string | null
}
export type Answer = { status: number; headers: Headers; json: Json; bytes: Uint8Array }

/** Where the cases are tried: the simulator, or Meta with somebody's token. */
export type Target = {
  numberId: string
  accountId: string
  /** Digits. The window must be open: this person has written to the number within the last 24 hours. */
  recipient: string
  token: string
  call: (request: GraphRequest) => Promise<Answer>
  /** Uploads a file of this kind. @returns its id */
  upload: (kind: MediaKind) => Promise<string>
  /** Only of the simulator: what nobody can ask Meta for. */
  business: Business
}

const { META_CONTRACT_TOKEN, META_CONTRACT_NUMBER_ID, META_CONTRACT_WABA_ID, META_CONTRACT_RECIPIENT } = process.env
const { META_CONTRACT_VERSION = 'v26.0' } = process.env

/** Whether the cases that can be tried with Meta itself shall be, and no others. */
export const isReal = Boolean(META_CONTRACT_TOKEN && META_CONTRACT_NUMBER_ID && META_CONTRACT_WABA_ID)

const SAMPLES: Record<MediaKind, [file: string, mimeType: string]> = {
  image: ['photo.jpg', 'image/jpeg'],
  video: ['clip.mp4', 'video/mp4'],
  audio: ['voice.ogg', 'audio/ogg'],
  document: ['receipt.pdf', 'application/pdf'],
  sticker: ['sticker.webp', 'image/webp'],
}
export function sampleFile(kind: MediaKind): File {
  const [name, type] = SAMPLES[kind]
  return new File([Uint8Array.from(readFileSync(new URL(`../customer/samples/${name}`, import.meta.url)))], name, {
    type,
  })
}

export function uploadForm(file: File, more: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries({ messaging_product: 'whatsapp', type: file.type, ...more })) {
    form.set(name, value)
  }
  form.set('file', file)
  return form
}

/** A new world for each case of the simulator; Meta's is the same for all. */
export function createTarget(): Target {
  const business = createBusiness()
  if (!isReal) business.openWindow()
  const send = isReal ? fetch : business.simulator.request
  const token = isReal ? (META_CONTRACT_TOKEN ?? '') : business.token
  const numberId = isReal ? (META_CONTRACT_NUMBER_ID ?? '') : business.number.id
  const call = async ({ method, path, body, headers, bearer = token }: GraphRequest): Promise<Answer> => {
    const url = /^https?:/.test(path) ? path : `https://graph.facebook.com/${META_CONTRACT_VERSION}${path}`
    const bytesIn = body instanceof Uint8Array ? Uint8Array.from(body) : undefined
    const raw = body instanceof FormData || typeof body === 'string' ? body : bytesIn
    const response = await send(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && raw === undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ?? JSON.stringify(body) }),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, json: jsonOf(bytes), bytes }
  }
  return {
    ...{ numberId, token, call, business },
    accountId: isReal ? (META_CONTRACT_WABA_ID ?? '') : business.account.id,
    recipient: isReal ? (META_CONTRACT_RECIPIENT ?? '') : business.customer.waId,
    upload: async (kind) => {
      const { json } = await call({ path: `/${numberId}/media`, body: uploadForm(sampleFile(kind)) })
      return String(json.id)
    },
  }
}

function jsonOf(bytes: Uint8Array): Json {
  try {
    return asJson(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return {}
  }
}
