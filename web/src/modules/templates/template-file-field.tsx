import Paperclip from 'lucide-solid/icons/paperclip'
import { createEffect, createUniqueId, on, onCleanup, Show } from 'solid-js'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { FieldMessage } from '../../ui/field'
import { showToast } from '../../ui/toast'
import { createAttachments, findUploaded } from '../messages/attachments'
import { checkFile } from '../messages/attachments-check'
import { AttachmentsStrip } from '../messages/attachments-strip'
import { describeFailure, uploadFile } from '../messages/attachments-upload'
import type { TemplateMediaKind } from './template-fields'

const accepts: Record<TemplateMediaKind, string> = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4,video/3gpp',
  document: '',
}

/** The file of a header: checked and uploaded like any other, and of the one kind that the template has. */
export function TemplateFileField(props: {
  label: string
  kind: TemplateMediaKind
  /** The file it begins with, by its id. */
  before: string | undefined
  error: string | undefined
  onFile: (file: { mediaId: string; filename: string | null } | undefined, pictureUrl: string | null) => void
}) {
  const id = createUniqueId()
  const files = createAttachments({
    check: async (file) => {
      const check = await checkFile(file)
      if (check.problem || check.kind === props.kind) return check
      const sentence = t(`composing.templates.wrong.${props.kind}`, { name: file.name })
      return { problem: { short: t('composer.files.notTakenShort'), sentence }, canShrink: false }
    },
    upload: uploadFile,
    shrink: async (file) => (await import('../messages/attachments-shrink')).shrinkPicture(file),
    describe: describeFailure,
  })
  const item = () => files.items()[0]
  createEffect(
    on(
      item,
      (now) => {
        const media = now?.media
        props.onFile(media ? { mediaId: media.id, filename: media.filename } : undefined, now?.previewUrl ?? null)
      },
      { defer: true },
    ),
  )
  if (props.before !== undefined)
    findUploaded(props.before).then(
      (media) => item() ?? files.restore(media, false),
      (error: unknown) => {
        props.onFile(undefined, null)
        showToast({ tone: 'bad', text: errorText(error) })
      },
    )
  onCleanup(() => {
    for (const { id: one } of files.items()) files.remove(one)
  })
  function choose(): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accepts[props.kind]
    input.onchange = () => {
      for (const { id: one } of files.items()) files.remove(one)
      files.add([...(input.files ?? [])].slice(0, 1))
    }
    input.click()
  }
  return (
    <fieldset aria-describedby={props.error ? `${id}-message` : undefined} class="flex flex-col gap-[5px]">
      <legend class="mb-[5px] font-medium text-[12.5px]/[18px]">{props.label}</legend>
      <Show when={item()}>
        <div class="-mx-3">
          <AttachmentsStrip attachments={files} />
        </div>
      </Show>
      <Button
        class="self-start"
        size="sm"
        aria-invalid={props.error ? 'true' : undefined}
        icon={<Paperclip aria-hidden="true" class="size-3.5" />}
        onClick={choose}
      >
        {item() ? t('composing.templates.changeFile') : t('composing.templates.chooseFile')}
      </Button>
      <FieldMessage id={id} error={props.error} />
    </fieldset>
  )
}
