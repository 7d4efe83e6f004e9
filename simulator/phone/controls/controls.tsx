import { Show } from 'solid-js'
import { usePage } from '../store'
import { ChaosSection } from './chaos'
import { Clock } from './clock'
import { Crowd } from './crowd'
import { NextMessage } from './next-message'
import { People } from './people'
import { PhoneState } from './phone-state'
import { Section } from './section'

export function Controls() {
  const page = usePage()
  return (
    <div class="flex flex-col gap-5">
      <People />
      <Show when={page.customer()}>
        <Clock />
        <PhoneState />
      </Show>
      <Show when={page.number()?.pendingCode}>
        {(code) => (
          <Section title="Verification code">
            <p>
              <b class="font-mono text-lg tracking-wide">{code()}</b> was sent to {page.number()?.displayPhoneNumber}.
            </p>
          </Section>
        )}
      </Show>
      <Show when={page.number()}>
        <NextMessage />
        <ChaosSection />
        <Crowd />
      </Show>
    </div>
  )
}
