import Download from 'lucide-solid/icons/download'
import { For, onMount } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { CopyButton } from './copy-button'

export type RecoveryCodesProps = { codes: readonly string[]; email: string; onSaved: () => void }

/** Shown once. The dialog around them can't be closed by a stray click; only "I saved them" ends it. */
export function RecoveryCodes(props: RecoveryCodesProps) {
  let list: HTMLUListElement | undefined
  onMount(() => list?.focus())

  function download() {
    const text = `${t('settings.totp.codesFileHead', { email: props.email })}\n\n${props.codes.join('\n')}\n`
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    const link = Object.assign(document.createElement('a'), { href: url, download: t('settings.totp.codesFile') })
    link.click()
    URL.revokeObjectURL(url)
  }

  return (
    <div class="flex flex-col gap-4 pb-1">
      <ul
        ref={(element) => (list = element)}
        tabindex="-1"
        aria-label={t('settings.totp.codesLabel')}
        class="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md bg-surface-2 px-5 py-4 font-mono text-md inset-ring inset-ring-line outline-none"
      >
        <For each={props.codes}>{(code) => <li>{code}</li>}</For>
      </ul>
      <div class="flex flex-wrap items-center gap-2">
        <CopyButton text={props.codes.join('\n')} label={t('settings.totp.copyCodes')} />
        <Button icon={<Download aria-hidden="true" />} onClick={download}>
          {t('settings.totp.downloadCodes')}
        </Button>
        <span class="flex-1" />
        <Button variant="primary" onClick={() => props.onSaved()} class="max-sm:w-full">
          {t('settings.totp.codesSaved')}
        </Button>
      </div>
    </div>
  )
}
