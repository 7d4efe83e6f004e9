import { legal } from '../../strings/en.legal'
import { LegalText } from './legal-text'

export default function TermsPage() {
  return <LegalText text={legal.terms} />
}
