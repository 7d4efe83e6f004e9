import { openBrowser } from '../e2e/browser.ts'
import { startSystem } from './inbox/system.mjs'
import { CONVERSATIONS, fill, LONG, SHORT } from './inbox-web-rows.mjs'
import { median, millis, quantile } from './numbers.mjs'

const SWITCHES = 20
const LETTERS = 'The courier comes on Saturday between nine and twelve, and rings twice. '.repeat(2)

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./run.mjs').Row} Row */

/**
 * The inbox in Chromium, with the rows of years: scrolling, switching, typing. Times are taken inside the page.
 * @returns {Promise<Row[]>}
 */
export async function measureWeb() {
  const system = await startSystem({ front: 'worker' })
  const browser = await openBrowser()
  try {
    await fill(system)
    const { page } = await browser.visit('about:blank', { baseURL: system.url })
    const login = { email: 'ada@bench.example', password: 'a sentence long enough' }
    await page.goto('/robots.txt')
    await page.request.post('/api/auth/login', { data: login })
    await page.evaluate(() => localStorage.setItem('wharf.session', '1'))
    await page.goto('/inbox')
    await page.locator('[data-conversation]').first().waitFor()
    await page.evaluate(watchTasks)
    return [
      ...(await measureSwitching(page)),
      ...(await measureTyping(page)),
      ...(await measureThread(page)),
      ...(await measureList(page)),
    ]
  } finally {
    await browser.close()
    await system.close()
  }
}

/** In the page: every task of more than 50 ms from now on. */
function watchTasks() {
  const tasks = /** @type {number[]} */ ([])
  Object.assign(globalThis, { longTasks: tasks })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration)
  }).observe({ type: 'longtask' })
}
/** Long tasks since the last call. @param {Page} page @returns {Promise<number[]>} */
const takeTasks = (page) =>
  page.evaluate(() => /** @type {{ longTasks: number[] }} */ (/** @type {unknown} */ (globalThis)).longTasks.splice(0))
const tasksText = (/** @type {number[]} */ tasks) =>
  tasks.length === 0 ? 'no long task' : `${tasks.length} long tasks, the longest ${millis(Math.max(...tasks))}`

/** @param {Page} page @returns {Promise<Row[]>} */
async function measureSwitching(page) {
  const switchAll = (/** @type {number} */ from) =>
    page.evaluate(switchThrough, { ids: ids(from, from + SWITCHES - 1), settleMs: 250 })
  // What is loaded when the first conversation is opened does not belong to a switch.
  await page.evaluate(switchThrough, { ids: ids(3, 4), settleMs: 1000 })
  await takeTasks(page)
  const cold = await switchAll(5)
  await page
    .locator('[data-conversation]')
    .first()
    .evaluate((row) => row.closest('nav')?.parentElement?.scrollTo({ top: 0 }))
  const cached = await switchAll(5)
  return [
    { what: 'conversation switch, cold: p50, p95', target: '≤ 300 ms', measured: spans(cold) },
    { what: 'conversation switch, cached: p50, p95', target: '≤ 100 ms', measured: spans(cached) },
    { what: 'while switching', measured: tasksText(await takeTasks(page)) },
  ]
}
const spans = (/** @type {number[]} */ times) => `${millis(median(times))}, ${millis(quantile(times, 0.95))}`
const ids = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from + 1 }, (_, at) => id('con', CONVERSATIONS - from - at + 1))

/** In the page: from the click on a row until its thread is painted. @param {{ ids: string[], settleMs: number }} of */
async function switchThrough({ ids, settleMs }) {
  const times = []
  for (const conversation of ids) {
    const list = document.querySelector('[data-conversation]')?.closest('nav')?.parentElement
    const row = () => document.querySelector(`[data-conversation="${conversation}"]`)
    // Further down than what is drawn: scrolled to, before anything is measured.
    for (let step = 0; list && !row() && step < 100; step++) {
      list.scrollTop += 300
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    }
    const link = row()?.querySelector('a')
    if (!(link instanceof HTMLElement)) throw new Error(`${conversation} is not in the list`)
    const startedAt = performance.now()
    link.click()
    await /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        const look = () => {
          // Each conversation has one message of its own.
          if (document.querySelector(`[role="log"] article[data-message="${conversation.replace('con_', 'msg_')}"]`))
            requestAnimationFrame(() => setTimeout(resolve))
          else requestAnimationFrame(look)
        }
        look()
      })
    )
    times.push(performance.now() - startedAt)
    await new Promise((resolve) => setTimeout(resolve, settleMs))
  }
  return times
}

/** @param {Page} page @returns {Promise<Row[]>} */
async function measureTyping(page) {
  await page.goto(`/inbox/${id('con', CONVERSATIONS - 1)}`)
  await page.evaluate(watchTasks)
  await scrollToStart(page, SHORT)
  await page.getByRole('log').evaluate((log) => (log.scrollTop = log.scrollHeight))
  const box = page.getByRole('textbox', { name: 'Write a reply' })
  await box.focus()
  await page.evaluate(() => {
    const times = /** @type {number[]} */ ([])
    Object.assign(globalThis, { keyTimes: times })
    addEventListener(
      'keydown',
      () => {
        const startedAt = performance.now()
        // After the input event, all that followed from it, and the frame that shows it.
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => times.push(performance.now() - startedAt)
          channel.port2.postMessage(0)
        })
      },
      true,
    )
    const events = /** @type {number[]} */ ([])
    Object.assign(globalThis, { eventTimes: events })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { processingStart, processingEnd, name } = /** @type {PerformanceEventTiming} */ (entry)
        if (['keydown', 'keypress', 'input', 'keyup'].includes(name)) events.push(processingEnd - processingStart)
      }
    }).observe(/** @type {PerformanceObserverInit} */ ({ type: 'event', durationThreshold: 16 }))
  })
  await takeTasks(page)
  await page.keyboard.type(LETTERS, { delay: 40 })
  const { keyTimes, eventTimes } = await page.evaluate(() => {
    const { keyTimes, eventTimes } = /** @type {{ keyTimes: number[], eventTimes: number[] }} */ (
      /** @type {unknown} */ (globalThis)
    )
    return { keyTimes, eventTimes }
  })
  await box.fill('')
  return [
    {
      what: `typing beside ${SHORT} messages, from the key to the painted letter: p50, p95`,
      target: '≤ 16 ms and a frame',
      measured: spans(keyTimes),
    },
    {
      what: 'the same, time in our handlers of what event timing saw take 16 ms and more: events, longest',
      measured: `${eventTimes.length} of ${keyTimes.length}, ${eventTimes.length === 0 ? '–' : millis(Math.max(...eventTimes))}`,
    },
    { what: 'while typing', measured: tasksText(await takeTasks(page)) },
  ]
}

/** @param {Page} page @returns {Promise<Row[]>} */
async function measureThread(page) {
  await page.goto(`/inbox/${id('con', CONVERSATIONS)}`)
  await page.evaluate(watchTasks)
  const { jumps, pages } = await scrollToStart(page, LONG)
  const up = await takeTasks(page)
  await page.evaluate(scrollDown)
  const down = await takeTasks(page)
  return [
    {
      what: `a thread of ${LONG.toLocaleString('en')} messages, scrolled up to its first: prepended pages, largest jump`,
      target: '0 px',
      measured: `${pages}, ${Math.max(0, ...jumps).toFixed(1)} px`,
    },
    { what: 'the same: long tasks', target: 'none', measured: tasksText(up) },
    { what: 'down again, a screen a frame', target: 'no long task', measured: tasksText(down) },
  ]
}

/**
 * As a wheel does it, until so many messages are loaded. A jump is what moves a message that can be seen by anything but the wheel.
 * @param {Page} page @param {number} count
 */
async function scrollToStart(page, count) {
  await page.locator('[role="log"] article').first().waitFor()
  await page.waitForTimeout(500)
  return page.evaluate(async (most) => {
    const log = document.querySelector('[role="log"]')
    if (!(log instanceof HTMLElement)) throw new Error('no thread')
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const top = (/** @type {Element | null | undefined} */ element) =>
      element?.getBoundingClientRect().top ?? Number.NaN
    const seen = () => {
      const { top: from, bottom } = log.getBoundingClientRect()
      return [...log.querySelectorAll('article')].find((one) => top(one) > from + 40 && top(one) < bottom - 80)
    }
    const jumps = []
    let pages = 0
    let height = log.scrollHeight
    let still = 0
    for (let step = 0; step < most * 4 && still < 90; step++) {
      const anchor = seen()
      const before = top(anchor)
      const offset = log.scrollTop
      log.scrollTop = offset - 400
      await frame()
      await frame()
      const moved = offset > 400 ? 400 : offset
      // Whatever came in front, what was seen is now further down by the wheel's way.
      if (anchor?.isConnected) {
        const jump = Math.abs(top(anchor) - before - moved)
        if (jump > 1.5) jumps.push(jump)
      }
      if (log.scrollHeight - height > 500) pages += 1
      height = log.scrollHeight
      still = log.scrollTop < 2 ? still + 1 : 0
    }
    return { jumps, pages }
  }, count)
}

/** In the page: down through all that is loaded, a screen a frame. */
async function scrollDown() {
  const log = document.querySelector('[role="log"]')
  if (!(log instanceof HTMLElement)) throw new Error('no thread')
  while (log.scrollTop + log.clientHeight < log.scrollHeight - 4) {
    log.scrollTop += log.clientHeight
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

/** @param {Page} page @returns {Promise<Row[]>} */
async function measureList(page) {
  await page.goto('/inbox')
  await page.locator('[data-conversation]').first().waitFor()
  await page.evaluate(watchTasks)
  await page.waitForTimeout(500)
  await takeTasks(page)
  const startedAt = performance.now()
  await page.evaluate(throughList, { last: id('con', 1), isLoading: true })
  const took = performance.now() - startedAt
  const loading = await takeTasks(page)
  await page.evaluate(throughList, { last: id('con', 1), isLoading: false })
  return [
    {
      what: `${CONVERSATIONS.toLocaleString('en')} rows scrolled to the last, page after page (${(took / 1000).toFixed(0)} s)`,
      target: 'no long task',
      measured: tasksText(loading),
    },
    {
      what: 'from the first to the last again, a screen a frame',
      target: 'no long task',
      measured: tasksText(await takeTasks(page)),
    },
  ]
}

/** In the page. @param {{ last: string, isLoading: boolean }} of */
async function throughList({ last, isLoading }) {
  const list = document.querySelector('[data-conversation]')?.closest('nav')?.parentElement
  if (!list) throw new Error('no list')
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  if (!isLoading) list.scrollTop = 0
  await frame()
  for (let idle = 0; idle < 600; idle++) {
    const before = list.scrollTop
    list.scrollTop += list.clientHeight
    await frame()
    if (list.scrollTop !== before) idle = 0
    if (document.querySelector(`[data-conversation="${last}"]`)) return
  }
  throw new Error('the last row never came')
}

const id = (/** @type {string} */ prefix, /** @type {number} */ serial) =>
  `${prefix}_${String(serial).padStart(26, '0')}`
