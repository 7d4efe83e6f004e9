import { type Component, createEffect, createSignal, onCleanup, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { loadAhead } from './later'
import { sayNotLoaded } from './not-loaded'

type Closable = { onClose?: () => void; onOpenChange?: (open: boolean) => void }

/**
 * What a person opens within a page: a dialog, a panel, a picker. By `lazy` one lost file would take away the whole page; here
 * a toast says why it stays shut, it is closed again (`onFail`; else `onClose` or `onOpenChange`), and who opens it again asks
 * again. `open` tells apart what is mounted and what is wanted; `isAhead`: fetched when nothing else happens, to work offline.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ default: Component<Props> }>,
  { onFail, isAhead }: { onFail?: (props: Props) => void; isAhead?: true } = {},
): Component<Props & { open?: boolean }> {
  const [part, setPart] = createSignal<Component<Props>>()
  const get = () => load().then((loaded) => setPart(() => loaded.default))
  if (isAhead) loadAhead(() => void (part() ?? get().catch(() => {})))
  return (props) => {
    createEffect(() => {
      if (part() || props.open === false) return
      let isWanted = true
      onCleanup(() => (isWanted = false))
      get().catch(() => {
        if (!isWanted) return
        void sayNotLoaded()
        const { onClose, onOpenChange } = props as Closable
        if (onFail) onFail(props)
        else onClose ? onClose() : onOpenChange?.(false)
      })
    })
    return <Show when={part()}>{(loaded) => <Dynamic component={loaded()} {...props} />}</Show>
  }
}
