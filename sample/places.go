package sample

// place is an invented town in every language.
type place = spelled

// Towns of the three parties. Hanul's are written from the Hangul, the others have
// a Hangul form of their own.
var (
	verTowns = []place{
		{"Вербогір", "Вербогор", "베르보히르", "Verbohir"}, {"Тиховодськ", "Тиховодск", "티호보츠크", "Tykhovodsk"},
		{"Осокорин", "Осокорин", "오소코린", "Osokoryn"}, {"Зарібня", "Зарибня", "자리브냐", "Zaribnia"},
		{"Калинброд", "Калинброд", "칼린브로드", "Kalynbrod"}, {"Мельничин", "Мельничин", "멜니친", "Melnychyn"},
		{"Світлояр", "Светлояр", "스비틀로야르", "Svitloiar"}, {"Долинець-на-Рунді", "Долинец-на-Рунде", "돌리네츠", "Dolynets-on-Runda"},
	}
	sokTowns = []place{
		{"Градовець", "Градовец", "그라도베츠", "Gradovets"}, {"Соколинськ", "Соколинск", "소콜린스크", "Sokolinsk"},
		{"Нижній Яр", "Нижний Яр", "니즈니야르", "Nizhni Iar"}, {"Белозорськ", "Белозорск", "벨로조르스크", "Belozorsk"},
		{"Тальниково", "Тальниково", "탈니코보", "Talnikovo"}, {"Усть-Морва", "Усть-Морва", "우스티모르바", "Ust-Morva"},
		{"Каменогірськ", "Каменогорск-на-Морве", "카메노고르스크", "Kamenogorsk-on-Morva"}, {"Рябіново", "Рябиново", "랴비노보", "Riabinovo"},
	}
	hanTowns = []place{
		{"Соль Хва", "Сольхва", "솔화", "Solhwa"}, {"Пексоль", "Пэксоль", "백솔", "Paeksol"},
		{"Ульлім", "Уллим", "울림포", "Ullimpo"}, {"Тальгок", "Тальгок", "달곡", "Talgok"},
		{"Ынпха", "Ынпха", "은파골", "Unphagol"}, {"Сандам", "Сандам", "산담", "Sandam"},
	}
	// Where people were taken: the villages of the Torvin region, on Sokolia's side.
	frontPlaces = []place{
		{"Торвін", "Торвин", "토르빈", "Torvin"}, {"хутір Лісна Балка, Торвінський край", "хутор Лесная Балка, Торвинский край", "레스나야발카", "Lesnaia Balka, Torvin region"},
		{"Погребище-Торвінське", "Погребище-Торвинское", "포그레비셰", "Pogrebishche-Torvinskoe"}, {"міст через Морву", "мост через Морву", "모르바 다리", "the Morva bridge"},
		{"Сухий Лог-Торвін", "Сухой Лог-Торвин", "수호이로크", "Sukhoi Log-Torvin"}, {"Старі Хутори, Торвінський край", "Старые Хутора, Торвинский край", "스타리예후토라", "Starye Khutora, Torvin region"},
	}
)

// Camps and hospitals of the two holders, in their own languages.
var (
	verCamps     = []string{"табір № 1, Вербогір", "табір № 2, Калинброд", "табір № 3, Мельничин", "табір № 4, Осокорин"}
	sokCamps     = []string{"лагерь № 11, Соколинск", "лагерь № 12, Белозорск", "лагерь № 14, Усть-Морва", "лагерь № 17, Рябиново"}
	verHospitals = []string{"військовий госпіталь, Вербогір", "лікарня № 2, Світлояр"}
	sokHospitals = []string{"военный госпиталь, Градовец", "районная больница, Тальниково"}
)

// Streets of enquirers' addresses.
var (
	verStreets = []string{"вул. Лозова", "вул. Млинова", "вул. Журавлина", "пров. Тихий"}
	sokStreets = []string{"ул. Речная", "ул. Заводская", "ул. Полевая", "пер. Тихий"}
)

func towns(home Party) []place {
	switch home {
	case VER:
		return verTowns
	case SOK:
		return sokTowns
	}
	return hanTowns
}

// Ranks from the bottom; the same place is the same rank in each language.
var ranks = []spelled{
	{"солдат", "рядовой", "전사", "private"}, {"старший солдат", "ефрейтор", "상급병사", "lance corporal"},
	{"молодший сержант", "младший сержант", "하사", "junior sergeant"}, {"сержант", "сержант", "중사", "sergeant"},
	{"старший сержант", "старший сержант", "상사", "senior sergeant"}, {"лейтенант", "лейтенант", "중위", "lieutenant"},
	{"капітан", "капитан", "대위", "captain"}, {"майор", "майор", "소좌", "major"},
}
