// Package name compares two written names of people: is this the same name, in another script, another
// spelling, another order, with a slip of the pen?
//
// A caseworker writes 김정수, a report prints "Kim Jung-soo", a capture card in Cyrillic says "Ким Чон Су".
// The package hears all three nearly alike and says how nearly, in bits, and why.
//
// Its words:
//
//   - written form: the name exactly as somebody wrote it. It is never changed here, only read.
//
//   - normal form ([Normal]): what is left for comparison once case, composition, invisible characters and
//     letters that only look like another script's are evened out. Never shown as the name.
//
//   - token ([Token]): one part of a name with its role: a part, a patronymic, an initial, or a title or rank
//     set aside.
//
//   - sound skeleton ([Skeleton]): a token as a short string of sounds, nearly equal whichever script and
//     romanisation it was written in. Hangul is taken apart by arithmetic; Cyrillic and Latin by letter rules.
//
//   - key ([Skeleton.Key]): the consonants of a skeleton in eight broad classes: what an index looks up.
//
//   - distance ([Distance]): how surprising it is, in bits, that one skeleton was meant by the other. Vowels are
//     cheap, because romanisations disagree about vowels; consonants that are often confused are cheap too.
//
//   - comparison ([Comparison]): the tokens of two names aligned, each with the bits it adds. The addends sum to
//     the score.
//
//   - learned spelling ([Transducer]): how letters and jamo of one script become letters of another, counted from
//     pairs of names by expectation maximisation. What ships ([Learned]) are those counts, of chunks of letters.
//
//   - reading: one way in which names are spelled in another script. Korean full names have three, the Korean
//     one, that of Chinese names and that of names of Hong Kong; beside them stands a family name, spelled, with an
//     adopted given name (Eric, Grace).
//
//   - ranking ([Ranker]): a pool of names ordered by how well they spell a name asked for: a tree of the pool read
//     letter by letter, then the learned spelling in both directions.
//
//   - lexicon ([Lexicon]): the tokens of many names, laid out so that those near one asked for, by sound, by learned
//     spelling or as forms of a given name, are found without comparing it with all.
//
//   - form: the same given name in another language (Микола, Николай) or cut short (Коля). A short form is weaker
//     evidence than the name, because several names share it.
//
// A score is evidence, not a verdict: it is not a probability, it does not know how common a name is unless
// told ([Match] takes the rarity of a skeleton), and equal names are not one person. The package never decides
// that two people are one, never stores a name, and holds no list of people's names; the only names it knows
// are the family names that tell where an unspaced Korean name divides.
//
// All functions are pure, safe for concurrent use, and take bounded time on any input: at most [MaxTokens]
// tokens of a name and [MaxSounds] sounds of a token are compared.
package name
