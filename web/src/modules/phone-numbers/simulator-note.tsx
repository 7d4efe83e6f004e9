import FlaskConical from 'lucide-solid/icons/flask-conical'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'

/** Only where this installation's Meta is the simulator. */
export function SimulatorNote(props: { url: string | null; class?: string }) {
  return (
    <Show when={props.url}>
      {(url) => (
        <div class={props.class}>
          <Banner tone="info" icon={<FlaskConical aria-hidden="true" />}>
            {t('numbers.connecting.simulator.text')}{' '}
            <a href={url()} target="_blank" rel="noopener noreferrer" class="link underline underline-offset-2">
              {t('numbers.connecting.simulator.link')}
            </a>{' '}
            {t('numbers.connecting.simulator.rest')}
          </Banner>
        </div>
      )}
    </Show>
  )
}
