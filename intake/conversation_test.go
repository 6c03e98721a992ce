package intake

import "testing"

// TestConversations: who leads a conversation or reports in it passes on what others say;
// who is asked speaks for himself.
func TestConversations(t *testing.T) {
	text := "3 March 2026\n\nPRESENTER: Good evening. Our correspondent Ida Brun is at the border. Ida, what is known?\n\n" +
		"BRUN: The deputy minister, Olav Renn, told parliament on Monday that the drivers are in good health. We are all waiting for more.\n\n" +
		"RENN: The road was open that morning. Nobody had warned us about the roadblock at the bridge.\n"
	r, err := Read(text, Options{Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"the drivers are in good health": "Olav Renn",
		"The road was open that morning. Nobody had warned us about the roadblock at the bridge.": "Olav Renn",
	}
	for _, s := range r.Statements {
		if who, ok := want[s.Content.Text]; ok && who == s.Speaker {
			delete(want, s.Content.Text)
			continue
		}
		t.Errorf("%s says %q", s.Speaker, s.Content.Text)
	}
	for c, who := range want {
		t.Errorf("%q is not said by %s", c, who)
	}
}
