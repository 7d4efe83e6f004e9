/** What a message must say, all of it, to opt out or in; and what is answered then. */
export type ConsentKeywords = {
  optOut: string[]
  optIn: string[]
  confirmation?: { optOut: string | null; optIn: string | null } | undefined
}

/**
 * Until an organization has words of its own. Those that people are told to write, and that mean nothing else when they
 * are all of a message: no "cancel", which is about an order, and no "yes".
 */
export const consentKeywordsByLanguage: Record<string, { optOut: string[]; optIn: string[] }> = {
  en: {
    optOut: ['stop', 'stop all', 'unsubscribe', 'opt out', 'stop promotions'],
    optIn: ['start', 'subscribe', 'opt in'],
  },
  es: { optOut: ['baja', 'darme de baja', 'parar', 'no más'], optIn: ['alta', 'darme de alta', 'suscribir'] },
  pt: {
    optOut: ['sair', 'parar', 'cancelar inscrição', 'descadastrar'],
    optIn: ['voltar', 'inscrever', 'quero receber'],
  },
  fr: { optOut: ['arrêter', 'arret', 'désabonner', 'se désabonner'], optIn: ["s'abonner", 'abonner', 'reprendre'] },
  de: { optOut: ['stopp', 'abmelden', 'abbestellen'], optIn: ['anmelden', 'abonnieren'] },
  it: { optOut: ['ferma', 'disiscrivi', 'disiscrivimi', 'cancellami'], optIn: ['iscrivi', 'iscrivimi'] },
  nl: { optOut: ['afmelden', 'uitschrijven'], optIn: ['aanmelden', 'inschrijven'] },
  pl: { optOut: ['wypisz', 'wypisz mnie', 'rezygnuję'], optIn: ['zapisz', 'zapisz mnie'] },
  tr: { optOut: ['dur', 'iptal', 'ret', 'abonelikten çık'], optIn: ['başla', 'abone ol'] },
  ar: { optOut: ['إيقاف', 'توقف', 'إلغاء الاشتراك'], optIn: ['ابدأ', 'اشتراك', 'اشترك'] },
  hi: { optOut: ['बंद करें', 'रोकें', 'सदस्यता समाप्त'], optIn: ['शुरू करें', 'सदस्यता लें'] },
  id: { optOut: ['berhenti', 'batal langganan'], optIn: ['mulai', 'langganan'] },
}

export const defaultConsentKeywords: ConsentKeywords = {
  optOut: [...new Set(Object.values(consentKeywordsByLanguage).flatMap(({ optOut }) => optOut))],
  optIn: [...new Set(Object.values(consentKeywordsByLanguage).flatMap(({ optIn }) => optIn))],
}

/** Case, accents, punctuation and spaces do not count: "  ¡Párar!! " is "parar". Vowel signs that make a word do. */
export const foldKeyword = (text: string): string =>
  text
    .normalize('NFKD')
    // Latin accents and Arabic vowel marks, hamza and the dotless ı: nobody types them when in a hurry.
    .replace(/[\u0300-\u036f\u064b-\u0655\u0670]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\u0307/g, '')
    .replace(/ı/g, 'i')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

/** Nobody opts out in a letter: longer texts are not looked at. */
const LONGEST = 200

/** What a whole message says about consent; null when it says something else. Out goes before in. */
export function consentOf(text: string, keywords: ConsentKeywords): 'granted' | 'revoked' | null {
  if (text.length > LONGEST) return null
  const said = foldKeyword(text)
  return said === '' ? null : (foldedOf(keywords).get(said) ?? null)
}

const folded = new WeakMap<ConsentKeywords, Map<string, 'granted' | 'revoked'>>()
/** Every message is compared, so the words are folded once. */
function foldedOf(keywords: ConsentKeywords): Map<string, 'granted' | 'revoked'> {
  const known = folded.get(keywords)
  if (known) return known
  const words = new Map<string, 'granted' | 'revoked'>()
  for (const word of keywords.optIn) words.set(foldKeyword(word), 'granted')
  for (const word of keywords.optOut) words.set(foldKeyword(word), 'revoked')
  folded.set(keywords, words)
  return words
}

/** An organization's own, as they are stored; without any, those of the languages above. */
export const keywordsOf = (stored: Record<string, unknown> | null): ConsentKeywords =>
  // Written by `consentKeywordsSchema` (organizations.schemas.ts) only.
  stored === null ? defaultConsentKeywords : (stored as ConsentKeywords)
