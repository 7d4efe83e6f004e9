import { createResource, Match, Switch } from 'solid-js'
import { t } from '../../shared/i18n'

const QUIET_ZONE = 4

/** Black on white in both themes, because some phone cameras don't read an inverted code. */
export function QrCode(props: { text: string }) {
  const [code] = createResource(async () => {
    // Only this dialog needs it.
    const { encode } = await import('uqr')
    const { data, size } = encode(props.text, { border: QUIET_ZONE })
    return { size, path: data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('') }
  })

  return (
    <div class="mx-auto grid size-48 place-items-center overflow-hidden rounded-md bg-white inset-ring inset-ring-line">
      <Switch>
        <Match when={code.error}>
          <p role="alert" class="px-3 text-center text-black">
            {t('settings.totp.qrFailed')}
          </p>
        </Match>
        <Match when={code()}>
          {(drawn) => (
            <svg
              role="img"
              aria-label={t('settings.totp.qrLabel')}
              viewBox={`0 0 ${drawn().size} ${drawn().size}`}
              class="size-full fill-black"
              shape-rendering="crispEdges"
            >
              <path d={drawn().path} />
            </svg>
          )}
        </Match>
      </Switch>
    </div>
  )
}
