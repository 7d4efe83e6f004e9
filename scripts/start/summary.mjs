import { short } from '../shared/paths.mjs'

/**
 * What a script needs to drive the product; printed as one line by --json.
 * @param {{
 *   settings: import('./settings.mjs').Settings,
 *   values: Record<string, string | undefined>,
 *   demo: import('./seed.mjs').Demo,
 *   pids: Record<string, number | undefined>,
 * }} options
 */
export function describe({ settings, values, demo, pids }) {
  const { url, dashboardUrl, simulator, dataDir } = settings
  return {
    url,
    dashboardUrl,
    apiUrl: `${url}/api`,
    apiDocsUrl: `${url}/api/docs`,
    mailboxUrl: `${url}/api/dev/mail`,
    simulatorUrl: simulator ? `http://127.0.0.1:${simulator.port}` : null,
    demo: { organization: demo.organization, email: demo.email, password: demo.password },
    superadmin: { email: values.SUPERADMIN_EMAIL },
    webhookPath: '/api/webhook',
    appSecret: values.META_APP_SECRET,
    verifyToken: values.META_VERIFY_TOKEN,
    dataDir,
    pids,
  }
}

/** @param {ReturnType<typeof describe>} running @param {number} seconds */
export function toText(running, seconds) {
  const rows = [
    ['Dashboard', running.dashboardUrl],
    ['Sign in', `${running.demo.email} · ${running.demo.password}`],
    ['API reference', running.apiDocsUrl],
    ['Mailbox', running.mailboxUrl],
    ...(running.simulatorUrl ? [['Phone', running.simulatorUrl]] : []),
    ['Operator', `${running.superadmin.email} (sign up with it, verify, and it is the superadmin)`],
    ['Data and logs', short(running.dataDir)],
  ]
  const width = Math.max(...rows.map(([name = '']) => name.length))
  const lines = rows.map(([name = '', value]) => `  ${name.padEnd(width)}  ${value}`)
  return [
    '',
    `  Wharf is running (${seconds.toFixed(1)} s).`,
    '',
    ...lines,
    '',
    '  Ctrl-C ends everything; the data stays.',
    '',
  ].join('\n')
}
