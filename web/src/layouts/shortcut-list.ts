import { t } from '../shared/i18n'
import { navigation } from './navigation'

/** `keys`: all that do it, side by side. */
export type ShortcutLine = { label: string; keys: readonly string[] }
export type ShortcutGroup = { title: string; shortcuts: readonly ShortcutLine[] }

/** The keyboard map. What stands here works; shortcut-list.test.tsx looks for each in what binds it. */
export function listShortcuts(): ShortcutGroup[] {
  const line = (label: string, ...keys: string[]): ShortcutLine => ({ label, keys })
  return [
    {
      title: t('shell.shortcuts.anywhere'),
      shortcuts: [
        line(t('shell.shortcuts.palette'), 'mod+k'),
        ...navigation.map((entry) => line(t('shell.shortcuts.goToPage', { page: t(entry.label) }), `g ${entry.goKey}`)),
        line(t('shell.shortcuts.overlay'), '?'),
        line(t('shell.shortcuts.undo'), 'z'),
        line(t('shell.shortcuts.up'), 'escape'),
      ],
    },
    {
      title: t('shell.shortcuts.list.title'),
      shortcuts: [
        line(t('shell.shortcuts.list.move'), 'j', 'k'),
        line(t('shell.shortcuts.list.open'), 'enter'),
        line(t('shell.shortcuts.list.select'), 'x', 'shift+x'),
        line(t('shell.shortcuts.list.search'), '/'),
        line(t('shell.shortcuts.list.views'), '1', '2', '3'),
        line(t('shell.shortcuts.list.unread'), 'u'),
        line(t('shell.shortcuts.list.create'), 'c'),
      ],
    },
    {
      title: t('shell.shortcuts.conversation.title'),
      shortcuts: [
        line(t('shell.shortcuts.conversation.reply'), 'r'),
        line(t('shell.shortcuts.conversation.note'), 'n'),
        line(t('shell.shortcuts.conversation.close'), 'e'),
        line(t('shell.shortcuts.conversation.snooze'), 'h'),
        line(t('shell.shortcuts.conversation.assign'), 'a'),
        line(t('shell.shortcuts.conversation.assignToMe'), 'i'),
        line(t('shell.shortcuts.conversation.tag'), 'l'),
        line(t('shell.shortcuts.conversation.template'), 't'),
        line(t('shell.shortcuts.conversation.details'), ']'),
      ],
    },
    {
      title: t('shell.shortcuts.composer.title'),
      shortcuts: [
        line(t('shell.shortcuts.composer.send'), 'enter'),
        line(t('shell.shortcuts.composer.line'), 'shift+enter'),
        line(t('shell.shortcuts.composer.sendAndClose'), 'mod+enter'),
        line(t('shell.shortcuts.composer.canned'), '/'),
        line(t('shell.shortcuts.composer.template'), '//'),
        line(t('shell.shortcuts.composer.emoji'), ':'),
        line(t('shell.shortcuts.composer.mention'), '@'),
        line(t('shell.shortcuts.composer.editNote'), '↑'),
        line(t('shell.shortcuts.composer.leave'), 'escape'),
      ],
    },
    {
      title: t('shell.shortcuts.message.title'),
      shortcuts: [
        line(t('shell.shortcuts.message.move'), '↑', '↓'),
        line(t('shell.shortcuts.message.actions'), 'enter'),
        line(t('shell.shortcuts.message.reply'), 'r'),
        line(t('shell.shortcuts.message.react'), '+'),
        line(t('shell.shortcuts.message.copy'), 'mod+c'),
        line(t('shell.shortcuts.message.canned'), 's'),
        line(t('shell.shortcuts.message.retry'), 'shift+r'),
      ],
    },
    {
      title: t('shell.shortcuts.dialogs'),
      shortcuts: [
        line(t('shell.shortcuts.moveInMenu'), '↑', '↓'),
        line(t('shell.shortcuts.choose'), 'enter'),
        line(t('ui.close'), 'escape'),
      ],
    },
  ]
}
