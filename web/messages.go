package web

import (
	"embed"
	"fmt"

	"github.com/goccy/go-yaml"
)

//go:embed messages.yaml
var messagesYAML []byte

//go:embed static templates
var files embed.FS

// messages are the interface's own words by language and key. Labels of
// properties are not among them: they come from the vocabulary.
type messages map[string]map[string]string

func readMessages() (messages, error) {
	m := messages{}
	if err := yaml.Unmarshal(messagesYAML, &m); err != nil {
		return nil, fmt.Errorf("reading messages.yaml: %w", err)
	}
	if len(m["en"]) == 0 {
		return nil, fmt.Errorf("messages.yaml has no English")
	}
	return m, nil
}

// say is a message in a language, in English where that has none. A key nobody
// wrote a message for is a defect of a page and shows as the key itself.
func (m messages) say(language, key string, args ...any) string {
	text, has := m[language][key]
	if !has {
		if text, has = m["en"][key]; !has {
			return key
		}
	}
	if len(args) > 0 {
		return fmt.Sprintf(text, args...)
	}
	return text
}
