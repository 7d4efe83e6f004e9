const names = new Intl.DisplayNames('en-GB', { type: 'language' })

/** What WhatsApp speaks, as its templates name it; without the variants of one language. */
const codes =
  'af sq ar az bn bg ca zh_CN zh_HK zh_TW hr cs da nl en et fil fi fr ka de el gu ha he hi hu id ga it ja kn kk rw ko ky lo lv lt mk ms ml mr nb fa pl pt_BR pt_PT pa ro ru sr sk sl es sw sv ta te th tr uk ur uz vi zu'

export function languageName(code: string): string {
  try {
    return names.of(code.replaceAll('_', '-')) ?? code
  } catch {
    return code
  }
}

/** By name. One that a contact has and this list lacks stands in it, too. */
export function languageOptions(present: string | null): { value: string; label: string }[] {
  const all = codes.split(' ')
  if (present && !all.includes(present)) all.push(present)
  return all
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
}
