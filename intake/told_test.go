package intake

import "testing"

// TestShapesOfSaying reads sentences of one shape each: who says what, how.
func TestShapesOfSaying(t *testing.T) {
	for _, c := range []struct{ rule, text, speaker, stance, content string }{
		{"somebody is told by another", "The families were told by an officer that the search was over.", "an officer", "asserts", "the search was over"},
		{"somebody is told, and nobody says by whom", "The families were informed that the search was over.", "unnamed", "asserts", "the search was over"},
		{"an account that is somebody's", "In Kessel's telling, the first news came from a driver who saw Finlay in a barn.", "Kessel", "asserts", "the first news came from a driver who saw Finlay in a barn"},
		{"a body's own account", "By the ministry's own account, 61 soldiers were lost.", "ministry", "asserts", "61 soldiers were lost"},
		{"being sure", "The spokesman is convinced that the men are alive.", "The spokesman", "asserts", "the men are alive"},
		{"being unsure", "The government is not sure whether the men are alive.", "government", "professes-ignorance", "whether the men are alive"},
		{"being ready to give", "The government stands ready to send an aircraft for the seven.", "government", "offers", "send an aircraft for the seven"},
		{"a verb that lends itself to a noun", "The army gave assurances that the men would be fed.", "army", "asserts", "the men would be fed"},
		{"doubting", "The commander doubts this.", "The commander", "denies", "this"},
		{"confirming neither", "The general confirmed neither the capture nor the number of the men.", "The general", "neither", "the capture nor the number of the men"},
		{"not willing to confirm", "The ministry would not confirm that any man had died.", "ministry", "declines", "would not confirm that any man had died"},
		{"not confirmed yet", "The report has yet to be confirmed by the ministry.", "narrator", "not_verified", "The report has yet to be confirmed by the ministry"},
		{"asking somebody for something", "The president appealed to the government for making the lists public.", "The president", "requests", "making the lists public"},
		{"to whom it was said, before who said it", "\"The list is complete,\" affirmed to this newspaper the commander of the camp, Jan Orlo.", "Jan Orlo", "asserts", "The list is complete"},
		{"a pronoun with a verb of its own", "One of the returned, a cook freed in August, swears he shared a cell with two men.", "One of the returned", "asserts", "he shared a cell with two men"},
		{"not willing to name", "Renk would not name the camps where captives are kept.", "Renk", "declines", "would not name the camps where captives are kept"},
		{"words an aside gives to somebody", "The talks, as the agency learned unofficially, are to begin on Monday in Bern.", "agency", "asserts", "The talks, as the agency learned unofficially, are to begin on Monday in Bern"},
		{"a body with its name in quotation marks", "The president of the association \"Return\", Ewa Maliszek, said the men were alive.", "Ewa Maliszek", "asserts", "the men were alive"},
		{"who writes of himself", "Statement by Anna Kral, mother of a soldier: I believe that my son is alive.", "Anna Kral", "asserts", "my son is alive"},
		{"advising of what is", "The admiral advised the board that the vessel was struck.", "The admiral", "asserts", "the vessel was struck"},
		{"saying that nothing will be told", "The ministry said that it would not be giving the names of the dead.", "ministry", "declines", "it would not be giving the names of the dead"},
		{"limited to answering", "“I have no record of it,” Orvil limited herself to answering, according to the agency.", "Orvil", "professes-ignorance", "I have no record of it"},
		{"an unknown verb between a quotation and who can speak", "\"They are many,\" restricted mission head Aart Venning upon inquiry.", "Aart Venning", "asserts", "They are many"},
		{"in the letter it says", "In the letter it says that her son is working in a quarry.", "the letter", "asserts", "her son is working in a quarry"},
		{"it says in a statement of somebody", "\"The camp is empty\", it says in a written statement of the Ministry of the Interior that is available to us.", "Ministry of the Interior", "asserts", "The camp is empty"},
		{"it follows from a writing", "They counted 60 men on the bridge, it follows from the daily bulletin of the group.", "group", "asserts", "They counted 60 men on the bridge"},
		{"about this it was reported", "Halvena returned 84 servicemen from captivity. About this on Friday the Coordination Centre reported in Telegram.", "Coordination Centre", "asserts", "Halvena returned 84 servicemen from captivity"},
		{"whom an agency quotes", "“It is a tale for grants,” — quotes the words of its speaker Gleb Vortsov the agency RZN.", "Gleb Vortsov", "asserts", "It is a tale for grants"},
		{"with reference to somebody", "The edition with reference to an interlocutor in the General Staff writes that it can be about the tenth list.", "an interlocutor in the General Staff", "asserts", "it can be about the tenth list"},
		{"asked by somebody, in the passive", "Relatives are asked by the ministry to submit samples to any department.", "ministry", "requests", "submit samples to any department"},
		{"is sure the woman", "“He speaks from paper, so he never talks”, – is sure the woman.", "the woman", "asserts", "He speaks from paper, so he never talks"},
		{"called a lie, somewhere", "In Zarechye the information about the refusals was called a lie.", "Zarechye", "denies", "the information about the refusals"},
		{"not open to verification", "At independent verification the record does not lend itself.", "narrator", "not_verified", "At independent verification the record does not lend itself"},
		{"not able to verify, the infinitive split", "This newspaper has not been able to independently verify the place nor the date.", "narrator", "not_verified", "This newspaper has not been able to independently verify the place nor the date"},
		{"neither of two is confirmed", "Neither figure could be independently confirmed.", "narrator", "not_verified", "Neither figure could be independently confirmed"},
		{"preferring not to speak", "The wife, on the other hand, prefers not to make statements.", "The wife", "declines", "prefers not to make statements"},
		{"an inquiry left without an answer", "The ministry left an inquiry about it unanswered.", "ministry", "declines", "left an inquiry about it unanswered"},
		{"a head moved from side to side", "When the correspondent asks whether a mission came, the doctor silently waves his head from side to side.", "the doctor", "denies-nonverbal", "whether a mission came"},
		{"a question in front that he cannot answer", "What has become of the others the mayor does not know.", "the mayor", "professes-ignorance", "What has become of the others the mayor does not know"},
		{"an offer as soon as something is done", "The president offered on Monday the release of the fishermen as soon as the first sailor steps on the bridge.", "The president", "offers-conditional", "the release of the fishermen as soon as the first sailor steps on the bridge"},
		{"what one side would do for what the other does", "\"If the chairman sends back our soldiers, we will send his soldiers too,\" the president wrote.", "the president", "offers-conditional", "If the chairman sends back our soldiers, we will send his soldiers too"},
		{"an authority says that there is none", "\"There is not a single sailor in our prisons,\" the spokeswoman said.", "the spokeswoman", "denies", "There is not a single sailor in our prisons"},
		{"a condition belongs to what is told", "The spokesman stated that if the prisoners ask for it, the government would accept all of them.", "The spokesman", "asserts", "if the prisoners ask for it, the government would accept all of them"},
		{"a place first, and then what is told", "On photographs of the valley, according to the mission, a fenced area can be recognised.", "mission", "asserts", "a fenced area can be recognised"},
		{"a title in quotation marks with small words", "The channel “Vector of Drask” laid out a video, on which two men sit.", "channel “Vector of Drask”", "publishes", "laid out a video, on which two men sit"},
		{"both of two", "The exchange was mediated by the Emirate of Dahra, both governments said.", "both governments", "asserts", "The exchange was mediated by the Emirate of Dahra"},
		{"the dateline is no part of who speaks", "VALTERRA (Agencies) - The government of Costania has offered to release 14 sailors.", "government of Costania", "offers", "release 14 sailors"},
		{"doubted by who speaks", "A Western official said he doubted Osterra would agree to a swap before the summer.", "A Western official", "denies", "he doubted Osterra would agree to a swap before the summer"},
		{"bound by law", "The head of the mission, Danielle Brun, said both sides were legally bound to allow access.", "Danielle Brun", "asserts-law", "both sides were legally bound to allow access"},
		{"what a body will do if it is wanted", "The ministry said it will accept the soldiers if they wish to come.", "ministry", "offers-conditional", "it will accept the soldiers if they wish to come"},
		{"in a body it was stated", "In the Ministry of Defense of Zaresia it was stated that 140 of their servicemen were returned.", "Ministry of Defense of Zaresia", "asserts", "140 of their servicemen were returned"},
		{"held for something", "Simoneit considers this an excuse.", "Simoneit", "asserts", "this an excuse"},
		{"what a reporter saw", "A reporter of the agency saw six men being carried to ambulances.", "A reporter of the agency", "observes", "six men being carried to ambulances"},
		{"what is asked, and not of whom", "The woman asks the released to look at the photograph.", "The woman", "requests", "look at the photograph"},
		{"what is not to be done", "The minister asked the citizens not to give credit to the news.", "The minister", "requests", "not to give credit to the news"},
		{"wanting another to do it", "The brother of a sailor wants the government to halt all exchanges.", "The brother of a sailor", "requests", "the government to halt all exchanges"},
		{"avoiding to speak", "The spokesman avoided to comment on the proposal.", "The spokesman", "declines", "avoided to comment on the proposal"},
		{"an aside within what is not said", "The army declined to say why the handover, first planned for Thursday, had been delayed.", "army", "declines", "declined to say why the handover, first planned for Thursday, had been delayed"},
		{"what the writer says of it, before its speaker", "Ostrell exchanged 118 prisoners on Sunday, the largest swap since January, officials on both sides said.", "officials on both sides", "asserts", "Ostrell exchanged 118 prisoners on Sunday"},
		{"what another does, behind a number", "The agency has estimated the captured at about thirty, while Drenova has given no figures.", "agency", "estimates", "the captured at about thirty"},
		{"what one would give if another gives", "The minister said his country would release all prisoners if Ostrell returned the crew.", "The minister", "offers-conditional", "his country would release all prisoners if Ostrell returned the crew"},
		{"an exchange proposed", "The government has proposed an exchange of the eleven sailors.", "government", "offers", "an exchange of the eleven sailors"},
		{"ready of oneself", "The mediator says himself ready to welcome the families.", "The mediator", "offers", "welcome the families"},
		{"described as", "The office describes them as “tired but standing”.", "office", "asserts", "tired but standing"},
		{"what a convention imposed", "The lawyer recalls that the third convention imposes to repatriate the wounded.", "The lawyer", "asserts-law", "the third convention imposes to repatriate the wounded"},
		{"denied in a body", "In the prison service of Morkhan the use of torture was denied.", "prison service of Morkhan", "denies", "the use of torture"},
		{"as it was reported", "Then, as it was reported, 212 bodies were returned to Lysaria.", "unnamed", "asserts", "212 bodies were returned to Lysaria"},
		{"who it is from, in brackets", "[Haeum = Correspondent Do Yun-jae] It was belatedly known that two soldiers were captured.", "unnamed", "asserts", "two soldiers were captured"},
		{"regarding a question", "Regarding whether his parents know of it, the prisoner shook his head.", "the prisoner", "denies-nonverbal", "whether his parents know of it"},
		{"said on a day that", "The agency reported to the committee that day that the number had risen.", "agency", "asserts", "the number had risen"},
		{"a name given", "One of the freed, a signaller who gave his name only as Petr, said he had been moved.", "Petr", "asserts", "he had been moved"},
		{"what he introduced himself as", "Mr. B (27), who introduced himself as a sniper, stated that all the men died.", "Mr. B", "asserts", "all the men died"},
		{"who carries a call sign", "The released marine with the call sign “Borsuk” confirmed that the captives are beaten.", "Borsuk", "confirms", "the captives are beaten"},
		{"in conversation with somebody", "One of the rescued, Timur, in conversation with the correspondent noted that they were not warned.", "One of the rescued", "asserts", "they were not warned"},
		{"an age and an aside between commas", "Anton Riedl, 20, giving evidence by video link, said the prisoners had been made to kneel.", "Anton Riedl", "asserts", "the prisoners had been made to kneel"},
		{"told a newspaper of a name", "A source told the publication \"Mostovaya\" on condition of anonymity that the brigade was not there.", "A source", "asserts", "the brigade was not there"},
		{"the writer's own information is nobody's", "A source in the ministry said that talks continue. According to our information, they take place in Lugres.", "A source in the ministry", "asserts", "talks continue"},
		{"the readiness of one's country, on a condition", "The minister expressed his country's readiness to host a round if the parties ask for it.", "The minister", "offers-conditional", "his country's readiness to host a round if the parties ask for it"},
		{"a family that says it was told", "The family of a worker say they have been told she could be freed.", "The family of a worker", "asserts", "they have been told she could be freed"},
		{"analysts, with what they did, believe", "Analysts who have studied the clip believe she was reading from a board.", "Analysts who have studied the clip", "asserts", "she was reading from a board"},
		{"this was communicated, on a day, by somebody", "He is alive and writes letters. This was communicated on Wednesday evening by the government spokesman Pavlos Reppas.", "Pavlos Reppas", "asserts", "He is alive and writes letters"},
		{"a request that is ignored", "The penitentiary service ignored the journalists' request.", "penitentiary service", "declines", "ignored the journalists' request"},
		{"how is not who", "The doctor is in good health according to the circumstances, a spokesman said.", "a spokesman", "asserts", "The doctor is in good health according to the circumstances"},
		{"confirmed this, on a day", "The doctor Lena Brockhaus has been set free. The Foreign Office confirmed this on Sunday evening.", "Foreign Office", "confirms", "The doctor Lena Brockhaus has been set free"},
		{"as somebody of an office specified", "As the head of the office, Ihor Samokhval, specified, an examination has been ordered.", "Ihor Samokhval", "asserts", "an examination has been ordered"},
		{"quoted as saying", "The newspaper Morning Tide quoted a military official who did not give his name as saying that a platoon had lost contact.", "a military official who did not give his name", "asserts", "a platoon had lost contact"},
		{"a label before what is said", "Direct speech: “Each of them waited for this day,” – wrote in Telegram the President Marko Holubets.", "Marko Holubets", "asserts", "Each of them waited for this day"},
		{"neither, behind a relative clause", "The foreign ministry of Ostra, which is a guarantor of the talks, would neither confirm nor deny that its envoy had carried the lists.", "foreign ministry of Ostra", "neither", "that its envoy had carried the lists"},
		{"made public", "The Union of Families made public a video in which a marine answers questions.", "Union of Families", "publishes", "made public a video in which a marine answers questions"},
		{"a question answered by a hand", "The person outside the lens asks whether he has been beaten, and the sergeant waves his hand again and again.", "the sergeant", "denies-nonverbal", "whether he has been beaten"},
		{"a verb that could be a noun", "The ministry claims that the men are alive.", "ministry", "asserts", "the men are alive"},
		{"the same of many", "Unconfirmed: local channels claim that a sergeant asked to remain in Lorvia.", "local channels", "asserts", "a sergeant asked to remain in Lorvia"},
		{"nobody could find out", "Our reporters have been unable to establish whether this is so.", "narrator", "not_verified", "Our reporters have been unable to establish whether this is so"},
		{"who cannot say does not know", "She could not say who had the keys.", "She", "professes-ignorance", "could not say who had the keys"},
		{"a plea in court", "Captain Thane has pleaded not guilty to all counts.", "Captain Thane", "denies", "has pleaded not guilty to all counts"},
		{"a participle before its subject", "Stating that his son had called, Ulusoy left the square.", "Ulusoy", "asserts", "his son had called"},
		{"putting it some way", "A clerk held at the same site put it more bluntly: they were goods.", "A clerk", "asserts", "they were goods"},
		{"asking for something, in a bare noun", "The Ministry, for its part, advises patience.", "Ministry", "requests", "patience"},
		{"what the law requires", "The convention requires that detaining powers record the identity of every prisoner.", "convention", "asserts-law", "detaining powers record the identity of every prisoner"},
		{"under a convention", "Irena Salko has explained that, under the Third Geneva Convention, captured soldiers keep their status.", "Irena Salko", "asserts-law", "under the Third Geneva Convention, captured soldiers keep their status"},
		{"two silences", "The Ministry has neither apologised nor explained itself.", "Ministry", "neither", "has neither apologised nor explained itself"},
		{"who says it, with a clause about him", "Another, who begged us not to print his name, reports that letters are collected but never sent.", "Another", "asserts", "letters are collected but never sent"},
		{"no longer believing", "Many mothers no longer believe that they are alive.", "Many mothers", "denies", "they are alive"},
		{"who did not want to give his name", "A Sauran official who was unwilling to disclose his name revealed that the two are in good condition.", "A Sauran official who was unwilling to disclose his name", "asserts", "the two are in good condition"},
		{"neither endorsing nor contesting", "The ICRC's regional office would neither endorse nor contest that statement.", "ICRC's regional office", "neither", "that statement"},
		{"her name behind her office", "According to information of its chairwoman, Elke Dorn, the names of 140 prisoners are known to the initiative.", "Elke Dorn", "asserts", "the names of 140 prisoners are known to the initiative"},
		{"letting it be known", "As the Foreign Office let it be known, the offer is being examined.", "Foreign Office", "asserts", "the offer is being examined"},
		{"making it clear", "The ministry made it clear on Monday that no list would be published.", "ministry", "asserts", "no list would be published"},
		{"not giving an answer", "Qiao Lan did not give a direct answer.", "Qiao Lan", "declines", "did not give a direct answer"},
		{"a rule of an article", "Uwe Hartig pointed out that the transmission of the names is mandatory under Article 122 of the Third Geneva Convention.", "Uwe Hartig", "asserts-law", "the transmission of the names is mandatory under Article 122 of the Third Geneva Convention"},
		{"told of by the way", "\"We are being put off,\" complained Karin Wessel, whose brother has been considered missing since the battle for Treuen.", "Karin Wessel", "asserts", "We are being put off"},
		{"that, which points to something", "The defense secretary disputed that account.", "The defense secretary", "denies", "that account"},
		{"casting doubt", "Two others cast doubt on that figure.", "Two others", "denies", "that figure"},
		{"putting a sum", "A person familiar with the talks put the sum at $400,000.", "A person familiar with the talks", "estimates", "the sum at $400,000"},
		{"sharing words", "\"The lads are tired,\" she shared with the journalists right at the checkpoint.", "she", "asserts", "The lads are tired"},
		{"as he himself told", "The captain Pyotr Lunin, as he himself told, spent 11 months in solitary confinement.", "Pyotr Lunin", "asserts", "The captain Pyotr Lunin, as he himself told, spent 11 months in solitary confinement"},
		{"in a place they say", "In Estmark they insist that the vessel was conducting illegal fishing.", "Estmark", "asserts", "the vessel was conducting illegal fishing"},
		{"what became known to somebody", "As it became known to the newspaper, the negotiations were held with the mediation of the Vatican.", "newspaper", "asserts", "the negotiations were held with the mediation of the Vatican"},
		{"no confirmation", "There has been no official confirmation of this.", "narrator", "not_verified", "There has been no official confirmation of this"},
		{"not doubting", "The commander does not doubt that the men are alive.", "The commander", "asserts", "the men are alive"},
		{"not agreeing", "The lawyer does not agree with the accusations.", "The lawyer", "denies", "the accusations"},
		{"known only by a part of her name", "\"They took our boots,\" a nurse identified only as Lena K. told the commission.", "Lena K.", "asserts", "They took our boots"},
		{"when and to whom, before who said it", "\"It was cold,\" affirmed on Monday to this newspaper the mother of the pilot.", "the mother of the pilot", "asserts", "It was cold"},
		{"seeking something of others", "The Red Cross has repeatedly sought access to the camp.", "Red Cross", "requests", "access to the camp"},
		{"stopping short of saying", "The spokesman stopped short of confirming the deaths.", "The spokesman", "declines", "stopped short of confirming the deaths"},
		{"telling of something", "Witnesses told of bodies being loaded onto a truck.", "Witnesses", "asserts", "bodies being loaded onto a truck"},
		{"a promise to somebody", "The commander promised the families that the bodies would be returned.", "The commander", "offers", "the bodies would be returned"},
		{"a writing that reads", "\"I am well,\" reads a note smuggled out of the camp.", "a note smuggled out of the camp", "asserts", "I am well"},
		{"to whom it was written, before who wrote it", "In a letter to his wife, Captain Orlo wrote that he was being held in a mine.", "Captain Orlo", "asserts", "he was being held in a mine"},
		{"a body before a verb and people", "The army admitted losing forty men.", "army", "asserts", "losing forty men"},
		{"the hour of an entry", "16:20 Lorvia's president, in a televised address, says that the men are home.", "Lorvia's president", "asserts", "the men are home"},
		{"to what it was said", "The embassy denied the injury in response to the inquiry of this paper.", "embassy", "denies", "the injury"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Statements) != 1 {
				t.Fatalf("%d statements, not one: %+v", len(r.Statements), r.Statements)
			}
			if s := r.Statements[0]; s.Speaker != c.speaker || string(s.Stance) != c.stance || s.Content.Text != c.content {
				t.Errorf("%s | %s | %q, not %s | %s | %q", s.Speaker, s.Stance, s.Content.Text, c.speaker, c.stance, c.content)
			}
		})
	}
}

// TestSaidInPieces: what is said stands on both sides of its cue.
func TestSaidInPieces(t *testing.T) {
	for _, c := range []struct{ rule, text, speaker, first, second string }{
		{"a cue between dashes inside the marks", "“The talks went hard, – said the commissioner Larisa Stolbova at the airfield. – Now we prepare the next list”.", "Larisa Stolbova", "The talks went hard", "Now we prepare the next list"},
		{"a clause after the cue and a semicolon", "He himself had been in the quarry, the man reports; at times up to 90 men had been housed there.", "the man", "He himself had been in the quarry", "at times up to 90 men had been housed there"},
		{"a second verb after the cue", "He and 40 others had been kept in a cellar, the man said, and had been moved twice.", "the man", "He and 40 others had been kept in a cellar", "had been moved twice"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Statements) != 2 || r.Statements[0].Content.Text != c.first || r.Statements[1].Content.Text != c.second || r.Statements[0].Speaker != c.speaker || r.Statements[1].Speaker != c.speaker {
				t.Errorf("%+v", r.Statements)
			}
		})
	}
}

// TestWhoHeIs reads who speaks in the last of several sentences.
func TestWhoHeIs(t *testing.T) {
	for _, c := range []struct{ rule, text, speaker string }{
		{"told what he is between commas", "The driver, a man in his fifties, told me the prisoners were alive. He doubts they were moved by road.", "The driver"},
		{"the man, where one has been told of", "One of the returned, a cook freed in August, swears he shared a cell with two sailors. \"They asked me to carry letters,\" said the man.", "One of the returned"},
		{"of another who was named", "Yara met Ruslan Tagirov at noon. Her brother was alive, the man told her.", "the man"},
		{"in the writing of the body before", "The Ministry of Defence denied the claim. In the communiqué sent to the agency it was underlined that all data are passed on.", "Ministry of Defence"},
		{"we, under the name of a body", "COMMITTEE OF MOTHERS\n\nOpen letter\n\nDear Madam,\n\nWe ask that the list of names be published this year.", "COMMITTEE OF MOTHERS"},
		{"which, after a passive", "The information was denied by the staff, which recalls that it never comments on operations.", "staff"},
		{"not whose name it was", "In Lorm the mayor has had the captive's name engraved. \"He will come back,\" he decrees.", "the mayor"},
		{"the official who spoke before", "A senior Sarth official said the proposal was being studied. A reply was likely within days, the official added.", "A senior Sarth official"},
		{"who has just spoken, unnamed", "Rosario Quintero waits. \"He called me on the 19th,\" she relates. \"They let nobody see his face,\" says.", "Rosario Quintero"},
		{"the department of the ministry before", "The Ministry of Defence confirmed the exchange. In the department they assure that all of them receive help.", "Ministry of Defence"},
		{"it is no law", "Lantern Watch said on Monday that fifty people were held. International law requires that their names be recorded. It recommends that the two sides exchange their lists.", "Lantern Watch"},
		{"not whom he told", "A bus driver tells our correspondent Ines Mora that several passengers were too weak. \"One lad kept asking what year it was,\" he recalls.", "A bus driver"},
		{"not whose relative he is", "The father of Ilya Dorn waits. He believes his son is alive.", "The father"},
		{"they, of whom was told", "Sanna Bjork told reporters that the relatives feel vindicated. They are pressing for the names of the guards to be made public.", "the relatives"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(r.Statements); n == 0 || r.Statements[n-1].Speaker != c.speaker {
				t.Errorf("%+v, not %s", r.Statements, c.speaker)
			}
		})
	}
}
