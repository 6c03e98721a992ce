// Package homeward_test polices the whole project: imports that ARCHITECTURE.md
// does not allow, and words that do not belong into it.
package homeward_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// allowed is the table of ARCHITECTURE.md: which of our packages each may import.
// Test files may import more.
var allowed = map[string][]string{
	"statement":             {"statement/edtf"},
	"statement/edtf":        {},
	"ledger":                {},
	"seal":                  {},
	"name":                  {},
	"identity":              {"name"},
	"list":                  {"statement", "statement/edtf", "name", "list/schema"},
	"list/schema":           {},
	"match":                 {"identity", "list", "name", "statement", "statement/edtf"},
	"intake":                {"statement", "statement/edtf", "name"},
	"casefile":              {"statement", "statement/edtf"},
	"duty":                  {"casefile", "statement", "statement/edtf"},
	"exchange":              {},
	"exchange/schema":       {},
	"sample":                {"statement", "statement/edtf", "name"},
	"store":                 {"ledger"},
	"store/sqlite":          {"store", "ledger"},
	"store/postgres":        {"store", "ledger"},
	"store/storetest":       {"store", "ledger", "seal"},
	"store/postgres/pgtest": {},
	"bureau": {"statement", "statement/edtf", "ledger", "seal", "name", "identity", "list", "intake", "casefile", "duty", "exchange",
		"store", "store/sqlite", "store/postgres"},
	"web":          {"bureau", "statement", "statement/edtf", "ledger", "identity", "list", "intake", "casefile", "duty", "exchange"},
	"cmd/homeward": {"bureau", "web", "sample", "statement", "statement/edtf", "ledger", "name", "identity", "match", "list", "intake", "casefile", "duty", "exchange"},
}

// noNames are names a package may not have: they say nothing about what is in it.
var noNames = []string{"util", "utils", "common", "helper", "helpers", "types", "models", "manager", "misc"}

func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "." {
			return filepath.SkipDir
		}
		if err == nil && strings.HasSuffix(path, ".go") {
			files = append(files, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestImportsAreThoseOfTheArchitecture(t *testing.T) {
	for _, path := range goFiles(t) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(noNames, file.Name.Name) {
			t.Errorf("%s: a package named %s says nothing", path, file.Name.Name)
		}
		may, known := allowed[pkg]
		if !known && pkg != "." && !strings.HasPrefix(pkg, "bench") {
			t.Errorf("%s: package %s is not in the table of ARCHITECTURE.md", path, pkg)
			continue
		}
		for _, imp := range file.Imports {
			ours, is := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), "homeward/")
			if is && known && !slices.Contains(may, ours) {
				t.Errorf("%s imports %s, which the architecture does not allow %s", path, ours, pkg)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	says := map[string]bool{}
	for _, path := range goFiles(t) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		pkg := filepath.Dir(path)
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		says[pkg] = says[pkg] || file.Doc != nil
	}
	for pkg, has := range says {
		if !has {
			t.Errorf("package %s opens with no comment", pkg)
		}
	}
}

func TestNoPathOfAMachineInTheProject(t *testing.T) {
	machine := regexp.MustCompile(`(^|[^a-zA-Z0-9_.$}])/(wo` + `rk|ro` + `ot|ho` + `me)/[a-z]`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && (d.Name() == ".git" || d.Name() == "bin") {
				return filepath.SkipDir
			}
			return err
		}
		switch filepath.Ext(path) {
		case ".go", ".md", ".yaml", ".txt", ".json", ".css", ".html", "":
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for i, line := range strings.Split(string(data), "\n") {
				if machine.MatchString(line) {
					t.Errorf("%s:%d carries a path of a machine: %s", path, i+1, strings.TrimSpace(line))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
