import { legal } from '../../strings/en.legal'
import { LegalText } from './legal-text'

export default function PrivacyPage() {
  return <LegalText text={legal.privacy} />
}
