type LoginAnswer = { authResponse?: { code?: string } | null; status?: string }
type MetaSdk = {
  init: (options: { appId: string; version: string; autoLogAppEvents: boolean; xfbml: boolean }) => void
  login: (answer: (response: LoginAnswer) => void, options: Record<string, unknown>) => void
}
declare global {
  interface Window {
    FB?: MetaSdk
  }
}

const ADDRESS = 'https://connect.facebook.net/en_US/sdk.js'
const PATIENCE_MS = 15_000

/** Loads Meta's script. Only the page of the sign-up allows it: its Content-Security-Policy is another (`public/_headers`). */
export async function loadMetaSdk({ appId, version }: { appId: string; version: string }): Promise<MetaSdk> {
  if (!window.FB) await loadScript()
  if (!window.FB) throw new Error('Meta’s script did not start')
  window.FB.init({ appId, version, autoLogAppEvents: false, xfbml: false })
  return window.FB
}

function loadScript(): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    const timer = setTimeout(() => fail(), PATIENCE_MS)
    const fail = () => {
      clearTimeout(timer)
      script.remove()
      reject(new Error('Meta’s script could not be loaded'))
    }
    script.src = ADDRESS
    script.async = true
    script.crossOrigin = 'anonymous'
    script.onload = () => {
      clearTimeout(timer)
      resolve()
    }
    script.onerror = fail
    document.head.append(script)
  })
}

/** Opens the window. @returns the code that the server exchanges; null when the person closed it */
export function openSignup(
  sdk: MetaSdk,
  { configurationId, isOnPhoneApp }: { configurationId: string; isOnPhoneApp: boolean },
): Promise<string | null> {
  return new Promise((resolve) => {
    sdk.login((response) => resolve(response.authResponse?.code ?? null), {
      config_id: configurationId,
      response_type: 'code',
      override_default_response_type: true,
      extras: {
        setup: {},
        featureType: isOnPhoneApp ? 'whatsapp_business_app_onboarding' : '',
        sessionInfoVersion: '3',
      },
    })
  })
}
