import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { Index, Show } from 'solid-js'
import type { SetStoreFunction } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import type { Built, BuiltProblems } from './builder-content'
import { Counted } from './builder-field'

/** One to three buttons. */
export function BuilderButtons(props: { built: Built; setBuilt: SetStoreFunction<Built>; problems: BuiltProblems }) {
  return (
    <div class="flex flex-col gap-3">
      <Index each={props.built.buttons}>
        {(title, at) => (
          <Counted
            label={t('composing.build.button', { number: at + 1 })}
            name={`button-${at}`}
            value={title()}
            limit={contentLimits.buttonTitle}
            onInput={(value) => props.setBuilt('buttons', at, value)}
            error={props.problems[`button-${at}`]}
            required
            trailing={
              <Show when={props.built.buttons.length > 1}>
                <IconButton
                  size="sm"
                  class="-me-1.5"
                  label={t('composing.build.removeButton', { number: at + 1 })}
                  icon={<X aria-hidden="true" class="size-3.5" />}
                  onClick={() => props.setBuilt('buttons', (all) => all.filter((_, index) => index !== at))}
                />
              </Show>
            }
          />
        )}
      </Index>
      <Show when={props.built.buttons.length < contentLimits.buttons}>
        <Button
          size="sm"
          class="self-start"
          icon={<Plus aria-hidden="true" class="size-3.5" />}
          onClick={() => props.setBuilt('buttons', (all) => [...all, ''])}
        >
          {t('composing.build.addButton')}
        </Button>
      </Show>
    </div>
  )
}
