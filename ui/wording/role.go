package wording

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
)

// Role returns the name of a role.
func Role(r casefile.Role) string {
	switch r {
	case casefile.Examiner:
		return lang.L("examiner")
	case casefile.Verifier:
		return lang.L("verifier")
	case casefile.TechnicalReviewer:
		return lang.L("technical reviewer")
	case casefile.Authoriser:
		return lang.L("authoriser")
	case casefile.TracingOfficer:
		return lang.L("tracing officer")
	case casefile.Administrator:
		return lang.L("administrator")
	case casefile.ReadOnly:
		return lang.L("read-only")
	}
	return string(r)
}

// Roles returns the names of roles, comma between.
func Roles(list []casefile.Role) string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = Role(r)
	}
	return strings.Join(names, ", ")
}

// RoleMeans returns what a role is for, in a few words.
func RoleMeans(r casefile.Role) string {
	switch r {
	case casefile.Examiner:
		return lang.L("imports, compares, concludes, issues reports")
	case casefile.Verifier:
		return lang.L("verifies what others concluded")
	case casefile.TechnicalReviewer:
		return lang.L("reviews reports, settles disagreements")
	case casefile.Authoriser:
		return lang.L("authorises reports")
	case casefile.TracingOfficer:
		return lang.L("describes and traces firearms")
	case casefile.Administrator:
		return lang.L("manages people, settings and backups; sees no case")
	case casefile.ReadOnly:
		return lang.L("for the court: sees everything, changes nothing; logging in is recorded, looking and searching are not")
	}
	return ""
}

// Action returns the name of something that a role may do or not.
func Action(a casefile.Action) string {
	switch a {
	case casefile.ReadCase:
		return lang.L("read a case")
	case casefile.BeginCase:
		return lang.L("begin a case")
	case casefile.ChangeCase:
		return lang.L("change a case")
	case casefile.DescribeExhibit:
		return lang.L("describe an exhibit")
	case casefile.ImportRecording:
		return lang.L("import a recording")
	case casefile.PrepareRecording:
		return lang.L("prepare a recording")
	case casefile.RecordCustody:
		return lang.L("record custody")
	case casefile.PrintLabel:
		return lang.L("print a label")
	case casefile.CompareMarks:
		return lang.L("compare marks")
	case casefile.SearchService:
		return lang.L("search the correlation service")
	case casefile.ExamineMarks:
		return lang.L("examine marks")
	case casefile.ConcludeMarks:
		return lang.L("conclude")
	case casefile.AskVerification:
		return lang.L("ask for a verification")
	case casefile.VerifyConclusion:
		return lang.L("verify a conclusion")
	case casefile.ResolveDispute:
		return lang.L("resolve a disagreement")
	case casefile.IssueReport:
		return lang.L("issue a report")
	case casefile.ReviewReport:
		return lang.L("review a report")
	case casefile.AuthoriseReport:
		return lang.L("authorise a report")
	case casefile.TraceFirearm:
		return lang.L("trace a firearm")
	case casefile.ExportCase:
		return lang.L("export a case")
	case casefile.TakeIn:
		return lang.L("take a package into a case")
	case casefile.SignCheckpoint:
		return lang.L("sign a checkpoint")
	case casefile.BackUp:
		return lang.L("back up a case")
	case casefile.Restore:
		return lang.L("restore a case")
	case casefile.ManagePeople:
		return lang.L("manage people")
	case casefile.ChangeSettings:
		return lang.L("change the settings")
	}
	return string(a)
}
