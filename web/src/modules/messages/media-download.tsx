import { createSignal, type JSX } from 'solid-js'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { saveLink } from '../../shared/save-file'
import { serverNow } from '../../shared/server-clock'
import { showToast } from '../../ui/toast'
import { downloadUrl, type MediaSource } from './media-source'

const MARGIN_MS = 60_000

/** The file to keep. Its address is asked for when it is clicked: the one that came with the page may have expired. */
export function MediaDownload(props: {
  source: MediaSource
  name: string
  label: string
  tip?: string | undefined
  class?: string | undefined
  children?: JSX.Element
}) {
  const [newest, setNewest] = createSignal<string>()
  const url = () => newest() ?? props.source.url()
  const href = () => {
    const now = url()
    return now === null ? undefined : downloadUrl(now)
  }
  /** For what a browser does by itself with a link: another tab, "save as". */
  async function renewOld(): Promise<void> {
    const expiresAt = Number(/[?&]expires=(\d+)/.exec(url() ?? '')?.[1])
    if (expiresAt > serverNow() + MARGIN_MS) return
    const fresh = await props.source.fresh().catch(() => null)
    if (fresh !== null) setNewest(fresh)
  }
  async function download(): Promise<void> {
    try {
      const fresh = await props.source.fresh()
      if (fresh === null) showToast({ text: t('thread.media.failed'), tone: 'bad' })
      else saveLink(downloadUrl(fresh), props.name)
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' })
    }
  }
  return (
    <a
      href={href()}
      download={props.name}
      aria-label={props.label}
      data-tip={props.tip}
      class={props.class}
      onPointerEnter={() => void renewOld()}
      onFocus={() => void renewOld()}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        void download()
      }}
    >
      {props.children}
    </a>
  )
}
