import { afterEach, expect, test, vi } from 'vitest'
import { createThreadKeys } from './thread-keys'

afterEach(() => document.body.replaceChildren())

function setUp() {
  const log = document.createElement('div')
  const article = document.createElement('article')
  article.tabIndex = -1
  log.append(article)
  document.body.append(log)
  const model = { index: () => ({ keys: [], byKey: new Map() }) } as never
  const { onKeyDown } = createThreadKeys({ model, scroll: {} as never })
  log.addEventListener('keydown', (event) => onKeyDown(event as never))
  article.focus()
  const opened = vi.fn()
  const buttonsCome = () => {
    const button = document.createElement('button')
    button.setAttribute('aria-haspopup', 'menu')
    button.addEventListener('click', opened)
    article.append(button)
  }
  const pressEnter = () => article.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  return { article, opened, buttonsCome, pressEnter }
}

test('Enter on a message whose buttons are still fetched opens its menu once they are there', async () => {
  const { opened, buttonsCome, pressEnter } = setUp()
  pressEnter()
  buttonsCome()
  await vi.waitFor(() => expect(opened).toHaveBeenCalledOnce())
})

test('a letter that is typed before the buttons have come does what it says once they have', async () => {
  const { article, opened, buttonsCome } = setUp()
  const event = new KeyboardEvent('keydown', { key: '+', bubbles: true, cancelable: true })
  article.dispatchEvent(event)
  expect(event.defaultPrevented).toBe(true)
  const react = document.createElement('button')
  react.dataset.key = '+'
  const reacted = vi.fn()
  react.addEventListener('click', reacted)
  article.append(react)
  buttonsCome()
  await vi.waitFor(() => expect(reacted).toHaveBeenCalledOnce())
  expect(opened).not.toHaveBeenCalled()
})

test('who has gone on meanwhile is not called back', async () => {
  const { article, opened, buttonsCome, pressEnter } = setUp()
  pressEnter()
  article.blur()
  buttonsCome()
  await Promise.resolve()
  expect(opened).not.toHaveBeenCalled()
})
