import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import { t } from '../../shared/i18n'
import { safeUrl } from './safe-url'

export type OptionKind = 'reply' | 'link' | 'phone' | 'copy' | 'flow' | 'place' | 'person' | 'items'
/** Something to tap in a message of ours. */
export type Option = { id: string | null; title: string; kind: OptionKind; href?: string | undefined }
export type ListSection = Extract<MessageContent, { type: 'list' }>['sections'][number]
/** A message with something to tap, whatever Meta calls it. */
export type Choice = {
  header: string | null
  body: string | null
  footer: string | null
  options: Option[]
  /** Opened by the only option. */
  sections: ListSection[]
}

const only = (title: string, kind: OptionKind, href?: string): Option[] => [{ id: null, title, kind, href }]
const webOption = (title: string, url: string): Option[] => only(title, 'link', safeUrl(url))

/** Undefined for what has nothing to tap. */
export function toChoice(content: MessageContent): Choice | undefined {
  const make = (values: Partial<Choice>): Choice => ({
    ...{ header: null, body: null, footer: null, options: [], sections: [] },
    ...values,
  })
  switch (content.type) {
    case 'buttons':
      return make({
        ...wordsOf(content),
        options: content.buttons.map(({ id, title }) => ({ id, title, kind: 'reply' })),
      })
    case 'list': {
      const count = content.sections.reduce((sum, { rows }) => sum + rows.length, 0)
      const options = only(t('thread.choice.options', content.button, count), 'items')
      return make({ ...wordsOf(content), options, sections: content.sections })
    }
    case 'cta_url':
      return make({ ...wordsOf(content), options: webOption(content.displayText, content.url) })
    case 'flow':
      return make({ ...wordsOf(content), options: only(content.button, 'flow') })
    case 'voice_call':
      return make({ body: content.body, options: only(content.displayText, 'phone') })
    case 'location_request':
      return make({ body: content.body, options: only(t('thread.choice.locationRequest'), 'place') })
    case 'contact_request':
      return make({ body: content.body, options: only(t('thread.choice.contactRequest'), 'person') })
    case 'address_request':
      return make({ body: content.body, options: only(t('thread.choice.addressRequest'), 'place') })
    case 'call_permission_request':
      return make({ body: content.body, options: only(t('thread.choice.callPermission'), 'phone') })
    case 'product':
      return make({
        body: content.body ?? null,
        footer: content.footer ?? null,
        options: only(t('thread.choice.product', { id: content.productRetailerId }), 'items'),
      })
    case 'product_list': {
      const count = content.sections.reduce((sum, { productRetailerIds }) => sum + productRetailerIds.length, 0)
      const sections = content.sections.map(({ title, productRetailerIds }) => ({
        title,
        rows: productRetailerIds.map((id) => ({ id, title: id })),
      }))
      const title = `${t('thread.choice.viewItems')} · ${t('thread.choice.productCount', count)}`
      return make({ ...wordsOf(content), options: only(title, 'items'), sections })
    }
    case 'catalog':
      return make({
        body: content.body,
        footer: content.footer ?? null,
        options: only(t('thread.choice.viewCatalog'), 'items'),
      })
    case 'order_details': {
      const { currency, total_amount: total, order } = content.parameters
      const items = order?.items ?? []
      const title = t('thread.order.pay', { total: formatMoney(total.value / total.offset, currency) })
      const rows = items.map(({ name, quantity }, at) => ({
        id: String(at),
        title: t('thread.order.item', { quantity, name }),
      }))
      return make({ ...wordsOf(content), options: only(title, 'items'), sections: rows.length > 0 ? [{ rows }] : [] })
    }
    case 'order_status': {
      const { reference_id: id, order, payment } = content.parameters
      const status = (order?.status ?? payment?.status ?? '').replaceAll(/[-_]/g, ' ')
      return make({ ...wordsOf(content), options: only(t('thread.order.status', { id, status }), 'items') })
    }
    default:
      return undefined
  }
}

export function formatMoney(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount)
  } catch {
    return `${amount} ${currency}`.trim()
  }
}

type Worded = { header?: { type: string; text?: string } | undefined; body: string; footer?: string | undefined }
const wordsOf = ({ header, body, footer }: Worded): Pick<Choice, 'header' | 'body' | 'footer'> => ({
  header: header?.type === 'text' ? (header.text ?? null) : null,
  body,
  footer: footer ?? null,
})

type TemplateButton = NonNullable<Extract<MessageContent, { type: 'template' }>['rendering']>['buttons'][number]

/** Buttons of a template as it was sent. */
export const templateOptions = (buttons: readonly TemplateButton[]): Option[] =>
  buttons.map(({ type, text, value }) => {
    switch (type) {
      case 'URL':
        return { id: null, title: text, kind: 'link', href: safeUrl(value) }
      case 'PHONE_NUMBER':
      case 'VOICE_CALL':
        return { id: null, title: text, kind: 'phone' }
      case 'COPY_CODE':
      case 'OTP':
        return { id: null, title: value ? `${text} · ${value}` : text, kind: 'copy' }
      case 'FLOW':
        return { id: null, title: text, kind: 'flow' }
      case 'QUICK_REPLY':
        return { id: value, title: text, kind: 'reply' }
      default:
        return { id: null, title: text, kind: 'items' }
    }
  })
