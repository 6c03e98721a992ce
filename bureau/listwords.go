package bureau

import "homeward/exchange"

// listWords are the words of a handover's lists, by the language a party reads.
var listWords = map[string]exchange.Labels{
	"la": {
		Language: "en", HandsOver: "Handed over by %s", TakesOver: "Taken over by %s", ByStandard: "by the standard %s", People: "People: %d",
		Number: "no.", Stage: "stage", Crossing: "crossing", ID: "id", Name: "name", Theirs: "name as the other side reads it", Spelling: "spelling",
		Born: "born", Rank: "rank", From: "from", To: "to", Remark: "remark", Done: "handed over",
		Remains: "remains", Interview: "only after a private interview", NoSpelling: "no spelling in this script is known", NameUnknown: "name not known",
		Marked:      "A name that nobody wrote down in this script is marked under “spelling”.",
		Conditional: "Some go only after a private interview (GCIII Art. 109(3)).",
		SignHands:   "for the party that hands over: name, date, signature or seal", SignTakes: "for the party that takes over: name, date, signature or seal",
	},
	"uk": {
		Language: "uk", HandsOver: "Передає %s", TakesOver: "Приймає %s", ByStandard: "за стандартом %s", People: "Осіб: %d",
		Number: "№", Stage: "етап", Crossing: "місце передачі", ID: "ідентифікатор", Name: "прізвище та ім’я", Theirs: "ім’я для іншої сторони", Spelling: "написання",
		Born: "дата народження", Rank: "звання", From: "від", To: "до", Remark: "примітка", Done: "передано",
		Remains: "останки", Interview: "лише після співбесіди наодинці", NoSpelling: "написання цим письмом невідоме", NameUnknown: "ім’я невідоме",
		Marked:      "Ім’я, якого ніхто не записав цим письмом, позначено в графі «написання».",
		Conditional: "Деякі особи — лише після співбесіди наодинці (ЖК III, ст. 109(3)).",
		SignHands:   "за сторону, що передає: ім’я, дата, підпис або печатка", SignTakes: "за сторону, що приймає: ім’я, дата, підпис або печатка",
	},
	"ru": {
		Language: "ru", HandsOver: "Передаёт %s", TakesOver: "Принимает %s", ByStandard: "по стандарту %s", People: "Человек: %d",
		Number: "№", Stage: "этап", Crossing: "место передачи", ID: "идентификатор", Name: "фамилия и имя", Theirs: "имя для другой стороны", Spelling: "написание",
		Born: "дата рождения", Rank: "звание", From: "от", To: "кому", Remark: "примечание", Done: "передано",
		Remains: "останки", Interview: "только после беседы наедине", NoSpelling: "написание этим письмом неизвестно", NameUnknown: "имя неизвестно",
		Marked:      "Имя, которое никто не записал этим письмом, отмечено в графе «написание».",
		Conditional: "Некоторые — только после беседы наедине (ЖК III, ст. 109(3)).",
		SignHands:   "за передающую сторону: имя, дата, подпись или печать", SignTakes: "за принимающую сторону: имя, дата, подпись или печать",
	},
	"ko": {
		Language: "ko", HandsOver: "%s 인도 명단", TakesOver: "%s 인수 명단", ByStandard: "%s 표기법에 따름", People: "인원: %d명",
		Number: "번호", Stage: "단계", Crossing: "인도 장소", ID: "식별 번호", Name: "성명", Theirs: "상대측을 위한 성명", Spelling: "표기",
		Born: "생년월일", Rank: "계급", From: "인도측", To: "인수측", Remark: "비고", Done: "인도 확인",
		Remains: "유해", Interview: "개별 면담 후에만", NoSpelling: "이 문자로 된 표기가 알려져 있지 않음", NameUnknown: "성명 미상",
		Marked:      "아무도 이 문자로 적지 않은 성명은 ‘표기’ 칸에 밝힌다.",
		Conditional: "일부는 개별 면담 후에만 인도한다(제네바 제3협약 제109조 3항).",
		SignHands:   "인도측: 성명, 날짜, 서명 또는 인장", SignTakes: "인수측: 성명, 날짜, 서명 또는 인장",
	},
}
