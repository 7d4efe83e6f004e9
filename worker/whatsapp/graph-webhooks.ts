import { z } from 'zod'
import { Secret } from '../shared/secret'
import { GraphError } from './graph.errors'
import { callGraph, type GraphSystem } from './graph-request'

const OBJECT = 'whatsapp_business_account'

/** What must be subscribed, or customers' messages and their ticks do not come. */
export const neededWebhookFields = ['messages'] as const
/** Everything that the product understands. */
export const webhookFields = [
  ...neededWebhookFields,
  ...['message_template_status_update', 'message_template_quality_update', 'message_template_components_update'],
  ...['template_category_update', 'phone_number_quality_update', 'phone_number_name_update', 'account_update'],
  ...['account_review_update', 'account_alerts', 'business_capability_update', 'security', 'user_preferences'],
  ...['smb_message_echoes', 'smb_app_state_sync', 'history', 'calls', 'user_id_update', 'standby'],
  'messaging_handovers',
] as const
/** Fields that every app may subscribe to; newer ones are refused where Meta has not switched them on yet. */
const longKnown = webhookFields.slice(0, webhookFields.indexOf('calls'))

type App = { metaAppId: string; appSecret: Secret }
export type AppWebhook = { callbackUrl: string; isActive: boolean; fields: string[] }

const subscriptionsSchema = z.object({
  data: z.array(
    z.object({
      object: z.string(),
      callback_url: z.string(),
      active: z.boolean().catch(true),
      fields: z.array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])).catch([]),
    }),
  ),
})

/** Where the app's webhooks about WhatsApp go. Null: nowhere. @throws GraphError */
export async function getAppWebhook(system: GraphSystem, app: App): Promise<AppWebhook | null> {
  const { data } = await callGraph(
    system,
    { method: 'GET', path: `/${app.metaAppId}/subscriptions`, accessToken: asApp(app) },
    subscriptionsSchema,
  )
  const found = data.find(({ object }) => object === OBJECT)
  return found ? { callbackUrl: found.callback_url, isActive: found.active, fields: found.fields } : null
}

/**
 * Sends the app's webhooks to an address, every field that is understood. Meta shakes hands with the address before it
 * answers. @throws GraphError
 */
export async function setAppWebhook(
  system: GraphSystem,
  app: App,
  { callbackUrl, verifyToken }: { callbackUrl: string; verifyToken: Secret },
): Promise<void> {
  const set = (fields: readonly string[]) =>
    callGraph(
      system,
      {
        method: 'POST',
        path: `/${app.metaAppId}/subscriptions`,
        json: {
          object: OBJECT,
          callback_url: callbackUrl,
          verify_token: verifyToken.reveal(),
          fields: fields.join(','),
        },
        accessToken: asApp(app),
      },
      z.unknown(),
    )
  try {
    await set(webhookFields)
  } catch (error) {
    const isUnknownField = error instanceof GraphError && error.metaError.code === 100 && /fields/.test(error.message)
    if (!isUnknownField) throw error
    await set(longKnown)
  }
}

/** Webhooks of the number go where those of its account go again. @throws GraphError */
export async function removeNumberCallback(
  system: GraphSystem,
  { accessToken, metaPhoneNumberId }: { accessToken: Secret; metaPhoneNumberId: string },
): Promise<void> {
  await callGraph(
    system,
    {
      method: 'POST',
      path: `/${metaPhoneNumberId}`,
      json: { webhook_configuration: { override_callback_uri: '' } },
      accessToken,
    },
    z.unknown(),
  )
}

const asApp = ({ metaAppId, appSecret }: App) => new Secret(`${metaAppId}|${appSecret.reveal()}`)
