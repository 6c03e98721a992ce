package web

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"homeward/bureau"
	"homeward/duty"
	"homeward/exchange"
	"homeward/identity"
	"homeward/ledger"
	"homeward/statement"
)

// Bureau is what the pages ask of a bureau: reading, and nothing else.
type Bureau interface {
	Settings() bureau.Settings
	Vocabulary() *statement.Vocabulary
	Now() time.Time
	Head(context.Context) (ledger.Head, error)
	Search(context.Context, identity.Query, int) ([]bureau.Hit, error)
	Resolve(context.Context, string) (statement.ID, error)
	Show(context.Context, statement.ID) (*bureau.File, error)
	EachFile(context.Context, func(*bureau.File) error) error
	NamesOf(context.Context, []statement.ID) (map[statement.ID]string, error)
	Document(context.Context, statement.ID) (bureau.Document, error)
	Documents(context.Context) ([]bureau.Document, error)
	Readings(context.Context) ([]*bureau.Reading, error)
	DueFor(*bureau.File, time.Time) ([]duty.Item, error)
	Plan(ctx context.Context, terms io.Reader, name string) (exchange.Plan, error)
	EntryAt(context.Context, int64) (bureau.EntryView, error)
	Checkpoint(context.Context) (signed []byte, verifierKey string, err error)
	Verify(ctx context.Context, against []byte) (ledger.Report, error)
}

// Options of the pages.
type Options struct {
	Terms []string // sheets of terms whose plans are shown
}

// Server makes the pages of one bureau. It is safe for concurrent use.
type Server struct {
	bureau Bureau
	mux    *http.ServeMux
	pages  pages
	words  messages

	surveys  kept[*survey]
	verified kept[ledger.Report]
	plans    []*sheet
	work     chan func(context.Context) // long computations, one after another
}

// New prepares the pages. Run must run for surveys and plans to be made.
func New(b Bureau, o Options) (*Server, error) {
	s := &Server{bureau: b, mux: http.NewServeMux(), work: make(chan func(context.Context), 64)}
	var err error
	if s.words, err = readMessages(); err != nil {
		return nil, err
	}
	if s.pages, err = readPages(s.words); err != nil {
		return nil, err
	}
	for _, path := range o.Terms {
		s.plans = append(s.plans, &sheet{path: path})
	}
	s.route("GET /{$}", s.overview)
	s.route("GET /search", s.search)
	s.route("GET /people", s.people)
	s.route("GET /people/{id}", s.person)
	s.route("GET /documents", s.documents)
	s.route("GET /documents/{id}", s.document)
	s.route("GET /duties", s.duties)
	s.route("GET /duties/rules", s.rules)
	s.route("GET /plans", s.planList)
	s.route("GET /plans/{n}", s.plan)
	s.route("GET /ledger", s.ledger)
	s.route("GET /entries/{n}", s.entry)
	s.route("GET /help", s.help)
	s.mux.HandleFunc("GET /ledger/checkpoint", s.checkpoint)
	s.mux.HandleFunc("GET /static/{name}", static)
	s.route("GET /", func(*http.Request) (*page, error) { return nil, errNoPage })
	return s, nil
}

// Handler serves the pages for requests made to an address, and refuses others.
func (s *Server) Handler(addr net.Addr) http.Handler { return newGuard(addr, s.mux) }

// Run does the long computations that pages ask for, one after another, until
// ctx ends.
func (s *Server) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-s.work:
			job(ctx)
		}
	}
}

// Serve serves the pages on a listener of [Listen] until ctx ends.
func (s *Server) Serve(ctx context.Context, l net.Listener, errorLog *log.Logger) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{Handler: s.Handler(l.Addr()), ErrorLog: errorLog,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: time.Minute,
		MaxHeaderBytes: 16 << 10, BaseContext: func(net.Listener) context.Context { return ctx }}
	ran := make(chan struct{})
	go func() { defer close(ran); s.Run(ctx) }()
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		stop, done := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer done()
		if server.Shutdown(stop) != nil {
			server.Close()
		}
		err = <-served
	}
	cancel()
	<-ran
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
