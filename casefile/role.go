package casefile

import (
	"fmt"
	"slices"
)

// Role is what a person may be at an agency. One person may have several.
type Role string

// The roles.
const (
	Examiner          Role = "examiner"
	Verifier          Role = "verifier"
	TechnicalReviewer Role = "technical reviewer"
	Authoriser        Role = "authoriser"
	TracingOfficer    Role = "tracing officer"
	Administrator     Role = "administrator"
	ReadOnly          Role = "read-only" // for the court
)

// Roles returns all roles, in the order in which they are shown.
func Roles() []Role {
	return []Role{Examiner, Verifier, TechnicalReviewer, Authoriser, TracingOfficer, Administrator, ReadOnly}
}

// Action is something that a role may do or not.
type Action string

// The actions. Each call of a service that is not merely reading one's own settings is one of them.
const (
	ReadCase         Action = "read a case"
	BeginCase        Action = "begin a case"
	ChangeCase       Action = "change a case" // title, status, retention, related cases, documents
	DescribeExhibit  Action = "describe an exhibit"
	ImportRecording  Action = "import a recording"
	PrepareRecording Action = "prepare a recording" // masks
	RecordCustody    Action = "record custody"
	PrintLabel       Action = "print a label"
	CompareMarks     Action = "compare marks"
	SearchService    Action = "search the correlation service"
	ExamineMarks     Action = "examine marks" // annotate, commit a view, take snapshots, note acts of looking
	ConcludeMarks    Action = "conclude"
	AskVerification  Action = "ask for a verification"
	VerifyConclusion Action = "verify a conclusion"
	ResolveDispute   Action = "resolve a disagreement"
	IssueReport      Action = "issue a report"
	ReviewReport     Action = "review a report"
	AuthoriseReport  Action = "authorise a report"
	TraceFirearm     Action = "trace a firearm"
	ExportCase       Action = "export a case" // packages, plain exports, lists
	TakeIn           Action = "take a package into a case"
	SignCheckpoint   Action = "sign a checkpoint"
	BackUp           Action = "back up a case"
	Restore          Action = "restore a case"
	ManagePeople     Action = "manage people"
	ChangeSettings   Action = "change the settings"
)

// Actions returns all actions.
func Actions() []Action {
	return []Action{ReadCase, BeginCase, ChangeCase, DescribeExhibit, ImportRecording, PrepareRecording, RecordCustody, PrintLabel,
		CompareMarks, SearchService, ExamineMarks, ConcludeMarks, AskVerification, VerifyConclusion, ResolveDispute, IssueReport,
		ReviewReport, AuthoriseReport, TraceFirearm, ExportCase, TakeIn, SignCheckpoint, BackUp, Restore, ManagePeople, ChangeSettings}
}

// allowed is who may do what. Whoever may do nothing to a case may still read it, but for the administrator of the people, who
// has no business in it: keeping the two apart keeps one person from both acting and deciding who acted.
var allowed = map[Role][]Action{
	Examiner: {ReadCase, BeginCase, ChangeCase, DescribeExhibit, ImportRecording, PrepareRecording, RecordCustody, PrintLabel,
		CompareMarks, SearchService, ExamineMarks, ConcludeMarks, AskVerification, IssueReport, ExportCase, TakeIn, SignCheckpoint, BackUp},
	Verifier:          {ReadCase, RecordCustody, PrintLabel, ExamineMarks, VerifyConclusion, ExportCase, TakeIn, SignCheckpoint},
	TechnicalReviewer: {ReadCase, ReviewReport, ResolveDispute, ExportCase, SignCheckpoint},
	Authoriser:        {ReadCase, AuthoriseReport, ResolveDispute, ExportCase, SignCheckpoint},
	TracingOfficer: {ReadCase, BeginCase, ChangeCase, DescribeExhibit, RecordCustody, PrintLabel, TraceFirearm, IssueReport, ExportCase,
		TakeIn, SignCheckpoint, BackUp},
	Administrator: {BackUp, Restore, ManagePeople, ChangeSettings},
	ReadOnly:      {ReadCase},
}

// May reports whether somebody with these roles may do a.
func May(roles []Role, a Action) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(allowed[r], a) })
}

// OnlyReads reports whether somebody with these roles may do nothing to a case but look at it. Nothing is written to a case for
// them, not even that they looked.
func OnlyReads(roles []Role) bool {
	for _, a := range Actions() {
		switch a {
		case ReadCase, BackUp, Restore, ManagePeople, ChangeSettings: // of the workstation, or no change of the case
			continue
		}
		if May(roles, a) {
			return false
		}
	}
	return true
}

// Who returns the roles that may do a, in the order of Roles.
func Who(a Action) []Role {
	var out []Role
	for _, r := range Roles() {
		if May([]Role{r}, a) {
			out = append(out, r)
		}
	}
	return out
}

// RoleList is roles within a sentence.
type RoleList []Role

// String returns the roles in English, comma between.
func (l RoleList) String() string { return RoleText(l) }

// Saying returns the roles as they are put into a sentence.
func (l RoleList) Saying() (format string, args []any) {
	for i, r := range l {
		if i > 0 {
			format += ", "
		}
		format += fmt.Sprintf("%%[%d]s", i+1)
		args = append(args, r)
	}
	return format, args
}
