import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'

/** Below a form whose work is kept when it is left: discard it, leave it, send it. */
export function KeptFooter(props: { isTouched: boolean; submit: string; onDiscard: () => void; onClose: () => void }) {
  return (
    <div class="flex items-center justify-end gap-2 max-sm:flex-col-reverse max-sm:items-stretch">
      <Show when={props.isTouched}>
        <Button variant="danger-ghost" class="me-auto max-sm:me-0" onClick={() => props.onDiscard()}>
          {t('composing.build.discard')}
        </Button>
      </Show>
      <Button onClick={() => props.onClose()}>{t(props.isTouched ? 'composing.build.keep' : 'ui.cancel')}</Button>
      <Button type="submit" variant="primary">
        {props.submit}
      </Button>
    </div>
  )
}
