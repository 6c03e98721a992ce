package name

import "strings"

// titles are forms of address, titles and ranks, in normal form without full stops, as capture cards and lists
// put them before or after a name.
const titles = `
|mr|mrs|ms|miss|sir|dr|prof|jr|sr|esq|rev|comrade|citizen
|pvt|private|pfc|cpl|corporal|lcpl|sgt|sergeant|ssgt|msgt|lt|lieutenant|capt|captain|maj|major|col|colonel|gen|general|soldier|pow
|г|гр|пан|пані|господин|госпожа|громадянин|гражданин|товариш|товарищ|др|проф
|рядовий|рядовой|солдат|старшина|сержант|єфрейтор|ефрейтор|капрал|прапорщик|мичман|мічман|лейтенант|капітан|капитан|майор|полковник|підполковник|подполковник|генерал|матрос|ст|мол|мл|рядов|серж|лейт|кап
|씨|님|군|양반|동무|동지|선생|전사|하전사|상등병|이병|일병|상병|병장|하사|중사|상사|특무상사|원사|준위|소위|중위|대위|소좌|중좌|상좌|대좌|소령|중령|대령|병사|장군|
`

// title reports whether a normal form is a title or rank. A single "양" or "노" is a family name and not listed.
func title(normal string) bool {
	if normal == "" || len(normal) > 40 || strings.ContainsAny(normal, "|\n") {
		return false
	}
	at := strings.Index(titles, "|"+normal)
	for at >= 0 {
		end := at + 1 + len(normal)
		if titles[end] == '|' || titles[end] == '\n' {
			return true
		}
		next := strings.Index(titles[end:], "|"+normal)
		if next < 0 {
			return false
		}
		at = end + next
	}
	return false
}
