import { A, useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { t } from '../../shared/i18n'
import { AuthHeading } from './auth-heading'
import { nextPath } from './next-path'
import { SignupForm } from './signup-form'

export default function SignupPage() {
  const [search] = useSearchParams<{ next: string }>()
  const location = useLocation()
  const navigate = useNavigate()
  return (
    <div class="flex flex-col gap-4">
      <AuthHeading title={t('auth.signup.title')}>
        {t('auth.signup.haveOne')}{' '}
        <A class="link" href={`/login${location.search}`}>
          {t('auth.signup.login')}
        </A>
      </AuthHeading>
      <SignupForm
        loginHref={`/login${location.search}`}
        onDone={() => navigate(nextPath(search.next, window.location.origin), { replace: true })}
      />
    </div>
  )
}
