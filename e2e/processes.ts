import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

type Row = { pid: number; parent: number; state: string }

/** Every process below this one, itself included. */
export function treeOf(pid: number): number[] {
  const rows = list()
  const tree = [pid]
  for (const ancestor of tree) tree.push(...rows.filter(({ parent }) => parent === ancestor).map((row) => row.pid))
  return tree
}

/** Which of these still run. A process that has ended and waits to be collected runs no more. */
export const stillRunning = (pids: number[]) =>
  list()
    .filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'))
    .map(({ pid }) => pid)

function list(): Row[] {
  if (!existsSync('/proc/self/stat')) {
    return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .map(([pid, parent, state = '']) => ({ pid: Number(pid), parent: Number(parent), state }))
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return [{ pid: Number(name), parent: Number(parent), state }]
      } catch {
        // It ended while we looked.
        return []
      }
    })
}
