import type { OutboundContent } from './outbound-content.schemas'

/** What Meta would refuse although the schema accepts it: sentences for people, none when it can be sent. */
export function checkContent(content: OutboundContent): string[] {
  return content.type === 'list' && content.sections.flatMap(({ rows }) => rows).length > 10
    ? ['A list has at most 10 rows in all its sections together.']
    : []
}
