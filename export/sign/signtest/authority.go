package signtest

import (
	"crypto/x509"
	"fmt"
	"strings"
	"sync"
	"time"
)

// section is the part of openssl's configuration for one issuer.
const section = `
[NAME]
database = NAME.index
serial = NAME.serial
crlnumber = NAME.crlnumber
certificate = NAME.pem
private_key = NAME.key
new_certs_dir = .
default_md = sha256
default_crl_days = 7
unique_subject = no
policy = any
`

// profiles are the extensions of each kind of certificate; URL/ISSUER is put in.
const profiles = `
[any]
commonName = supplied
organizationName = optional
organizationalUnitName = optional

[req]
distinguished_name = nothing
[nothing]

[ca_root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash

[ca_below]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:SERVER/root.crl
authorityInfoAccess = OCSP;URI:SERVER/ocsp/root

[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:SERVER/intermediate.crl
authorityInfoAccess = OCSP;URI:SERVER/ocsp/intermediate

[timestamper]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:SERVER/tsroot.crl

[responder]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
authorityKeyIdentifier = keyid

[tsa]
default_tsa = service
[service]
dir = .
serial = tsa.serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`

// authorities makes the issuers, the responders' certificates and the time-stamp service.
func (p *PKI) authorities() {
	p.t.Helper()
	conf := strings.ReplaceAll(profiles, "SERVER", p.URL)
	for _, name := range []string{"root", "intermediate", "tsroot"} {
		conf += strings.ReplaceAll(section, "NAME", name)
		p.write(name+".index", "")
		p.write(name+".serial", "1000\n")
		p.write(name+".crlnumber", "01\n")
	}
	p.write("ca.cnf", conf)
	p.write("tsa.serial", "01\n")
	p.selfSigned("root", "Tracemark Example Root")
	p.selfSigned("tsroot", "Example Time-stamp Root")
	year := time.Now().AddDate(1, 0, 0)
	p.issue("root", "intermediate", "ca_below", "/O=Example/CN=Example Issuing Authority", "P-256", year)
	p.issue("tsroot", "tsa", "timestamper", "/O=Example/CN=Example Time-stamp Service", "P-256", year)
	for _, name := range []string{"root", "intermediate", "tsroot"} {
		p.issue(name, name+"-ocsp", "responder", "/O=Example/CN=Responder of "+name, "P-256", year)
		p.list(name)
	}
	p.Root, p.Intermediate, p.TimeStampRoot = p.certificate("root"), p.certificate("intermediate"), p.certificate("tsroot")
	p.TimeStampService = p.certificate("tsa")
	p.Roots, p.TimeStampRoots = x509.NewCertPool(), x509.NewCertPool()
	p.Roots.AddCert(p.Root)
	p.TimeStampRoots.AddCert(p.TimeStampRoot)
}

// signers makes one identity of each kind.
func (p *PKI) signers() {
	p.t.Helper()
	year := time.Now().AddDate(1, 0, 0)
	for name, s := range map[string]struct {
		subject, key string
		until        time.Time
	}{
		"rsa":     {"/O=Example Laboratory/CN=Rosa Beispiel", "RSA-3072", year},
		"p256":    {"/O=Example Laboratory/CN=Anna Beispiel", "P-256", year},
		"p384":    {"/O=Example Laboratory/CN=Petra Beispiel", "P-384", year},
		"revoked": {"/O=Example Laboratory/CN=Rudolf Widerrufen", "P-256", year},
		"expired": {"/O=Example Laboratory/CN=Egon Abgelaufen", "P-256", time.Now().AddDate(0, 0, -1)},
		"short":   {"/O=Example Laboratory/CN=Kurt Kurz", "RSA-2048", year},
		"test":    {"/O=Example Laboratory/OU=Not for casework/CN=Tina Test (TEST IDENTITY)", "P-256", year},
	} {
		p.issue("intermediate", name, "signer", s.subject, s.key, s.until)
	}
	p.RSA, p.P256, p.P384 = p.identity("rsa", p.Intermediate), p.identity("p256", p.Intermediate), p.identity("p384", p.Intermediate)
	p.Revoked, p.Expired = p.identity("revoked", p.Intermediate), p.identity("expired", p.Intermediate)
	p.Short, p.Test = p.identity("short", p.Intermediate), p.identity("test", p.Intermediate)
	p.Revoke(p.Revoked)
}

func (p *PKI) selfSigned(name, cn string) {
	p.t.Helper()
	p.key(name, "P-256")
	p.openssl("req", "-new", "-x509", "-config", "ca.cnf", "-key", name+".key", "-subj", "/O=Example/CN="+cn, "-extensions", "ca_root",
		"-days", "3650", "-sha256", "-out", name+".pem")
}

// issue makes a key and a certificate of a profile for it.
func (p *PKI) issue(issuer, name, profile, subject, key string, until time.Time) {
	p.t.Helper()
	from := time.Now().Add(-time.Hour)
	if until.Before(from) {
		from = until.AddDate(-1, 0, 0)
	}
	p.key(name, key)
	p.openssl("req", "-new", "-config", "ca.cnf", "-key", name+".key", "-subj", subject, "-out", name+".csr")
	p.openssl("ca", "-batch", "-config", "ca.cnf", "-name", issuer, "-extensions", profile, "-in", name+".csr", "-out", name+".pem",
		"-notext", "-startdate", day(from), "-enddate", day(until))
}

// rsaKeys are made once for all tests of a process: it takes up to a second.
var rsaKeys sync.Map

func (p *PKI) key(name, kind string) {
	p.t.Helper()
	bits, isRSA := strings.CutPrefix(kind, "RSA-")
	if !isRSA {
		p.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:"+kind, "-out", name+".key")
		return
	}
	if made, ok := rsaKeys.Load(kind); ok {
		p.write(name+".key", made.(string))
		return
	}
	p.openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:"+bits, "-out", name+".key")
	rsaKeys.Store(kind, string(p.read(name+".key")))
}

// list issues an issuer's revocation list.
func (p *PKI) list(issuer string) {
	p.t.Helper()
	p.openssl("ca", "-config", "ca.cnf", "-name", issuer, "-gencrl", "-out", issuer+".crl.pem")
	p.openssl("crl", "-in", issuer+".crl.pem", "-outform", "DER", "-out", fmt.Sprintf("%s.crl", issuer))
}
