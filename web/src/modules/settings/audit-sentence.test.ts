import '../../strings/register-settings'
import { type AuditAction, auditActions } from '@worker/modules/audit-log/audit-log.schemas'
import { describe, expect, it } from 'vitest'
import { auditActorName, auditSentence } from './audit-sentence'

const key = { type: 'api_key', id: 'key_1', label: 'مفتاح المتجر' }

describe('an audit log entry in words', () => {
  it.each(auditActions)('has a sentence for %s', (action) => {
    expect(auditSentence({ action, target: key })).not.toMatch(/\{\{|undefined|Did “/)
  })

  it('keeps a right-to-left name apart from the words around it', () => {
    expect(auditSentence({ action: 'member.removed', target: key })).toBe(
      'Removed \u2068مفتاح المتجر\u2069 from the workspace',
    )
  })

  it('names an action of a newer server as it is', () => {
    const action = 'broadcast.sent' as AuditAction
    expect(auditSentence({ action, target: null })).toBe('Did “broadcast.sent”')
  })

  it('says who did it even when the name is gone', () => {
    expect(auditActorName({ type: 'user', id: 'usr_1', name: 'Noor Haddad' })).toBe('Noor Haddad')
    expect(auditActorName({ type: 'system', id: null, name: null })).toBe('Wharf')
    expect(auditActorName({ type: 'user', id: 'usr_1', name: null })).toBe('Someone')
  })
})
