import type { Change } from '../webhooks/envelope'

// What is decided, or about to be, and not yet told: it has to outlive the process.

export type Failure = { code: number; details?: string | undefined }

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'
export type MediaUse = { kind: MediaKind; id?: string; link?: string; isVoice?: boolean }

/** Of an accepted message: why it is going to fail, or the media that has still to be looked at for that. */
export type Fate = { failure: Failure | null } | { media: MediaUse[] }

/** An update that a number's chaos holds back. */
export type HeldUpdate = {
  id: string
  change: Change
  copies: number
  /** When it goes on, whatever it waits for. */
  dueAt: number
  /** Its delay, an update that shall overtake it, a full batch, or its turn. */
  until: 'due' | 'any' | 'status' | 'batch' | 'turn'
  /** Decided when it was admitted: what follows its delay. */
  next: 'any' | 'status' | 'turn'
}
