import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { State } from '../core/state'
import type { World } from '../core/world'
import { isLoading } from '../load/running'

const LEAST_MS = 1000

/** The simulator's folder: `state.json`, and the bytes of media as one file each. */
export function openDisk(folder: string) {
  const stateFile = join(folder, 'state.json')
  const mediaFolder = join(folder, 'media')
  mkdirSync(mediaFolder, { recursive: true })
  const written = new Set<string>()

  return {
    /** What was there at the last end; null the first time. @throws when the file cannot be read as JSON */
    read(): { state: State; bytes: Map<string, Uint8Array> } | null {
      let text: string
      try {
        text = readFileSync(stateFile, 'utf8')
      } catch {
        return null
      }
      const state: State = JSON.parse(text)
      const bytes = new Map<string, Uint8Array>()
      for (const id of readdirSync(mediaFolder)) {
        if (!state.media[id]) continue
        bytes.set(id, readFileSync(join(mediaFolder, id)))
        written.add(id)
      }
      return { state, bytes }
    },

    /** Puts a file aside that cannot be read, so that the next start does not stumble again. */
    putAside(): string {
      const aside = `${stateFile}.broken-${Date.now()}`
      renameSync(stateFile, aside)
      return aside
    },

    /** Writes a little after a change, but not into a load run. @returns the change to announce, and the last write */
    follow(world: World) {
      let timer: ReturnType<typeof setTimeout> | undefined
      let writing: Promise<void> | undefined
      // A big state takes longer: never more than a tenth of the time goes into writing.
      let pauseMs = LEAST_MS

      const changed = () => {
        if (timer || writing) return
        timer = setTimeout(() => {
          timer = undefined
          if (isLoading(world)) return changed()
          writing = write().finally(() => {
            writing = undefined
          })
        }, pauseMs)
        timer.unref()
      }
      const write = async () => {
        const startedAt = performance.now()
        const text = JSON.stringify(world.state)
        pauseMs = Math.max(LEAST_MS, (performance.now() - startedAt) * 10)
        const before = world.state.counter
        try {
          for (const id of unwritten()) await writeFile(join(mediaFolder, id), world.bytes.get(id) ?? '')
          await writeFile(`${stateFile}.new`, text)
          await rename(`${stateFile}.new`, stateFile)
          forgetDeleted()
        } catch (error) {
          console.error('simulator: the state could not be written', error)
        }
        if (world.state.counter !== before) setTimeout(changed, 0).unref()
      }
      const unwritten = () => {
        const ids = [...world.bytes.keys()].filter((id) => !written.has(id))
        for (const id of ids) written.add(id)
        return ids
      }
      const forgetDeleted = () => {
        for (const id of written) {
          if (world.bytes.has(id)) continue
          rmSync(join(mediaFolder, id), { force: true })
          written.delete(id)
        }
      }
      world.listeners.add(changed)
      return {
        changed,
        /** The last word, at the end of the process. */
        async end(): Promise<void> {
          world.listeners.delete(changed)
          clearTimeout(timer)
          await writing
          for (const id of unwritten()) writeFileSync(join(mediaFolder, id), world.bytes.get(id) ?? '')
          writeFileSync(`${stateFile}.new`, JSON.stringify(world.state))
          renameSync(`${stateFile}.new`, stateFile)
        },
      }
    },
  }
}
