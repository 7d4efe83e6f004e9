import { ChangePasswordForm } from './change-password-form'
import { SessionsCard } from './sessions-card'
import { TotpCard } from './totp-card'

export default function SecurityPage() {
  return (
    <div class="flex max-w-[720px] flex-col gap-4">
      <ChangePasswordForm />
      <TotpCard />
      <SessionsCard />
    </div>
  )
}
