const regions = new Intl.DisplayNames('en-GB', { type: 'region' })

/** Those with a country code of their own. */
const codes =
  'AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GI GR GD GT GN GW GY HT HN HK HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT LU MO MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG KP MK NO OM PK PW PS PA PG PY PE PH PL PT PR QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA KR SS ES LK SD SR SE CH SY TW TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW'

/** "United Kingdom" */
export function regionName(code: string): string {
  try {
    return regions.of(code) ?? code
  } catch {
    return code
  }
}

/** As a table's cell has room for: "UK", "PT". */
export const regionShort = (code: string): string => (code === 'GB' ? 'UK' : code)

export const regionOptions = (): { value: string; label: string }[] =>
  codes
    .split(' ')
    .map((value) => ({ value, label: regionName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
