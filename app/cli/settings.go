package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) settings() *cobra.Command {
	set := casework.Settings{}
	cmd := &cobra.Command{
		Use:   "settings",
		Short: "Show this workstation's settings, or change those that are named",
		Args:  cobra.NoArgs,
	}
	f := cmd.Flags()
	fields := []struct {
		flag, help string
		from       *string
		to         func(*casework.Settings) *string
	}{
		{"set-agency", "agency printed on reports", &set.Agency, func(s *casework.Settings) *string { return &s.Agency }},
		{"set-address", "the agency's address, printed on reports; empty where its letterhead has it", &set.Address, func(s *casework.Settings) *string { return &s.Address }},
		{"set-examiner", "who acts and signs", &set.Examiner, func(s *casework.Settings) *string { return &s.Examiner }},
		{"set-service", "address of the correlation service; empty for the workstation's own", &set.Service, func(s *casework.Settings) *string { return &s.Service }},
		{"set-service-key", "file with this agency's key for the service", &set.ServiceKeyFile, func(s *casework.Settings) *string { return &s.ServiceKeyFile }},
		{"set-service-ca", "file with the certificate that vouches for the service", &set.ServiceCAFile, func(s *casework.Settings) *string { return &s.ServiceCAFile }},
		{"set-sharing", "who may see what is submitted: private, all, or agencies' names", &set.Sharing, func(s *casework.Settings) *string { return &s.Sharing }},
		{"set-identity", "PKCS#12 file to sign reports with; empty for a test identity", &set.Identity, func(s *casework.Settings) *string { return &s.Identity }},
		{"set-identity-passphrase", "file with its passphrase (else $" + casework.PassphraseVariable + ")", &set.IdentityPassphraseFile, func(s *casework.Settings) *string { return &s.IdentityPassphraseFile }},
		{"set-reference", "reference set to show scores against; empty for none", &set.ReferenceSet, func(s *casework.Settings) *string { return &s.ReferenceSet }},
	}
	for _, field := range fields {
		f.StringVar(field.from, field.flag, "", field.help)
	}
	f.BoolVar(&set.CommitFirst, "set-commit-first", true, "withhold ranks, scores and cells until the examiner has committed a view")
	f.IntVar(&set.FirstCandidates, "set-first-candidates", casework.FirstCandidatesDefault, "how many candidates are shown before, in an order that says nothing")
	f.StringVar(&set.Scale, "set-scale", casefile.AFTE.ID, "scale of conclusions: "+strings.Join(scaleIDs(), ", ")+", or one that was added")
	var scaleFile string
	var printScale bool
	f.StringVar(&scaleFile, "scale-file", "", "add a scale of your own from this JSON `file` and conclude on it (--print-scale shows the form)")
	f.BoolVar(&printScale, "print-scale", false, "print the scale of conclusions in use as a file for --scale-file")
	var verify string
	f.StringVar(&verify, "set-verify", string(casefile.VerifyNothing), "which conclusions are verified before a report is issued: none, identifications or all")
	var lockMinutes int
	f.IntVar(&lockMinutes, "set-lock-minutes", casework.LockMinutesDefault, "after how many minutes without anybody at it the window is locked, where there are accounts")
	setKeeping := keepingFlags(cmd)
	setSigning := p.signingFlags(cmd)
	cmd.MarkFlagsMutuallyExclusive("scale-file", "set-scale")
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
		if f.Changed("scale-file") { // before all else: a wrong file changes nothing
			added, err := desk.AddScale(ctx, scaleFile)
			if err != nil {
				return err
			}
			set.Scale = added.ID
		}
		changed := false
		for _, field := range fields {
			changed = changed || f.Changed(field.flag)
		}
		if changed {
			err := desk.SaveSettings(func(s *casework.Settings) {
				for _, field := range fields {
					if f.Changed(field.flag) {
						*field.to(s) = *field.from
					}
				}
				if f.Changed("set-identity") { // a file in place of the card
					s.IdentityCard = casefile.CardIdentity{}
				}
			})
			if err != nil {
				return err
			}
		}
		if err := setKeeping(ctx, desk); err != nil {
			return err
		}
		if err := setSigning(ctx, desk); err != nil {
			return err
		}
		if f.Changed("set-lock-minutes") {
			if err := desk.SetLockAfter(ctx, lockMinutes); err != nil {
				return err
			}
		}
		if f.Changed("set-commit-first") || f.Changed("set-first-candidates") || f.Changed("set-scale") || f.Changed("scale-file") || f.Changed("set-verify") {
			if err := desk.SetExamining(func(e *casework.Examining) {
				if f.Changed("set-commit-first") {
					e.CommitFirst = set.CommitFirst
				}
				if f.Changed("set-first-candidates") {
					e.FirstCandidates = set.FirstCandidates
				}
				if f.Changed("set-scale") || f.Changed("scale-file") {
					e.Scale = set.Scale
				}
				if f.Changed("set-verify") {
					e.Verification = casefile.VerificationRule(verify)
				}
			}); err != nil {
				return err
			}
		}
		s := desk.Settings()
		scale, err := desk.ConclusionScale(ctx, "")
		if printScale {
			if err != nil {
				return err
			}
			return p.printJSON(scale)
		}
		return p.print(s, func(w io.Writer) {
			fmt.Fprintf(w, "Data folder     %s\n", desk.Home())
			fmt.Fprintf(w, "Agency          %s\nExaminer        %s\n", s.Agency, s.Examiner)
			fmt.Fprintf(w, "Service         %s\nSharing         %s\n", orText(s.Service, "the workstation's own"), s.Sharing)
			fmt.Fprintf(w, "Identity        %s\n", orText(s.Identity, orText(s.IdentityCard.Subject, "test identity")))
			printSigning(w, desk)
			fmt.Fprintf(w, "Reference set   %s\n", orText(s.ReferenceSet, "none"))
			e := s.Examining()
			first := "off: lists are ranked, and reports say so"
			if e.CommitFirst {
				first = fmt.Sprintf("on: the first %d candidates, without rank, score and cells until a view is committed", e.FirstCandidates)
			}
			fmt.Fprintf(w, "Commit first    %s\n", first)
			fmt.Fprintf(w, "Verification    %s\n", e.Verification)
			if err != nil { // the settings are shown all the same, to mend them
				fmt.Fprintf(w, "Scale           %s: %v\n", e.Scale, err)
				return
			}
			fmt.Fprintf(w, "Scale           %s: %s%s\n", e.Scale, scale.Name, versionWords(scale))
		})
	})
	return p.jsonFlag(cmd)
}

// versionWords names a scale's version, where it has one.
func versionWords(s casefile.ConclusionScale) string {
	if s.Version == "" {
		return ""
	}
	return ", version " + s.Version
}

func scaleIDs() []string {
	var ids []string
	for _, s := range casefile.Scales() {
		ids = append(ids, s.ID)
	}
	return ids
}

func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
