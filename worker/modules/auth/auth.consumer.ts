import type { SystemContext } from '../../shared/context'
import { sendPasswordReset } from './password.usecases'

export const passwordResetConsumer = (system: SystemContext, { email }: { email: string }): Promise<void> =>
  sendPasswordReset(system, email)
