import { flatten, resolveTemplate, translator } from '@solid-primitives/i18n'
import { en } from '../strings/en'

const dictionary = flatten(en)

/**
 * The text for a key: `t('auth.login.title')`. `{{ name }}` in a text is filled from the second argument;
 * a text that is a function (plurals) takes that function's arguments. An unknown key does not compile.
 */
export const t = translator(() => dictionary, resolveTemplate)
