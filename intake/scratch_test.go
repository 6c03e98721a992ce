package intake
import ("testing";"os";"fmt")
func TestScratch(t *testing.T){
 b,_:=os.ReadFile("/tmp/scratch.txt")
 r,err:=Read(string(b),Options{}); if err!=nil{t.Fatal(err)}
 for _,s:=range r.Statements{ src:=""; if s.Source!=nil {src=s.Source.Text}; cue:=""; if s.Cue!=nil{cue=s.Cue.Text}
 fmt.Printf("%s [%s] %s <%s> %q\n",s.Speaker,src,s.Stance,cue,s.Content.Text)}
 for _,m:=range r.Mentions{fmt.Println(m.ID,m.Kind,m.Names,len(m.Spans))}
}
