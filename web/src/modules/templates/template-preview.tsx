import type { Template } from '@worker/modules/templates/templates.schemas'
import { headerFormat, partOf, textIn } from '@worker/whatsapp/template-parts'
import { renderTemplate } from '@worker/whatsapp/template-rendering'
import Copy from 'lucide-solid/icons/copy'
import ExternalLink from 'lucide-solid/icons/external-link'
import FileText from 'lucide-solid/icons/file-text'
import Image from 'lucide-solid/icons/image'
import MapPin from 'lucide-solid/icons/map-pin'
import Phone from 'lucide-solid/icons/phone'
import Reply from 'lucide-solid/icons/reply'
import Video from 'lucide-solid/icons/video'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Icon } from '../../ui/icon'
import { PhoneBubble, PhoneButton, PhoneVariable, PhoneWall } from '../../ui/phone-preview'
import { parseText } from '../messages/parse-text'
import { cardParts, mainPart, type TemplatePart } from './template-fields'
import type { TemplateValues } from './template-values'

/** Around what was put in for a variable: from Unicode's private area, so that no text has them. */
const [OPENS, CLOSES] = ['\uE000', '\uE001']
const media: Record<string, Icon> = { IMAGE: Image, VIDEO: Video, DOCUMENT: FileText, LOCATION: MapPin }
const icons: Record<string, Icon> = {
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  QUICK_REPLY: Reply,
  COPY_CODE: Copy,
  OTP: Copy,
}

export type TemplatePreviewProps = {
  template: Template
  values: TemplateValues
  /** Pictures on this device, by the field's id. */
  pictures?: Readonly<Record<string, string | null>>
  label: string
}

/** A template as the customer sees it, with what is filled in so far. */
export function TemplatePreview(props: TemplatePreviewProps) {
  const cards = createMemo(() => cardParts(props.template))
  return (
    <PhoneWall label={props.label}>
      <Part {...props} part={mainPart(props.template)} />
      <Show when={cards().length > 0}>
        <div class="-mx-1 flex gap-1.5 overflow-x-auto px-1 pb-1">
          <For each={cards()}>
            {(card) => (
              <div class="flex w-40 flex-none flex-col gap-1.5">
                <Part {...props} part={card} />
              </div>
            )}
          </For>
        </div>
      </Show>
    </PhoneWall>
  )
}

function Part(props: TemplatePreviewProps & { part: TemplatePart }) {
  const header = () => partOf(props.part.defined, 'HEADER')
  const format = () => headerFormat(header())
  const picture = () => props.pictures?.[`${props.part.prefix}header`]
  const filled = (text: string, at: string) => fillMarked(text, (name) => props.values[`${at}-${name}`])
  /** Texts of Meta's own, as ours will be stored: authentication, offers. */
  const rendering = createMemo(() =>
    renderTemplate(
      {
        components: props.part.defined as Template['components'],
        parameterFormat: 'NAMED',
        category: props.template.category,
      },
      props.values.code ? [{ type: 'body', parameters: [{ type: 'text', text: props.values.code }] }] : [],
    ),
  )
  const body = () => {
    const text = textIn(partOf(props.part.defined, 'BODY'), 'text')
    return text === '' ? rendering().body : filled(text, `${props.part.prefix}body`)
  }
  const title = () =>
    format() === 'TEXT' ? filled(textIn(header(), 'text'), `${props.part.prefix}header`) : rendering().header
  return (
    <>
      <PhoneBubble
        media={
          <Show when={media[format()]}>
            {(icon) => (
              <Show
                when={picture()}
                fallback={
                  <span class="grid h-20 w-full min-w-36 place-items-center rounded-[9px] bg-[color-mix(in_srgb,var(--phone-ink)_9%,transparent)] text-(--phone-meta) [&_.lucide]:size-5">
                    <Dynamic component={icon()} aria-hidden="true" />
                  </span>
                }
              >
                {(url) => <img src={url()} alt="" class="max-h-40 w-full rounded-[9px] object-cover" />}
              </Show>
            )}
          </Show>
        }
        title={title() ? <Marked text={title() ?? ''} /> : undefined}
        footer={rendering().footer ?? undefined}
      >
        <Marked text={body()} />
      </PhoneBubble>
      <For each={rendering().buttons}>
        {(button) => (
          <PhoneButton
            icon={<Show when={icons[button.type]}>{(icon) => <Dynamic component={icon()} aria-hidden="true" />}</Show>}
          >
            {button.text}
          </PhoneButton>
        )}
      </For>
    </>
  )
}

/** A text with its variables marked: with what is put in, else with their names. */
function fillMarked(text: string, valueFor: (name: string) => string | undefined): string {
  return text.replace(
    /\{\{\s*(\w+)\s*\}\}/g,
    (_, name: string) => OPENS + (valueFor(name)?.trim() || name.replaceAll('_', ' ')) + CLOSES,
  )
}

function Marked(props: { text: string }): JSX.Element {
  return (
    <For each={parseText(props.text)}>
      {(part) => {
        const pieces = () => (
          <For each={splitMarked(part.text)}>
            {(piece) => (piece.isMarked ? <PhoneVariable>{piece.text}</PhoneVariable> : piece.text)}
          </For>
        )
        if (part.kind === 'bold') return <b class="font-bold">{pieces()}</b>
        if (part.kind === 'italic') return <i>{pieces()}</i>
        if (part.kind === 'struck') return <s>{pieces()}</s>
        if (part.kind === 'link') return <span class="text-(--phone-link)">{pieces()}</span>
        return <span>{pieces()}</span>
      }}
    </For>
  )
}

function splitMarked(text: string): { text: string; isMarked: boolean }[] {
  return text
    .split(new RegExp(`(${OPENS}[^${CLOSES}]*${CLOSES}?)`))
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece.replace(/[\uE000\uE001]/g, ''), isMarked: piece.startsWith(OPENS) }))
}
