import type { Message } from '@worker/modules/messages/messages.schemas'
import { runMessageKey, whenActionsAreThere } from './message-keys'
import type { ThreadModel } from './thread-model'
import type { ThreadScroll } from './thread-scroll'

const focusable = ['message', 'note', 'pending']

/** Arrow keys go from message to message, Enter opens what can be done with one, letters do it. */
export function createThreadKeys({ model, scroll }: { model: ThreadModel; scroll: ThreadScroll }) {
  const rowOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined

  function messageOf(key: string | undefined): Message | undefined {
    const row = model.index().byKey.get(key ?? '')
    return row && 'message' in row ? row.message : undefined
  }
  function focusRow(key: string): void {
    const find = () =>
      scroll.scroller()?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"] article`) ?? undefined
    const article = find()
    if (article) article.focus({ preventScroll: true })
    // It is drawn once the list has got there.
    else requestAnimationFrame(() => find()?.focus({ preventScroll: true }))
  }
  function move(from: string | undefined, step: 1 | -1): boolean {
    const { keys, byKey } = model.index()
    let at = from === undefined ? keys.length : keys.indexOf(from)
    do at += step
    while (at >= 0 && at < keys.length && !focusable.includes(byKey.get(keys[at] ?? '')?.kind ?? ''))
    const key = keys[at]
    if (key === undefined) return false
    scroll.show(at)
    focusRow(key)
    return true
  }

  return {
    onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
      const { target } = event
      const isLog = target === event.currentTarget
      const isArticle = target instanceof HTMLElement && target.tagName === 'ARTICLE'
      if (isArticle && runMessageKey(event, target, messageOf(rowOf(target)))) {
        event.preventDefault()
        return
      }
      if ((!isLog && !isArticle) || event.altKey || event.ctrlKey || event.metaKey) return
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key] as 1 | -1 | undefined
      if (step && (isArticle || step === -1)) {
        if (move(isLog ? undefined : rowOf(target), step)) event.preventDefault()
      } else if (event.key === 'Enter' && isArticle) {
        event.preventDefault()
        whenActionsAreThere(target, (actions) => actions.click())
      }
    },
    /** The row that has the focus, by its index: it stays drawn when it is scrolled away. */
    indexOfTarget: (target: EventTarget | null): number | undefined => {
      const key = rowOf(target)
      return key === undefined ? undefined : model.index().keys.indexOf(key)
    },
  }
}
