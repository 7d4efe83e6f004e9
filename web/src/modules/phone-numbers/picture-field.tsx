import ImagePlus from 'lucide-solid/icons/image-plus'
import { createMemo, createSignal, createUniqueId, onCleanup, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatSize } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { FieldMessage, messageId } from '../../ui/field'
import type { ProfileForm } from './create-profile-form'
import { pictureProblem, pictureTypes } from './upload-picture'

const SIZE = 64

/** The picture beside the name. It is looked at here first, and sent with the rest. */
export function PictureField(props: { profile: ProfileForm; name: string; readonly: boolean }) {
  const id = createUniqueId()
  const [problem, setProblem] = createSignal<string>()
  let input: HTMLInputElement | undefined
  const preview = createMemo(() => {
    const file = props.profile.picture()
    if (!file) return undefined
    const url = URL.createObjectURL(file)
    onCleanup(() => URL.revokeObjectURL(url))
    return url
  })

  const choose = (file: File | undefined) => {
    if (!file) return
    const found = pictureProblem(file)
    setProblem(
      found === 'type'
        ? t('numbers.profile.pictureType')
        : found === 'size'
          ? t('numbers.profile.pictureSize', { size: formatSize(file.size) })
          : undefined,
    )
    if (!found) props.profile.setPicture(file)
    // The same file again, after it was changed, is a choice too.
    if (input) input.value = ''
  }
  const state = () => {
    const file = props.profile.picture()
    if (file) return t('numbers.profile.pictureNew', { name: file.name, size: formatSize(file.size) })
    return props.profile.hasPicture() ? t('numbers.profile.pictureHas') : t('numbers.profile.pictureNone')
  }

  return (
    <div class="flex items-center gap-4">
      <Show when={preview()} fallback={<Avatar name={props.name} size={SIZE} />}>
        {(url) => (
          <img
            src={url()}
            alt={t('numbers.profile.pictureAlt')}
            class="size-16 flex-none rounded-full object-cover ring-1 ring-line"
          />
        )}
      </Show>
      <div class="flex min-w-0 flex-1 flex-col gap-1.5">
        <p class="font-medium text-[12.5px]/[18px]">{t('numbers.profile.picture')}</p>
        <p role="status" class="break-words text-ink-2 text-xs">
          {state()}
        </p>
        <Show when={!props.readonly}>
          <div class="flex flex-wrap items-center gap-2">
            <input
              ref={(element) => (input = element)}
              id={id}
              type="file"
              accept={pictureTypes.join(',')}
              aria-label={t('numbers.profile.picture')}
              aria-describedby={messageId(id)}
              tabindex="-1"
              class="sr-only"
              onChange={(event) => choose(event.currentTarget.files?.[0])}
            />
            <Button
              size="sm"
              icon={<ImagePlus aria-hidden="true" class="size-3.5" />}
              aria-describedby={messageId(id)}
              onClick={() => input?.click()}
            >
              {props.profile.picture() || props.profile.hasPicture()
                ? t('numbers.profile.pictureChange')
                : t('numbers.profile.pictureChoose')}
            </Button>
            <Show when={props.profile.picture()}>
              <Button size="sm" variant="ghost" onClick={() => props.profile.setPicture(null)}>
                {t('numbers.profile.pictureUndo')}
              </Button>
            </Show>
          </div>
          <FieldMessage id={id} error={problem()} hint={t('numbers.profile.pictureHint')} />
        </Show>
      </div>
    </div>
  )
}
