import { Navigate, type RouteDefinition, type RouteSectionProps } from '@solidjs/router'
import { type Component, lazy } from 'solid-js'
import { SessionKnown, SignedIn, SignedOutOnly } from './layouts/guards'
import { preloadList } from './modules/conversations/list-pane-later'

const AuthLayout = lazy(() => import('./layouts/auth-layout'))

/** Settings bring their own texts, which have to be there first. `guards.tsx` asks for them early. */
const settingsPage = (load: () => Promise<{ default: Component<RouteSectionProps> }>) =>
  lazy(async () => {
    await import('./strings/register-settings')
    return load()
  })

const InboxPage = lazy(() => {
  preloadList()
  return import('./modules/inbox/inbox.page')
})

/** Every page is its own file, loaded when it is opened. */
export const routes: RouteDefinition[] = [
  {
    path: '/',
    component: AuthLayout,
    children: [
      {
        path: '/',
        component: SignedOutOnly,
        children: [
          { path: '/login', component: lazy(() => import('./modules/auth/login.page')) },
          { path: '/signup', component: lazy(() => import('./modules/auth/signup.page')) },
          { path: '/forgot-password', component: lazy(() => import('./modules/auth/forgot-password.page')) },
        ],
      },
      {
        // These two come from a mail and work signed in or out.
        path: '/',
        component: (props: RouteSectionProps) => <SessionKnown>{props.children}</SessionKnown>,
        children: [
          { path: '/reset-password', component: lazy(() => import('./modules/auth/reset-password.page')) },
          { path: '/verify-email', component: lazy(() => import('./modules/auth/verify-email.page')) },
        ],
      },
    ],
  },
  {
    path: '/',
    component: SignedIn,
    children: [
      { path: '/', component: () => <Navigate href="/inbox" /> },
      { path: '/inbox/:conversationId?', component: InboxPage },
      { path: '/contacts', component: lazy(() => import('./modules/contacts/contacts.page')) },
      { path: '/contacts/duplicates', component: lazy(() => import('./modules/contacts/duplicates.page')) },
      { path: '/contacts/:id', component: lazy(() => import('./modules/contacts/contact.page')) },
      { path: '/overview', component: lazy(() => import('./modules/overview/overview.page')) },
      // Pages of their own: a task and its help need the room of the settings' menu.
      {
        path: '/settings/numbers/connect',
        component: settingsPage(() => import('./modules/phone-numbers/connect.page')),
      },
      {
        path: '/settings/numbers/connect/meta',
        component: settingsPage(() => import('./modules/phone-numbers/signup.page')),
      },
      {
        path: '/settings/numbers/:id',
        component: settingsPage(() => import('./modules/phone-numbers/number.page')),
      },
      {
        path: '/settings',
        component: settingsPage(() => import('./modules/settings/settings-layout.page')),
        children: [
          { path: '/', component: () => <Navigate href="/settings/profile" /> },
          { path: '/profile', component: settingsPage(() => import('./modules/settings/profile.page')) },
          { path: '/notifications', component: settingsPage(() => import('./modules/settings/notifications.page')) },
          { path: '/security', component: settingsPage(() => import('./modules/settings/security.page')) },
          { path: '/workspace', component: settingsPage(() => import('./modules/settings/workspace.page')) },
          { path: '/numbers', component: settingsPage(() => import('./modules/phone-numbers/numbers.page')) },
          {
            path: '/custom-fields',
            component: settingsPage(() => import('./modules/custom-fields/custom-fields.page')),
          },
          {
            path: '/canned-replies',
            component: settingsPage(() => import('./modules/canned-replies/canned-replies.page')),
          },
          { path: '/api-keys', component: settingsPage(() => import('./modules/settings/api-keys.page')) },
          { path: '/audit-log', component: settingsPage(() => import('./modules/settings/audit-log.page')) },
        ],
      },
    ],
  },
  { path: '/guide/whatsapp', component: lazy(() => import('./modules/guide/guide.page')) },
  { path: '/terms', component: lazy(() => import('./modules/legal/terms.page')) },
  { path: '/privacy', component: lazy(() => import('./modules/legal/privacy.page')) },
  { path: '*404', component: lazy(() => import('./layouts/not-found.page')) },
]
