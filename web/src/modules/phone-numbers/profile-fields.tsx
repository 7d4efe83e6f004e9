import type { JSX } from 'solid-js'
import { t } from '../../shared/i18n'
import { Select } from '../../ui/select'
import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import { knownVerticals, type ProfileForm } from './create-profile-form'
import { PictureField } from './picture-field'

const limits = { about: 139, description: 512, address: 256, email: 128, website: 256 } as const

/** What customers see when they tap the name. */
export function ProfileFields(props: { profile: ProfileForm; name: string; readonly: boolean }): JSX.Element {
  const { form } = props.profile
  const industries = () => [
    { value: '', label: t('numbers.profile.verticalUnset') },
    ...knownVerticals.map((value) => ({ value: value as string, label: t(`numbers.profile.verticals.${value}`) })),
  ]
  const industryLabel = () => industries().find(({ value }) => value === form.values.vertical)?.label ?? ''
  return (
    <div class="flex flex-col gap-4">
      <PictureField profile={props.profile} name={props.name} readonly={props.readonly} />
      <TextField
        label={t('numbers.profile.about')}
        {...form.field('about')}
        hint={t('numbers.profile.aboutHint')}
        maxlength={limits.about}
        dir="auto"
        readonly={props.readonly}
      />
      <TextArea
        label={t('numbers.profile.description')}
        {...form.field('description')}
        maxlength={limits.description}
        readonly={props.readonly}
      />
      <div class="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        {props.readonly ? (
          <TextField
            label={t('numbers.profile.vertical')}
            name="vertical"
            value={industryLabel()}
            onInput={() => undefined}
            readonly
          />
        ) : (
          <Select label={t('numbers.profile.vertical')} options={industries()} {...form.choice('vertical')} />
        )}
        <TextField
          label={t('numbers.profile.email')}
          {...form.field('email')}
          type="email"
          autocomplete="off"
          maxlength={limits.email}
          dir="ltr"
          readonly={props.readonly}
        />
        <TextField
          label={t('numbers.profile.website')}
          {...form.field('website')}
          hint={props.readonly ? undefined : t('numbers.profile.websiteHint')}
          type="url"
          autocomplete="off"
          maxlength={limits.website}
          dir="ltr"
          readonly={props.readonly}
        />
        <TextField
          label={t('numbers.profile.secondWebsite')}
          {...form.field('secondWebsite')}
          type="url"
          autocomplete="off"
          maxlength={limits.website}
          dir="ltr"
          readonly={props.readonly}
        />
      </div>
      <TextField
        label={t('numbers.profile.address')}
        {...form.field('address')}
        maxlength={limits.address}
        dir="auto"
        readonly={props.readonly}
      />
    </div>
  )
}
