import List from 'lucide-solid/icons/list'
import { For, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { PhoneBubble, PhoneButton, PhoneWall } from '../../ui/phone-preview'
import type { Built } from './builder-content'

/** The message as it will look, while it is written. */
export function BuilderPreview(props: { built: Built; label: string }) {
  return (
    <div class="sticky top-0 flex flex-col gap-1.5">
      <p aria-hidden="true" class="font-medium text-ink-3 text-xs">
        {props.label}
      </p>
      <PhoneWall label={props.label} class="min-h-40">
        <PhoneBubble title={props.built.header} footer={props.built.footer}>
          {props.built.body || t('composing.build.body')}
        </PhoneBubble>
        <Switch>
          <Match when={props.built.kind === 'buttons'}>
            <For each={props.built.buttons}>
              {(title, at) => <PhoneButton>{title || t('composing.build.button', { number: at() + 1 })}</PhoneButton>}
            </For>
          </Match>
          <Match when={props.built.kind === 'list'}>
            <PhoneButton icon={<List aria-hidden="true" />}>
              {props.built.listButton || t('composing.build.list')}
            </PhoneButton>
            <div class="mt-1 rounded-[10px] bg-(--phone-in) px-3 py-2 text-[12.5px]/[17px] shadow-sm">
              <For each={props.built.sections}>
                {(section) => (
                  <>
                    <Show when={section.title}>
                      <p class="pt-1 font-semibold text-(--phone-meta) text-[11.5px]" dir="auto">
                        {section.title}
                      </p>
                    </Show>
                    <For each={section.rows}>
                      {(row, at) => (
                        <p class="py-1" dir="auto">
                          {row.title || t('composing.build.row', { number: at() + 1 })}
                          <Show when={row.description}>
                            <span class="block text-(--phone-meta) text-[11.5px]/4">{row.description}</span>
                          </Show>
                        </p>
                      )}
                    </For>
                  </>
                )}
              </For>
            </div>
          </Match>
        </Switch>
      </PhoneWall>
    </div>
  )
}
