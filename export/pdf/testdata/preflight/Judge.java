import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Lets PDFBox Preflight judge files against PDF/A-1b. */
public class Judge {
	public static void main(String[] files) throws Exception {
		for (String f : files) {
			PreflightParser p = new PreflightParser(new File(f));
			p.parse();
			PreflightDocument d = p.getPreflightDocument();
			d.validate();
			ValidationResult r = d.getResult();
			System.out.println("valid " + r.isValid());
			for (ValidationResult.ValidationError e : r.getErrorsList()) {
				System.out.println(e.getErrorCode() + " " + e.getDetails());
			}
			d.close();
		}
	}
}
