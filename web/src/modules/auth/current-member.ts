import type { Me } from '@worker/modules/auth/auth.schemas'
import type { Permission } from '@worker/tenancy/permissions.schemas'
import { type Accessor, createContext, useContext } from 'solid-js'

export type CurrentMember = {
  me: Accessor<Me>
  organizationId: Accessor<string>
  /** From the server's answer, which is made of the same table; the table itself would bring zod along. */
  can: (permission: Permission) => boolean
}

export const CurrentMemberContext = createContext<CurrentMember>()

/** Who is looking. Every page inside the signed-in frame has one. */
export function useCurrentMember(): CurrentMember {
  const member = useContext(CurrentMemberContext)
  if (!member) throw new Error('useCurrentMember is for pages inside the signed-in frame')
  return member
}
