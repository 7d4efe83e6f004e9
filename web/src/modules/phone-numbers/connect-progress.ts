export const connectSteps = ['way', 'credentials', 'webhook', 'profile', 'test'] as const
export type ConnectStep = (typeof connectSteps)[number]
export const connectWays = ['signup', 'platform', 'own'] as const
export type ConnectWay = (typeof connectWays)[number]

/** How far somebody came. There is no room in it for a token, a secret or a PIN. */
export type ConnectProgress = {
  way: ConnectWay | null
  step: ConnectStep
  metaAppId: string
  wabaId: string
  metaPhoneNumberId: string
  /** Ours, once it is connected. */
  phoneNumberId: string | null
}
export const emptyProgress: ConnectProgress = {
  way: null,
  step: 'way',
  metaAppId: '',
  wabaId: '',
  metaPhoneNumberId: '',
  phoneNumberId: null,
}

const keyOf = (organizationId: string) => `wharf.connect.${organizationId}`
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What was stored, looked at like anything that comes from outside. */
export function loadProgress(store: Store, organizationId: string): ConnectProgress {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(organizationId)) ?? 'null')
    return typeof kept === 'object' && kept !== null ? toProgress(kept as Record<string, unknown>) : emptyProgress
  } catch {
    return emptyProgress
  }
}

export function saveProgress(store: Store, organizationId: string, progress: ConnectProgress): void {
  try {
    store.setItem(keyOf(organizationId), JSON.stringify(toProgress(progress)))
  } catch {
    // A full or forbidden storage: then it is not remembered.
  }
}

export const forgetProgress = (store: Store, organizationId: string): void => store.removeItem(keyOf(organizationId))

/** Only what is known, in its form: a token that was pasted into the field of an id is not kept. */
function toProgress(kept: { [Key in keyof ConnectProgress]?: unknown }): ConnectProgress {
  const way = connectWays.find((one) => one === kept.way) ?? null
  const wanted = connectSteps.find((one) => one === kept.step) ?? 'way'
  const phoneNumberId =
    typeof kept.phoneNumberId === 'string' && /^num_[0-9a-z]{26}$/.test(kept.phoneNumberId) ? kept.phoneNumberId : null
  const progress = {
    way,
    step: wanted,
    metaAppId: digits(kept.metaAppId),
    wabaId: digits(kept.wabaId),
    metaPhoneNumberId: digits(kept.metaPhoneNumberId),
    phoneNumberId,
  }
  return { ...progress, step: mayOpen(progress, wanted) ? wanted : furthest(progress) }
}

const digits = (value: unknown): string => (typeof value === 'string' && /^\d{1,32}$/.test(value) ? value : '')

/** Before the number is there its last three steps have nothing to show; afterwards the first two have nothing to change. */
export function mayOpen({ way, phoneNumberId }: Pick<ConnectProgress, 'way' | 'phoneNumberId'>, step: ConnectStep) {
  if (phoneNumberId !== null) return step !== 'way' && step !== 'credentials'
  return step === 'way' || (step === 'credentials' && way !== null)
}
const furthest = ({ phoneNumberId }: Pick<ConnectProgress, 'phoneNumberId'>): ConnectStep =>
  phoneNumberId === null ? 'way' : 'webhook'

export const stepAfter = (step: ConnectStep): ConnectStep | null => connectSteps[connectSteps.indexOf(step) + 1] ?? null
export const stepBefore = (step: ConnectStep): ConnectStep | null =>
  connectSteps[connectSteps.indexOf(step) - 1] ?? null
