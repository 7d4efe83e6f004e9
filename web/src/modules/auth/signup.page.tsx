import { A, useLocation } from '@solidjs/router'
import { t } from '../../shared/i18n'
import { AuthHeading } from './auth-heading'
import { SignupForm } from './signup-form'

export default function SignupPage() {
  const location = useLocation()
  const loginHref = () => `/login${location.search}`
  return (
    <div class="flex flex-col gap-4">
      <AuthHeading title={t('auth.signup.title')}>
        {t('auth.signup.haveOne')}{' '}
        <A class="link" href={loginHref()}>
          {t('auth.signup.login')}
        </A>
      </AuthHeading>
      <SignupForm loginHref={loginHref()} />
    </div>
  )
}
