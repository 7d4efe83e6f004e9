import ArrowLeft from 'lucide-solid/icons/arrow-left'
import LifeBuoy from 'lucide-solid/icons/life-buoy'
import { children, createUniqueId, type JSX, onMount, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'

export type StepFrameProps = {
  /** Back to the step before, where there is something to change. */
  onBack?: (() => void) | undefined
  title: string
  text: JSX.Element
  children: JSX.Element
  /** Beside the step: where things are found. */
  help?: JSX.Element
  /** What is still missing, before the button that goes on. */
  note?: JSX.Element
  /** The button that goes on. */
  actions: JSX.Element
}

/** The steps and, beside them, one of them. */
export const wizardGrid =
  'grid min-h-0 flex-1 grid-cols-[264px_minmax(0,1fr)] max-lg:grid-cols-[208px_minmax(0,1fr)] max-md:grid-cols-1 max-md:grid-rows-[auto_minmax(0,1fr)]'

let stepsShown = 0

/** What all steps share: heading, help at the side, Back and the way on. */
export function StepFrame(props: StepFrameProps) {
  // Reading the property makes the children anew each time.
  const id = createUniqueId()
  const help = children(() => props.help)
  let heading: HTMLHeadingElement | undefined
  onMount(() => {
    stepsShown += 1
    // The first step of a visit leaves the focus to the page's own heading.
    if (stepsShown > 1 && document.activeElement === document.body) heading?.focus({ preventScroll: true })
  })
  return (
    <div class="grid min-h-0 grid-cols-[minmax(0,1fr)_330px] overflow-y-auto max-xl:grid-cols-[minmax(0,1fr)_280px] max-lg:block">
      <section class="flex min-h-full min-w-0 flex-col px-9 pt-[26px] pb-5 max-lg:min-h-0 max-sm:px-4 max-sm:pt-5">
        <h2 ref={(element) => (heading = element)} tabindex="-1" class="text-xl/[26px] tracking-[-.02em] outline-none">
          {props.title}
        </h2>
        <p class="mt-1 max-w-[520px] text-pretty text-ink-2 text-md">{props.text}</p>
        <Show when={help()}>
          {/* Where there is room it stands beside; here it is far below. */}
          <a
            href={`#${id}`}
            target="_self"
            class="link mt-1.5 inline-flex items-center gap-1.5 self-start max-sm:min-h-11 lg:hidden"
          >
            <LifeBuoy aria-hidden="true" class="size-3.5" />
            {t('numbers.connecting.jumpToHelp')}
          </a>
        </Show>
        {props.children}
        <span class="min-h-5 flex-1" />
        <div class="sticky bottom-0 -mb-5 flex items-center gap-3 bg-surface pt-3 pb-5 max-sm:static max-sm:flex-col-reverse max-sm:items-stretch">
          <Show when={props.onBack}>
            {(goBack) => (
              <Button
                variant="ghost"
                icon={<ArrowLeft aria-hidden="true" class="size-3.5 rtl:-scale-x-100" />}
                onClick={() => goBack()()}
              >
                {t('numbers.connecting.back')}
              </Button>
            )}
          </Show>
          <span class="flex-1 max-sm:hidden" />
          <Show when={props.note}>
            <span class="text-ink-3 text-xs max-sm:text-center">{props.note}</span>
          </Show>
          {props.actions}
        </div>
      </section>
      <Show when={help()}>
        <aside
          id={id}
          tabindex="-1"
          class="outline-none border-line border-s bg-surface-2 px-6 py-[26px] max-lg:border-s-0 max-lg:border-t max-sm:px-4"
        >
          {help()}
        </aside>
      </Show>
    </div>
  )
}
