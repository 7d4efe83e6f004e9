import Check from 'lucide-solid/icons/check'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { t } from '../shared/i18n'

export type ToastTone = 'neutral' | 'ok' | 'bad'
export type ToastInput = {
  text: string
  tone?: ToastTone | undefined
  icon?: (() => JSX.Element) | undefined
  /** `isUndo`: takes back what was just done. There is more time for it, and a key. */
  action?: { label: string; onSelect: () => void; isUndo?: true | undefined } | undefined
  /** Stays until it is dismissed: "A new version is ready." */
  sticky?: boolean | undefined
}
type Toast = ToastInput & { id: number }

const SHOWN_MS = 5000
const UNDO_MS = 10_000
const MOST = 3

const [toasts, setToasts] = createSignal<readonly Toast[]>([])
let lastId = 0

/**
 * Says what happened, at most with one action. An error that needs an action is never only a toast.
 * @returns takes it away again, when it turns out not to be so
 */
export function showToast(toast: ToastInput): () => void {
  lastId += 1
  const id = lastId
  setToasts((shown) => {
    const next = [...shown, { ...toast, id }]
    if (next.length <= MOST) return next
    const oldest = next.find((candidate) => !candidate.sticky) ?? next[0]
    return next.filter((candidate) => candidate !== oldest)
  })
  return () => dismiss(id)
}

function dismiss(id: number): void {
  setToasts((shown) => shown.filter((toast) => toast.id !== id))
}

/** Takes back the last thing that can be, as its button does. @returns whether there was one */
export function undoLast(): boolean {
  const last = toasts().findLast(({ action }) => action?.isUndo)
  if (!last) return false
  dismiss(last.id)
  last.action?.onSelect()
  return true
}

/** For tests. */
export function clearToasts(): void {
  setToasts([])
}

/** Mount once. The time stands still while the pointer or the focus is on a toast. */
export function ToastRegion() {
  const [held, setHeld] = createSignal(false)
  return (
    <section
      aria-label={t('ui.notifications')}
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
      class="pointer-events-none fixed start-4 bottom-4 z-(--z-toast) flex max-w-[min(440px,calc(100vw-32px))] flex-col items-start gap-2 sm:start-[calc(var(--rail-w)+16px)] max-sm:bottom-[calc(72px+env(safe-area-inset-bottom))]"
    >
      <For each={toasts()}>{(toast) => <ToastCard toast={toast} held={held} />}</For>
    </section>
  )
}

function ToastCard(props: { toast: Toast; held: () => boolean }) {
  onMount(() => {
    if (props.toast.sticky) return
    let left = props.toast.action?.isUndo ? UNDO_MS : SHOWN_MS
    const timer = setInterval(() => {
      if (!props.held()) left -= 250
      if (left <= 0) dismiss(props.toast.id)
    }, 250)
    onCleanup(() => clearInterval(timer))
  })
  const icon = () => {
    if (props.toast.icon) return props.toast.icon()
    if (props.toast.tone === 'ok') return <Check aria-hidden="true" />
    if (props.toast.tone === 'bad') return <CircleAlert aria-hidden="true" class="text-(--buoy)" />
    return undefined
  }
  return (
    <div class="pointer-events-auto flex min-h-10 items-center gap-2.5 rounded-[10px] bg-toast py-2 ps-3.5 pe-2 text-on-toast text-sm shadow-lg animate-[rise_var(--t-slow)_var(--e-out)]">
      {icon()}
      <span class="min-w-0 flex-1 pe-1.5">{props.toast.text}</span>
      <Show when={props.toast.action}>
        {(action) => (
          <button
            type="button"
            class="h-7 flex-none rounded-sm px-[9px] font-medium text-[12.5px]/none text-toast-action hover:bg-toast-hover focus-visible:outline-toast-action max-sm:h-11"
            onClick={() => {
              dismiss(props.toast.id)
              action().onSelect()
            }}
          >
            {action().label}
          </button>
        )}
      </Show>
      <Show when={props.toast.sticky}>
        <button
          type="button"
          aria-label={t('ui.dismiss')}
          class="grid size-7 flex-none place-items-center rounded-sm hover:bg-toast-hover focus-visible:outline-toast-action max-sm:size-11"
          onClick={() => dismiss(props.toast.id)}
        >
          <X aria-hidden="true" class="size-3.5" />
        </button>
      </Show>
    </div>
  )
}
