import { flatten, resolveTemplate, translator } from '@solid-primitives/i18n'
import { en } from '../strings/en'
import type { auth } from '../strings/en.auth'
import type { canned } from '../strings/en.canned'
import type { composer } from '../strings/en.composer'
import type { composing } from '../strings/en.composing'
import type { connection } from '../strings/en.connection'
import type { contactImport } from '../strings/en.contact-import'
import type { contactPage } from '../strings/en.contact-page'
import type { contactsList } from '../strings/en.contacts-list'
import type { createWorkspace } from '../strings/en.create-workspace'
import type { details } from '../strings/en.details'
import type { frame } from '../strings/en.frame'
import type { inbox } from '../strings/en.inbox'
import type { inboxList } from '../strings/en.inbox-list'
import type { inboxMany } from '../strings/en.inbox-many'
import type { jobs } from '../strings/en.jobs'
import type { notifications } from '../strings/en.notifications'
import type { numbers } from '../strings/en.numbers'
import type { overview } from '../strings/en.overview'
import type { palette } from '../strings/en.palette'
import type { segments } from '../strings/en.segments'
import type { settings } from '../strings/en.settings'
import type { settingsContacts } from '../strings/en.settings-contacts'
import type { teamPresence } from '../strings/en.team-presence'
import type { thread } from '../strings/en.thread'
import type { threadRare } from '../strings/en.thread-rare'

/** Loaded later than the first page, see `strings/register-*.ts`. */
type LaterStrings = {
  readonly auth: typeof auth
  readonly canned: typeof canned
  readonly composer: typeof composer
  readonly composing: typeof composing
  readonly contactPage: typeof contactPage
  readonly connection: typeof connection
  readonly createWorkspace: typeof createWorkspace
  readonly contactImport: typeof contactImport
  readonly contactsList: typeof contactsList
  readonly details: typeof details
  readonly inbox: typeof inbox & typeof inboxList & typeof inboxMany
  readonly jobs: typeof jobs
  readonly notifications: typeof notifications
  readonly numbers: typeof numbers
  readonly overview: typeof overview
  readonly segments: typeof segments
  readonly settings: typeof settings
  readonly settingsContacts: typeof settingsContacts
  readonly shell: typeof frame & typeof palette
  readonly teamPresence: typeof teamPresence
  readonly thread: typeof thread & typeof threadRare
}
type Strings = typeof en & LaterStrings

// The whole as far as types go: a text that is not here yet belongs to a page that is not here yet either.
const dictionary = flatten(en) as ReturnType<typeof flatten<Strings>>

// Only the built product saves the first page from carrying them; tests and the dev server have all texts at once.
if (!import.meta.env.PROD) {
  const [later, around, search, page, list, many, said, rare, ...features] = await Promise.all([
    import('../strings/en.settings'),
    import('../strings/en.frame'),
    import('../strings/en.palette'),
    import('../strings/en.inbox'),
    import('../strings/en.inbox-list'),
    import('../strings/en.inbox-many'),
    import('../strings/en.thread'),
    import('../strings/en.thread-rare'),
    import('../strings/en.auth'),
    import('../strings/en.composer'),
    import('../strings/en.composing'),
    import('../strings/en.details'),
    import('../strings/en.numbers'),
    import('../strings/en.overview'),
    import('../strings/en.canned'),
    import('../strings/en.notifications'),
    import('../strings/en.contacts-list'),
    import('../strings/en.contact-page'),
    import('../strings/en.segments'),
    import('../strings/en.jobs'),
    import('../strings/en.connection'),
    import('../strings/en.contact-import'),
    import('../strings/en.create-workspace'),
    import('../strings/en.settings-contacts'),
    import('../strings/en.team-presence'),
  ])
  const shell = { ...around.frame, ...search.palette }
  const inbox = { ...page.inbox, ...list.inboxList, ...many.inboxMany }
  const thread = { ...said.thread, ...rare.threadRare }
  addStrings(Object.assign({ settings: later.settings, shell, inbox, thread }, ...features))
}

/**
 * The text for a key: `t('auth.login.title')`. `{{ name }}` in a text is filled from the second argument;
 * a text that is a function (plurals) takes that function's arguments. An unknown key does not compile.
 */
export const t = translator(() => dictionary, resolveTemplate)

/** Adds a feature's texts, so that the first page does not carry them. */
export function addStrings(strings: { [Area in keyof LaterStrings]?: Partial<LaterStrings[Area]> }): void {
  Object.assign(dictionary, flatten(strings))
}
