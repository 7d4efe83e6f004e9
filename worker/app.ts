import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { analyticsRoutes } from './modules/analytics/analytics.routes'
import { apiKeyRoutes } from './modules/api-keys/api-keys.routes'
import { auditLogRoutes } from './modules/audit-log/audit-log.routes'
import { accountRoutes } from './modules/auth/account.routes'
import { signInRoutes } from './modules/auth/sign-in.routes'
import { cannedReplyRoutes } from './modules/canned-replies/canned-replies.routes'
import { contactExportRoutes } from './modules/contact-export/contact-export.routes'
import {
  contactImportPartRoutes,
  contactImportRoutes,
  takesImportPart,
} from './modules/contact-import/contact-import.routes'
import { bulkRoutes } from './modules/contacts/bulk.routes'
import { consentLogRoutes } from './modules/contacts/consent-log.routes'
import { contactListRoutes } from './modules/contacts/contact-list.routes'
import { contactRoutes } from './modules/contacts/contacts.routes'
import { customFieldRoutes } from './modules/contacts/custom-fields.routes'
import { duplicateRoutes } from './modules/contacts/duplicates.routes'
import { mergeRoutes } from './modules/contacts/merges.routes'
import { personRoutes } from './modules/contacts/person.routes'
import { personChangeRoutes } from './modules/contacts/person-changes.routes'
import { timelineRoutes } from './modules/contacts/timeline.routes'
import { conversationActionRoutes } from './modules/conversations/conversation-actions.routes'
import { conversationRoutes } from './modules/conversations/conversations.routes'
import { inboxRoutes } from './modules/inbox/inbox.routes'
import { replayRoutes } from './modules/ingestion/replay.routes'
import { createWebhookRoutes } from './modules/ingestion/webhook.routes'
import { jobRoutes } from './modules/jobs/jobs.routes'
import { contactMediaRoutes, conversationMediaRoutes, mediaRoutes } from './modules/media/media.routes'
import { mediaContentRoutes } from './modules/media/media-content.routes'
import { mediaUploadRoutes, takesRawBody } from './modules/media/media-upload.routes'
import { conversationMessageRoutes } from './modules/messages/conversation-messages.routes'
import { messageRoutes } from './modules/messages/messages.routes'
import { organizationRoutes } from './modules/organizations/organizations.routes'
import { connectingRoutes } from './modules/phone-numbers/connecting.routes'
import { phoneNumberRoutes } from './modules/phone-numbers/phone-numbers.routes'
import { apiDocsRoutes } from './modules/platform/api-docs.routes'
import { deadLetterRoutes } from './modules/platform/dead-letters.routes'
import { devClockRoutes } from './modules/platform/dev-clock.routes'
import { devMailboxRoutes } from './modules/platform/dev-mailbox.routes'
import { healthRoutes } from './modules/platform/health.routes'
import { platformRoutes } from './modules/platform/platform.routes'
import { privacyRoutes } from './modules/privacy/privacy.routes'
import { realtimeRoutes } from './modules/realtime/realtime.routes'
import { segmentRoutes } from './modules/segments/segments.routes'
import { teamRoutes } from './modules/team/team.routes'
import { templateRoutes } from './modules/templates/templates.routes'
import type { SystemDependencies } from './shared/context'
import { apiHeaders } from './shared/http/api-headers'
import type { AppEnv } from './shared/http/env'
import { bodyTooLarge, handleError, routeNotFound } from './shared/http/errors'
import { createRouter } from './shared/http/openapi'
import { publishDocument } from './shared/http/openapi-document'
import { requestContext } from './shared/http/request-context'
import { idempotency } from './tenancy/idempotency'
import { type MemberEnv, requireMember } from './tenancy/require-member'

const MAX_BODY_BYTES = 1024 * 1024
const WEBHOOK_PATH = '/api/webhook'

/** Behind the door: the organization is in the credential. Whatever is not open is closed, an unknown address too. */
function createOrganizationApp() {
  const app = createRouter<MemberEnv>()
  app.use(requireMember, idempotency)
  return app
    .route('/auth', accountRoutes)
    .route('/organizations', organizationRoutes)
    .route('/team', teamRoutes)
    .route('/api-keys', apiKeyRoutes)
    .route('/audit-log', auditLogRoutes)
    .route('/analytics', analyticsRoutes)
    .route('/canned-replies', cannedReplyRoutes)
    .route('/inbox', inboxRoutes)
    .route('/contacts/import', contactImportRoutes)
    .route('/contacts', contactListRoutes)
    .route('/contacts', customFieldRoutes)
    .route('/contacts', bulkRoutes)
    .route('/contacts', contactRoutes)
    .route('/contacts', duplicateRoutes)
    .route('/contacts', mergeRoutes)
    .route('/contacts', timelineRoutes)
    .route('/contacts', contactExportRoutes)
    .route('/contacts', privacyRoutes)
    .route('/contacts', personChangeRoutes)
    .route('/contacts', personRoutes)
    .route('/contacts', consentLogRoutes)
    .route('/contacts', contactMediaRoutes)
    .route('/segments', segmentRoutes)
    .route('/conversations', conversationRoutes)
    .route('/conversations', conversationActionRoutes)
    .route('/conversations', conversationMediaRoutes)
    .route('/conversations', conversationMessageRoutes)
    .route('/messages', messageRoutes)
    .route('/media', mediaRoutes)
    .route('/jobs', jobRoutes)
    .route('/phone-numbers', connectingRoutes)
    .route('/phone-numbers', phoneNumberRoutes)
    .route('/templates', templateRoutes)
    .route('/platform', platformRoutes)
    .route('/platform/dead-letters', deadLetterRoutes)
    .route('/platform', replayRoutes)
}

/** The whole API on one screen. Order matters: what answers first needs no credential. */
export function createApp(dependencies: SystemDependencies) {
  const app = createRouter<AppEnv>()
  app.onError(handleError)
  app.notFound(() => {
    throw routeNotFound()
  })
  // Here for whoever lists the routes: they are served by `createWebhookApp`.
  app.route(WEBHOOK_PATH, createWebhookRoutes(dependencies))
  app.use(requestContext(dependencies, (request) => takesRawBody(request) || takesImportPart(request)))
  // Before anything that sets headers: sockets, because headers break a 101, and the one page, which has its own.
  app.route('/api', realtimeRoutes)
  app.route('/api/docs', apiDocsRoutes)
  app.route('/api/dev/mail', devMailboxRoutes)
  app.route('/api/media', mediaContentRoutes)
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }), apiHeaders)
  // Before the limit for bodies: files have limits of their own.
  app.route('/api/media', mediaUploadRoutes)
  app.route('/api/contacts/import', contactImportPartRoutes)
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw bodyTooLarge()
      },
    }),
  )
  app.route('/api/health', healthRoutes)
  app.route('/api/dev/clock', devClockRoutes)
  publishDocument(app, '/api/openapi.json')
  return app.route('/api/auth', signInRoutes).route('/api', createOrganizationApp())
}

/** Meta's deliveries by themselves: asked more often than everything else together, so without the router of the API. */
export const createWebhookApp = (dependencies: SystemDependencies) =>
  createRouter<AppEnv>().route(WEBHOOK_PATH, createWebhookRoutes(dependencies))

/** What the typed client is made of. */
export type App = ReturnType<typeof createApp>
