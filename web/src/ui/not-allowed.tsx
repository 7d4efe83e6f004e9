import Lock from 'lucide-solid/icons/lock'
import type { JSX } from 'solid-js'
import { EmptyState } from './empty-state'

/** Says who can instead: "Your role is Agent. Ifeoma can give you access." */
export function NotAllowed(props: { title: string; text: JSX.Element; children?: JSX.Element }) {
  return (
    <EmptyState icon={<Lock aria-hidden="true" />} title={props.title} text={props.text}>
      {props.children}
    </EmptyState>
  )
}
