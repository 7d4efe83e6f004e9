import { t } from '../../shared/i18n'
import { setSingleKeys, singleKeysOn } from '../../shared/shortcuts'
import { setTheme, themeChoice } from '../../shared/theme'
import { Card } from '../../ui/card'
import { Segmented } from '../../ui/segmented'
import { Switch } from '../../ui/switch'
import { setUndoSend, undoSendChoices, undoSendSeconds } from '../messages/undo-send'
import { EmailCard } from './email-card'
import { ProfileForm } from './profile-form'

const themes = [
  { value: 'light', label: t('settings.profile.light') },
  { value: 'dark', label: t('settings.profile.dark') },
  { value: 'system', label: t('settings.profile.system') },
] as const

const undoChoices = undoSendChoices.map((value) => ({
  value,
  label: value === '0' ? t('settings.profile.undoOff') : t('settings.profile.undoSeconds', { count: value }),
}))

export default function ProfilePage() {
  return (
    <div class="flex max-w-[720px] flex-col gap-4">
      <ProfileForm />
      <EmailCard />
      <Card title={t('settings.profile.appearanceTitle')} description={t('settings.profile.appearanceText')}>
        <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 max-sm:flex-col max-sm:items-stretch">
          <span aria-hidden="true" class="font-medium">
            {t('settings.profile.theme')}
          </span>
          <Segmented label={t('settings.profile.theme')} options={themes} value={themeChoice()} onChange={setTheme} />
        </div>
      </Card>
      <Card title={t('settings.profile.sendingTitle')} description={t('settings.profile.sendingText')}>
        <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 max-sm:flex-col max-sm:items-stretch">
          <span aria-hidden="true" class="font-medium">
            {t('settings.profile.undo')}
          </span>
          <Segmented
            label={t('settings.profile.undo')}
            options={undoChoices}
            value={undoSendSeconds()}
            onChange={setUndoSend}
          />
        </div>
      </Card>
      <Card title={t('settings.profile.keyboardTitle')}>
        <Switch
          label={t('settings.profile.shortcuts')}
          hint={t('settings.profile.shortcutsHint')}
          checked={singleKeysOn()}
          onChange={setSingleKeys}
        />
      </Card>
    </div>
  )
}
