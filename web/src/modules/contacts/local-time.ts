import { t } from '../../shared/i18n'

const clock = (timeZone: string) => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
const regions = new Intl.DisplayNames('en-GB', { type: 'region', style: 'short' })
const withArticle = ['AE', 'BS', 'CF', 'DO', 'GB', 'GM', 'MV', 'NL', 'PH', 'US']
/** Newer than the language's types. */
type Zoned = Intl.Locale & { getTimeZones?: () => string[] | undefined }

/**
 * What time it is where the number is from: only of countries that have one time, and where the browser knows. A number's
 * country is not where its owner is, but mostly.
 */
export function localTime(country: string, now: number): string | null {
  try {
    const zones = (new Intl.Locale('und', { region: country }) as Zoned).getTimeZones?.() ?? []
    const times = new Set(zones.map((zone) => clock(zone).format(now)))
    const [time] = times
    return times.size === 1 && time !== undefined ? time : null
  } catch {
    return null
  }
}

/** "the UK", "Portugal": as it stands behind "in". */
export function countryName(country: string): string {
  try {
    const name = regions.of(country) ?? country
    return withArticle.includes(country) ? t('details.theCountry', { name }) : name
  } catch {
    return country
  }
}
