import { readdirSync, readFileSync } from 'node:fs'

const TICKS_A_SECOND = 100

/** Fields of /proc/…/stat after the name, which may hold spaces. @param {string} id */
const statOf = (id) => {
  const text = readFileSync(`/proc/${id}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** The workerd that this process has started: its ids. */
export function runtimes() {
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false
    try {
      return Number(statOf(id)[1]) === process.pid && readFileSync(`/proc/${id}/comm`, 'utf8').startsWith('workerd')
    } catch {
      return false
    }
  })
}

/**
 * Processor time that this process's workerd has used, in ms. On a machine that others use too it says more than requests
 * a second do. NaN where there is no /proc.
 */
export function runtimeMillis() {
  try {
    return runtimes().reduce((sum, id) => {
      const fields = statOf(id)
      return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND
    }, 0)
  } catch {
    return Number.NaN
  }
}
