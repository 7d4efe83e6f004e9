import type { Template } from '@worker/modules/templates/templates.schemas'
import { t } from '../../shared/i18n'

const languages = new Intl.DisplayNames('en-GB', { type: 'language', style: 'short', languageDisplay: 'standard' })

/** "English (UK)" for `en_GB`; a code that nobody knows stays one. */
export function languageName(code: string): string {
  try {
    return languages.of(code.replace('_', '-')) ?? code
  } catch {
    return code
  }
}

/** "Utility · English" */
export function kindOf({ category, language }: Pick<Template, 'category' | 'language'>): string {
  const known = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const
  const found = known.find((one) => one === category.toUpperCase())
  return t('composing.templates.kind', {
    category: found ? t(`composing.templates.categories.${found}`) : category,
    language: languageName(language),
  })
}

/** Marketing goes to people who have agreed to it. */
export const isRefusedFor = (template: Pick<Template, 'category'>, contact: { consent: string }): boolean =>
  template.category.toUpperCase() === 'MARKETING' && contact.consent !== 'granted'
