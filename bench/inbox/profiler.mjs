// CPU profiles of every isolate of a workerd, over its inspector: ours and the ones that Miniflare plays D1 and queues with.

/** @typedef {{ id: number, callFrame: { functionName: string, url: string, lineNumber: number }, hitCount?: number, children?: number[] }} Node */
/** @typedef {{ nodes: Node[], samples: number[], timeDeltas: number[] }} Profile */

/** @param {string} url */
async function connect(url) {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error(`no inspector at ${url}`)))
  })
  /** @type {Map<number, (result: any) => void>} */
  const waiting = new Map()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(data)
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  return {
    /** @param {string} method @param {object} [params] @returns {Promise<any>} */
    call: (method, params = {}) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve)
        socket.send(JSON.stringify({ id: last, method, params }))
      }),
    close: () => socket.close(),
  }
}

/**
 * Profiles all isolates while `work` runs.
 * @param {number} port of the inspector @param {() => Promise<void>} work
 * @returns {Promise<{ name: string, profile: Profile }[]>}
 */
export async function profile(port, work) {
  const response = await fetch(`http://127.0.0.1:${port}/json`)
  const targets = /** @type {{ id: string, title: string, webSocketDebuggerUrl: string }[]} */ (await response.json())
  const sessions = []
  for (const { id, webSocketDebuggerUrl } of targets) {
    const session = await connect(webSocketDebuggerUrl)
    await session.call('Profiler.enable')
    await session.call('Profiler.setSamplingInterval', { interval: 500 })
    await session.call('Profiler.start')
    sessions.push({ name: id, session })
  }
  await work()
  const profiles = []
  for (const { name, session } of sessions) {
    const { profile } = await session.call('Profiler.stop')
    session.close()
    profiles.push({ name, profile })
  }
  return profiles
}

/** Time by function: in itself, and with all it calls. In ms. @param {Profile} profile */
export function timesOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  /** @type {Map<number, number>} */
  const parents = new Map()
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node.id)
  const nameOf = (/** @type {Node} */ { callFrame: { functionName, url, lineNumber } }) =>
    `${functionName || '(anonymous)'} ${url.split('/').at(-1) ?? ''}:${lineNumber + 1}`
  /** @type {Map<string, { self: number, total: number }>} */
  const times = new Map()
  let busy = 0
  for (const [at, id] of samples.entries()) {
    const node = byId.get(id)
    if (!node || ['(idle)', '(program)', '(root)'].includes(node.callFrame.functionName)) continue
    const milliseconds = (timeDeltas[at] ?? 0) / 1000
    busy += milliseconds
    const seen = new Set()
    for (let one = /** @type {Node | undefined} */ (node); one; one = byId.get(parents.get(one.id) ?? -1)) {
      const name = nameOf(one)
      if (seen.has(name)) continue
      const entry = times.get(name) ?? { self: 0, total: 0 }
      if (one === node) entry.self += milliseconds
      entry.total += milliseconds
      times.set(name, entry)
      seen.add(name)
    }
  }
  return { busy, times }
}
