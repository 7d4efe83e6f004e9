import { contentLimits } from './content-limits.schemas'
import { checkOrderDetails, checkOrderStatus } from './order-rules'
import type { OutboundContent } from './outbound-content.schemas'

type Of<Type extends OutboundContent['type']> = Extract<OutboundContent, { type: Type }>

/**
 * What Meta would refuse although `outboundContentSchema` accepts it: the rules between fields.
 * @returns sentences for people; none when it can be sent. Templates are checked against their definition: `checkTemplate`
 */
export function checkContent(content: OutboundContent): string[] {
  const problems = rulesOf(content)
  if ('body' in content && content.body !== undefined && content.type !== 'product' && isBlank(content.body))
    problems.unshift('The message needs some text.')
  if ('header' in content && content.header) {
    if (content.header.type === 'text')
      problems.push(...(isBlank(content.header.text) ? ['The header needs some text.'] : []))
    else problems.push(...oneSource(content.header, 'The header'))
  }
  return problems
}

function rulesOf(content: OutboundContent): string[] {
  switch (content.type) {
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return oneSource(content, 'The message')
    case 'contacts':
      return content.contacts.flatMap(checkCard)
    case 'reaction':
      return content.emoji !== null && !isOneEmoji(content.emoji) ? ['A reaction is one emoji.'] : []
    case 'buttons':
      return [
        ...content.buttons.flatMap(({ id, title }) => checkLabels('A button', { id, title })),
        ...twins(
          content.buttons.map(({ title }) => title),
          'Two buttons cannot have the same title.',
        ),
        ...twins(
          content.buttons.map(({ id }) => id),
          'Two buttons cannot have the same id.',
        ),
      ]
    case 'list':
      return checkList(content)
    case 'cta_url':
      return checkLabels('The button', { title: content.displayText })
    case 'flow':
      return checkFlow(content)
    case 'address_request':
      return content.country === 'IN' || content.country === 'SG'
        ? []
        : ['An address can only be asked for in India (IN) and Singapore (SG).']
    case 'voice_call':
      return checkLabels('The button', { title: content.displayText })
    case 'product':
      return checkLabels('A product', { id: content.productRetailerId, catalogue: content.catalogId })
    case 'product_list':
      return checkProducts(content)
    case 'carousel':
      return checkCarousel(content)
    case 'order_details':
      return checkOrderDetails(content.parameters)
    case 'order_status':
      return checkOrderStatus(content.parameters)
    default:
      return []
  }
}

const isBlank = (words: string) => words.trim() === ''
const twins = (values: string[], problem: string): string[] => (new Set(values).size === values.length ? [] : [problem])
const checkLabels = (what: string, labels: Record<string, string>): string[] =>
  Object.entries(labels).flatMap(([name, words]) => (isBlank(words) ? [`${what} needs a ${name}.`] : []))

/** A file is ours, or one that Meta fetches. */
const oneSource = ({ mediaId, link }: { mediaId: string | null; link?: string | undefined }, what: string): string[] =>
  (mediaId === null || mediaId === '') === (link === undefined)
    ? [`${what} needs either a file (mediaId) or the address of one (link)${link === undefined ? '' : ', not both'}.`]
    : []

const NAME_PARTS = ['first_name', 'last_name', 'middle_name', 'prefix', 'suffix']
function checkCard({ name, ...card }: Of<'contacts'>['contacts'][number], index: number): string[] {
  const which = `Contact ${index + 1}`
  const problems: string[] = []
  if (!name?.formatted_name?.trim()) problems.push(`${which} needs a name (formatted_name).`)
  else if (!NAME_PARTS.some((part) => typeof name[part] === 'string' && name[part] !== ''))
    problems.push(`${which} needs one part of its name beside the whole: ${NAME_PARTS.join(', ')}.`)
  for (const list of ['phones', 'emails', 'urls', 'addresses']) {
    const entries = card[list]
    const isList =
      Array.isArray(entries) &&
      entries.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
    if (entries !== undefined && !isList) problems.push(`${which}: ${list} must be a list of objects.`)
  }
  return problems
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const isOneEmoji = (text: string): boolean =>
  [...graphemes.segment(text)].length === 1 &&
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\u20e3|\p{RI}{2}/u.test(text)

function checkSectionTitles(sections: readonly { title?: string | undefined }[]): string[] {
  const isNeeded = sections.length > 1
  return isNeeded && sections.some(({ title }) => title === undefined || isBlank(title))
    ? ['With more than one section, each needs a title.']
    : []
}

function checkList({ button, sections }: Of<'list'>): string[] {
  const rows = sections.flatMap((section) => section.rows)
  const { listRows } = contentLimits
  return [
    ...checkLabels('The list', { 'button text': button }),
    ...checkSectionTitles(sections),
    ...(rows.length > listRows
      ? [`A list has at most ${listRows} rows in all its sections together; this one has ${rows.length}.`]
      : []),
    ...rows.flatMap(({ id, title }) => checkLabels('A row', { id, title })),
    ...twins(
      rows.map(({ id }) => id),
      'Two rows cannot have the same id.',
    ),
  ]
}

function checkProducts({ sections }: Of<'product_list'>): string[] {
  const products = sections.flatMap(({ productRetailerIds }) => productRetailerIds)
  const most = contentLimits.products
  return [
    ...checkSectionTitles(sections),
    ...(products.length > most ? [`At most ${most} products can be sent at once; these are ${products.length}.`] : []),
    ...products.flatMap((id) => checkLabels('A product', { id })),
  ]
}

function checkFlow({ flowId, flowName, button, action, screen, data }: Of<'flow'>): string[] {
  return [
    ...(Boolean(flowId?.trim()) === Boolean(flowName?.trim()) ? ['A flow needs either its id or its name.'] : []),
    ...checkLabels('The flow', { button: button }),
    ...(/\p{Extended_Pictographic}/u.test(button) ? ['The button of a flow takes no emoji.'] : []),
    ...(data && !screen?.trim() && action !== 'data_exchange'
      ? ['Data can only be given together with the screen it is for.']
      : []),
    ...(data && Object.keys(data).length === 0 ? ['The data of a flow cannot be empty; leave it out.'] : []),
  ]
}

/** Two line breaks at most: developers.facebook.com, "Interactive media carousel messages". */
const CARD_LINE_BREAKS = 2

/** Meta shows cards side by side: all of one kind, with as many buttons. */
function checkCarousel({ cards }: Of<'carousel'>): string[] {
  const kinds = cards.map(({ header, ctaUrl, buttons, product }) =>
    product ? 'product' : `${header?.type} ${ctaUrl ? 'link' : `${buttons?.length ?? 0} buttons`}`,
  )
  const problems = cards.flatMap((card, index) => checkCarouselCard(card, `Card ${index + 1}`))
  return new Set(kinds).size > 1
    ? [...problems, 'All cards must be of the same kind: the same type of header, and the same buttons.']
    : problems
}

function checkCarouselCard(
  { header, body, ctaUrl, buttons, product }: Of<'carousel'>['cards'][number],
  which: string,
): string[] {
  const actions = [ctaUrl, buttons, product].filter((action) => action !== undefined).length
  const problems = actions === 1 ? [] : [`${which} needs one of a link, buttons and a product.`]
  if (product)
    return [
      ...problems,
      ...(header || body ? [`${which} shows a product: it takes no header and no text.`] : []),
      ...checkLabels(`${which}’s product`, { id: product.productRetailerId, catalogue: product.catalogId }),
    ]
  if (!header) problems.push(`${which} needs an image or a video.`)
  else problems.push(...oneSource(header, which))
  if (body && body.split('\n').length - 1 > CARD_LINE_BREAKS)
    problems.push(`${which}: its text takes at most ${CARD_LINE_BREAKS} line breaks.`)
  if (ctaUrl) {
    problems.push(...checkLabels(`${which}’s button`, { title: ctaUrl.displayText }))
    if (!/^https?:\/\//i.test(ctaUrl.url)) problems.push(`${which}: its link must begin with https:// or http://.`)
  }
  for (const { id, title } of buttons ?? []) problems.push(...checkLabels(`${which}’s button`, { id, title }))
  return problems
}
