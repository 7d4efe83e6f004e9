import { useSearchParams } from '@solidjs/router'
import { createSignal } from 'solid-js'
import {
  type ConnectProgress,
  type ConnectStep,
  type ConnectWay,
  connectSteps,
  emptyProgress,
  forgetProgress,
  loadProgress,
  mayOpen,
  saveProgress,
  stepAfter,
  stepBefore,
} from './connect-progress'

/** Where the wizard is, in the address and on this device. */
export function createConnectWizard(organizationId: string, store: Storage = localStorage) {
  const [search, setSearch] = useSearchParams<{ step: string }>()
  const [progress, setProgress] = createSignal(loadProgress(store, organizationId))
  const keep = (changes: Partial<ConnectProgress>) => {
    const next = { ...progress(), ...changes }
    saveProgress(store, organizationId, next)
    setProgress(next)
  }
  const step = (): ConnectStep => {
    const wanted = connectSteps.find((one) => one === search.step)
    return wanted && mayOpen(progress(), wanted) ? wanted : progress().step
  }
  const goTo = (next: ConnectStep | null) => {
    if (next === null || !mayOpen(progress(), next)) return
    keep({ step: next })
    setSearch({ step: next })
  }

  return {
    progress,
    keep,
    step,
    goTo,
    next: () => goTo(stepAfter(step())),
    /** Undefined: what is before can't be changed any more. */
    backTo: () => {
      const before = stepBefore(step())
      return before !== null && mayOpen(progress(), before) ? () => goTo(before) : undefined
    },
    choose: (way: ConnectWay) => keep({ way }),
    /** From here on the number is there: its ids are known to the server, and nothing typed is needed any more. */
    connected: (phoneNumberId: string) => {
      // Which of one's own apps it was: Meta's form wants the address of that one.
      const { way, metaAppId } = progress()
      keep({ ...emptyProgress, way, metaAppId, phoneNumberId, step: 'webhook' })
      setSearch({ step: 'webhook' }, { replace: true })
    },
    /** For the next number. */
    startAgain: () => {
      forgetProgress(store, organizationId)
      setProgress(emptyProgress)
      setSearch({ step: undefined }, { replace: true })
    },
    forget: () => forgetProgress(store, organizationId),
  }
}
export type ConnectWizard = ReturnType<typeof createConnectWizard>
