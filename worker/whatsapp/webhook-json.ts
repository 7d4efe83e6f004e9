/**
 * Parses JSON without rounding integers above 2^53 (template ids): those become strings.
 * @throws SyntaxError when the text is not JSON
 */
export const parseWebhookJson = (text: string): unknown => JSON.parse(text)
