import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import { t } from '../../shared/i18n'

type Content = Extract<NewMessage['content'], { type: 'buttons' | 'list' }>

export type BuiltRow = { title: string; description: string }
/** What is filled in, whichever kind it becomes. */
export type Built = {
  kind: 'buttons' | 'list'
  header: string
  body: string
  footer: string
  buttons: string[]
  listButton: string
  sections: { title: string; rows: BuiltRow[] }[]
}
/** By the name of the field: `body`, `button-1`, `row-0-2`. */
export type BuiltProblems = Record<string, string>

export const emptyBuild = (body: string): Built => ({
  kind: 'buttons',
  header: '',
  body,
  footer: '',
  buttons: [''],
  listButton: '',
  sections: [{ title: '', rows: [{ title: '', description: '' }] }],
})

export const bodyLimitOf = ({ kind }: Built): number =>
  kind === 'buttons' ? contentLimits.buttonsBody : contentLimits.listBody

/** What is longer than Meta takes. Nothing is cut: whoever wrote it decides what goes. */
export function findTooLong(built: Built): BuiltProblems {
  const problems: BuiltProblems = {}
  const check = (name: string, text: string, limit: number) => {
    if (text.length > limit) problems[name] = t('composing.build.tooLong', { count: text.length - limit })
  }
  check('body', built.body, bodyLimitOf(built))
  check('header', built.header, contentLimits.header)
  check('footer', built.footer, contentLimits.footer)
  if (built.kind === 'buttons') {
    built.buttons.forEach((title, at) => void check(`button-${at}`, title, contentLimits.buttonTitle))
    return problems
  }
  check('listButton', built.listButton, contentLimits.listButton)
  built.sections.forEach((section, at) => {
    if (built.sections.length > 1) check(`section-${at}`, section.title, contentLimits.sectionTitle)
    section.rows.forEach((row, place) => {
      check(`row-${at}-${place}`, row.title, contentLimits.rowTitle)
      check(`description-${at}-${place}`, row.description, contentLimits.rowDescription)
    })
  })
  return problems
}

/** What is missing or there twice. */
export function findProblems(built: Built): BuiltProblems {
  const problems: BuiltProblems = {}
  const blank = (text: string) => text.trim() === ''
  if (blank(built.body)) problems.body = t('composing.build.needsText')
  if (built.kind === 'buttons') {
    built.buttons.forEach((title, at) => {
      if (blank(title)) problems[`button-${at}`] = t('composing.build.needsTitle')
      else if (built.buttons.findIndex((other) => other.trim() === title.trim()) < at)
        problems[`button-${at}`] = t('composing.build.sameTitle')
    })
    return problems
  }
  if (blank(built.listButton)) problems.listButton = t('composing.build.needsListButton')
  built.sections.forEach((section, at) => {
    if (built.sections.length > 1 && blank(section.title))
      problems[`section-${at}`] = t('composing.build.needsSectionTitle')
    section.rows.forEach((row, place) => {
      if (blank(row.title)) problems[`row-${at}-${place}`] = t('composing.build.needsTitle')
    })
  })
  return problems
}

export const rowCount = ({ sections }: Built): number => sections.reduce((sum, { rows }) => sum + rows.length, 0)
export const mayAddRow = (built: Built): boolean => rowCount(built) < contentLimits.listRows

/** Ids are by place: what was picked is told apart, and nobody has to think of them. */
export function toContent(built: Built): Content {
  const { header, body, footer } = built
  const around = {
    ...(header.trim() ? { header: { type: 'text' as const, text: header.trim() } } : {}),
    body: body.trim(),
    ...(footer.trim() ? { footer: footer.trim() } : {}),
  }
  if (built.kind === 'buttons')
    return {
      type: 'buttons',
      ...around,
      buttons: built.buttons.map((title, at) => ({ id: `button-${at + 1}`, title: title.trim() })),
    }
  return {
    type: 'list',
    ...around,
    button: built.listButton.trim(),
    sections: built.sections.map(({ title, rows }, at) => ({
      ...(title.trim() ? { title: title.trim() } : {}),
      rows: rows.map((row, place) => ({
        id: `row-${at + 1}-${place + 1}`,
        title: row.title.trim(),
        ...(row.description.trim() ? { description: row.description.trim() } : {}),
      })),
    })),
  }
}

/** The same the other way round: a message that was taken back is built on. */
export function ofContent(content: Content): Built {
  const empty = emptyBuild(content.body)
  const around = {
    header: content.header?.type === 'text' ? content.header.text : '',
    footer: content.footer ?? '',
  }
  if (content.type === 'buttons') return { ...empty, ...around, buttons: content.buttons.map(({ title }) => title) }
  return {
    ...empty,
    ...around,
    kind: 'list',
    listButton: content.button,
    sections: content.sections.map(({ title = '', rows }) => ({
      title,
      rows: rows.map((row) => ({ title: row.title, description: row.description ?? '' })),
    })),
  }
}
