import type { OrganizationContext, SystemContext } from '../context'
import type { Logger } from '../logger'

/** What every request carries. */
export type AppEnv = {
  Bindings: Env
  Variables: { requestId: string; log: Logger; system: SystemContext; sessionUserId?: string }
}

/** What a request behind `requireMember` carries besides. Handlers take `c.var.ctx` and nothing else. */
export type OrganizationEnv = AppEnv & { Variables: { ctx: OrganizationContext } }
