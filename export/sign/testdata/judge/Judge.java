import java.io.File;
import java.io.FileInputStream;
import java.security.MessageDigest;
import java.util.Collection;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.TimeStampToken;

/** Judge lets PDFBox find the signatures of a PDF and Bouncy Castle check them. One line for each: kind, verdict, time-stamp. */
public class Judge {
	static final BouncyCastleProvider BC = new BouncyCastleProvider();

	public static void main(String[] args) throws Exception {
		for (String name : args) {
			File file = new File(name);
			try (PDDocument doc = PDDocument.load(file)) {
				for (PDSignature s : doc.getSignatureDictionaries()) {
					System.out.println(file.getName() + " " + s.getSubFilter() + " " + judge(file, s));
				}
			}
		}
	}

	static String judge(File file, PDSignature s) throws Exception {
		byte[] content, contents;
		try (FileInputStream a = new FileInputStream(file)) { content = s.getSignedContent(a); }
		try (FileInputStream b = new FileInputStream(file)) { contents = s.getContents(b); }
		try {
			if ("ETSI.RFC3161".equals(s.getSubFilter())) {
				return stamp(new TimeStampToken(new CMSSignedData(contents)), content) + " -";
			}
			CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(content), contents);
			SignerInformation si = cms.getSignerInfos().getSigners().iterator().next();
			boolean good = si.verify(verifier(cms.getCertificates().getMatches(si.getSID())));
			String stamp = "-";
			Attribute a = si.getUnsignedAttributes() == null ? null : si.getUnsignedAttributes().get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
			if (a != null) {
				byte[] der = a.getAttrValues().getObjectAt(0).toASN1Primitive().getEncoded();
				stamp = String.valueOf(stamp(new TimeStampToken(new CMSSignedData(der)), si.getSignature()));
			}
			return good + " " + stamp;
		} catch (CMSException | org.bouncycastle.tsp.TSPException e) {
			return "false " + e.getMessage();
		}
	}

	static boolean stamp(TimeStampToken t, byte[] content) throws Exception {
		t.validate(verifier(t.getCertificates().getMatches(t.getSID())));
		byte[] sum = MessageDigest.getInstance(t.getTimeStampInfo().getMessageImprintAlgOID().getId(), BC).digest(content);
		return MessageDigest.isEqual(sum, t.getTimeStampInfo().getMessageImprintDigest());
	}

	static SignerInformationVerifier verifier(Collection<X509CertificateHolder> found) throws Exception {
		return new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(found.iterator().next());
	}
}
